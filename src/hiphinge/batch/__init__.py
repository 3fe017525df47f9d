"""Many recordings into one data set: a pure plan, and executors that carry it out; no formulas."""

from hiphinge.lazy import lazily as _lazily

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from hiphinge.batch.carrying_out import Account, Retries, SoFar
    from hiphinge.batch.executor import Executor, InThisProcess
    from hiphinge.batch.lists import Listed
    from hiphinge.batch.measuring import ClipOutcome, Limits, Measurer, NetworkMeasurer
    from hiphinge.batch.plan import Item, Parameters, Plan, Recording
    from hiphinge.batch.running import BatchSettings, plan_batch, run_batch
del TYPE_CHECKING

__all__ = [
    "Account",
    "BatchSettings",
    "ClipOutcome",
    "Executor",
    "InThisProcess",
    "Item",
    "Limits",
    "Listed",
    "Measurer",
    "NetworkMeasurer",
    "Parameters",
    "Plan",
    "Recording",
    "Retries",
    "SoFar",
    "plan_batch",
    "run_batch",
]

_HOMES = {
    "Account": "hiphinge.batch.carrying_out",
    "BatchSettings": "hiphinge.batch.running",
    "ClipOutcome": "hiphinge.batch.measuring",
    "Executor": "hiphinge.batch.executor",
    "InThisProcess": "hiphinge.batch.executor",
    "Item": "hiphinge.batch.plan",
    "Limits": "hiphinge.batch.measuring",
    "Listed": "hiphinge.batch.lists",
    "Measurer": "hiphinge.batch.measuring",
    "NetworkMeasurer": "hiphinge.batch.measuring",
    "Parameters": "hiphinge.batch.plan",
    "Plan": "hiphinge.batch.plan",
    "Recording": "hiphinge.batch.plan",
    "Retries": "hiphinge.batch.carrying_out",
    "SoFar": "hiphinge.batch.carrying_out",
    "plan_batch": "hiphinge.batch.running",
    "run_batch": "hiphinge.batch.running",
}

__getattr__ = _lazily(globals(), _HOMES)
