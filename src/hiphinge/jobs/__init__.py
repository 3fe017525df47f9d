"""Durable work: the queue of videos, uploads that can be resumed, and the worker processes; no formulas, no pages."""

from hiphinge.jobs.jobs import Jobs, label_of
from hiphinge.jobs.settings import JobSettings
from hiphinge.jobs.uploads import Upload, UploadRefusedError, Uploads

__all__ = ["JobSettings", "Jobs", "Upload", "UploadRefusedError", "Uploads", "label_of"]
