"""The live coach as a use case: images of a camera in; framing, counts, cues and the lower back out, while it lasts."""

from hiphinge.workflow.live.following import FollowedFrame, LiveFollower
from hiphinge.workflow.live.framing import Framing, FramingCheck
from hiphinge.workflow.live.measuring import LiveMeasuring, LiveOptions
from hiphinge.workflow.live.process import FRAME, HEADER, LiveStart, start_live
from hiphinge.workflow.live.raised_hand import RaisedHand
from hiphinge.workflow.live.session import LiveEvent, live, live_name, live_session
from hiphinge.workflow.live.view import Gap, LivePhase, LiveView, LookedAt, PhaseChanged

__all__ = [
    "FRAME",
    "HEADER",
    "FollowedFrame",
    "Framing",
    "FramingCheck",
    "Gap",
    "LiveEvent",
    "LiveFollower",
    "LiveMeasuring",
    "LiveOptions",
    "LivePhase",
    "LiveStart",
    "LiveView",
    "LookedAt",
    "PhaseChanged",
    "RaisedHand",
    "live",
    "live_name",
    "live_session",
    "start_live",
]
