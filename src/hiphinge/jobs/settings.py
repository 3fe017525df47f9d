"""What the queue and its workers are given: where, how much, how long."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hiphinge.workflow.clip_work import ClipLimits

__all__ = ["JobSettings"]


@dataclass(frozen=True, kw_only=True)
class JobSettings:
    """Limits of uploads and workers.

    Attributes
    ----------
    folder
        Where unfinished uploads and the workers' temporary files go; nothing is written elsewhere but to the store.
    least_free_bytes
        How much of the disk stays free.
    most_uploads, most_of_account
        How many uploads may be unfinished at once, in all and of one account.
    unfinished_for
        An upload that was not finished for so long is erased.
    memory_bytes
        What one worker may take, where the system can hold it to that; None sets no limit.
    longest_work
        An analysis that takes longer is ended, and its clip fails.
    lost_after
        A worker that has been silent for so long is taken for ended, and its clip waits again.
    beat_s, idle_s
        How often a worker says that it works, and how often it asks for another clip, in seconds.
    """

    folder: Path
    limits: ClipLimits = field(default_factory=ClipLimits)
    least_free_bytes: int = 1 << 30
    most_uploads: int = 500
    most_of_account: int = 50
    unfinished_for: timedelta = timedelta(days=1)
    memory_bytes: int | None = 6 << 30
    longest_work: timedelta = timedelta(minutes=30)
    lost_after: timedelta = timedelta(seconds=20)
    beat_s: float = 1.0
    idle_s: float = 0.5
    niceness: int = 10
    threads: int = 2

    def folder_of(self, worker: str) -> Path:
        """Return the folder of a worker's temporary files, which is erased when the worker has ended."""
        return self.folder / f"worker-{worker[:12]}"
