"""Keeping: people, their training log, recordings, analyses and files, in SQLite or PostgreSQL."""

from hiphinge.store.accounts import Account, Accounts, Role
from hiphinge.store.audit import Audit, Deed
from hiphinge.store.clip_rows import (
    AskedTest,
    Changes,
    Claimed,
    ClaimLostError,
    Clip,
    ClipMovedError,
    ClipState,
    packed_times,
)
from hiphinge.store.clips import AS_BEFORE, Clips
from hiphinge.store.corrections import (
    AnalysisNumbers,
    CorrectedMeanwhileError,
    CorrectedRecording,
    Corrections,
    MeasuredAnew,
)
from hiphinge.store.database import Database, sqlite_url
from hiphinge.store.days import Days
from hiphinge.store.documents import StoredPersonFiles, document_name
from hiphinge.store.estimates import Estimate, Estimates
from hiphinge.store.filed import FiledAnalysis, MeasuredSet, NewAnalysis, SetInTime
from hiphinge.store.files import FileStore
from hiphinge.store.invitations import Invitation, Invitations
from hiphinge.store.listing import ListedAnalysis, ListedClip, ListedRecording, Listing
from hiphinge.store.log import BriefSet, Log
from hiphinge.store.names import ExerciseNames, NameInLog, name_key
from hiphinge.store.overview import Held, Judged, NewestAnalysis, Overview, PainAnswer
from hiphinge.store.owners import Kind, Owners
from hiphinge.store.people import People
from hiphinge.store.plans import PlannedDay, Plans
from hiphinge.store.recordings import Recordings
from hiphinge.store.seen import Seen, SeenStore
from hiphinge.store.signing_in import Failures, Passkey, SignedIn, SigningIn
from hiphinge.store.store import Store, open_store
from hiphinge.store.taking_over import TakenOver
from hiphinge.store.transfer import Transfer
from hiphinge.store.upkeep import Condition, Numbers, Upkeep
from hiphinge.store.video_notes import VideoNotes

__all__ = [
    "AS_BEFORE",
    "Account",
    "Accounts",
    "AnalysisNumbers",
    "AskedTest",
    "Audit",
    "BriefSet",
    "Changes",
    "ClaimLostError",
    "Claimed",
    "Clip",
    "ClipMovedError",
    "ClipState",
    "Clips",
    "Condition",
    "CorrectedMeanwhileError",
    "CorrectedRecording",
    "Corrections",
    "Database",
    "Days",
    "Deed",
    "Estimate",
    "Estimates",
    "ExerciseNames",
    "Failures",
    "FileStore",
    "FiledAnalysis",
    "Held",
    "Invitation",
    "Invitations",
    "Judged",
    "Kind",
    "ListedAnalysis",
    "ListedClip",
    "ListedRecording",
    "Listing",
    "Log",
    "MeasuredAnew",
    "MeasuredSet",
    "NameInLog",
    "NewAnalysis",
    "NewestAnalysis",
    "Numbers",
    "Overview",
    "Owners",
    "PainAnswer",
    "Passkey",
    "People",
    "PlannedDay",
    "Plans",
    "Recordings",
    "Role",
    "Seen",
    "SeenStore",
    "SetInTime",
    "SignedIn",
    "SigningIn",
    "Store",
    "StoredPersonFiles",
    "TakenOver",
    "Transfer",
    "Upkeep",
    "VideoNotes",
    "document_name",
    "name_key",
    "open_store",
    "packed_times",
    "sqlite_url",
]
