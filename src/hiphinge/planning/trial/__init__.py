"""Runs a plan against simulated lifters before anybody trains by it, and reads what came of it."""

from hiphinge.planning.trial.trying import Outcome, try_out

__all__ = ["Outcome", "try_out"]
