"""Runs a campaign: a child that reads cases, started again after each crash, until the processor time is spent."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from validation.fuzzing.case import MEMORY_MB, SLOWEST_S, temporary
from validation.fuzzing.readers import READERS
from validation.fuzzing.seeds import write_seeds

__all__ = ["Campaign", "campaign", "read_once"]

_MOST_STARTS = 200
_CHILD_MARGIN_S = 1_800.0


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """What a campaign has come to, over all its runs."""

    reader: str
    processor_minutes: float
    cases: int
    corpus: int
    found: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as a line."""
        found = f"found: {', '.join(self.found)}" if self.found else "found nothing"
        return (
            f"{self.reader}: {self.cases:,} cases in {self.processor_minutes:.1f} processor minutes, "
            f"{self.corpus} kept for their coverage; {found}"
        )


def campaign(name: str, home: Path, *, minutes: float | None = None) -> Campaign:
    """Run a reader's campaign until it has had so many processor minutes, counting those of earlier runs."""
    folder = home / name
    seeds, corpus = folder / "seeds", folder / "corpus"
    seeds.mkdir(parents=True, exist_ok=True)
    corpus.mkdir(exist_ok=True)
    if not any(seeds.iterdir()):
        write_seeds(seeds, name)
    budget_s = 60.0 * (READERS[name].minutes if minutes is None else minutes)
    for _ in range(_MOST_STARTS):
        _take_account(folder)
        left_s = budget_s - _account(folder)["spent_s"]
        if left_s <= 1.0:
            break
        _child(name, folder, left_s)
        _sift(name, folder)
    account = _account(folder)
    found = tuple(sorted(one.name for one in (folder / "found").glob("*")))
    return Campaign(
        reader=name,
        processor_minutes=account["spent_s"] / 60.0,
        cases=int(account["cases"]),
        corpus=sum(1 for _ in corpus.iterdir()),
        found=found,
    )


def _account(folder: Path) -> dict[str, float]:
    file = folder / "spent.json"
    return dict(json.loads(file.read_text())) if file.exists() else {"spent_s": 0.0, "cases": 0}


def _take_account(folder: Path) -> None:
    """Add what the last child said, even if this process ended before it could."""
    running = folder / "running.json"
    if running.exists():
        so_far, last = _account(folder), json.loads(running.read_text())
        total = {key: round(so_far[key] + last[key], 1) for key in so_far}
        (folder / "spent.json").write_text(json.dumps(total), encoding="utf-8")
        running.unlink()


def _child(name: str, folder: Path, left_s: float) -> None:
    command = [sys.executable, "-m", "validation.fuzzing.case", name, str(folder), f"{left_s:.0f}"]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=_quiet())  # noqa: S603  # our own command
        try:
            process.wait(timeout=_CHILD_MARGIN_S + 20 * left_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if (folder / "log").stat().st_size > 1 << 20:
        (folder / "log").unlink()
    _take_account(folder)


def _quiet() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}


def _sift(name: str, folder: Path) -> None:
    """Read alone what ended the child: what only the many cases before it brought about is passed over."""
    for artifact in (folder / "artifacts").glob("*"):
        kind = artifact.name.partition("-")[0]
        ended = read_once(name, artifact)
        if ended is not None:
            kept = folder / "found" / f"{kind}_{artifact.name[-8:]}"
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(artifact, kept / "case")
            (kept / "traceback.txt").write_text(ended, encoding="utf-8")
        artifact.unlink()


def read_once(name: str, case: Path) -> str | None:
    """Read one case in a process of its own; return how that went wrong, or None."""
    with tempfile.TemporaryDirectory(dir=temporary()) as folder:
        copy = Path(folder) / f"case{READERS[name].endings[0]}"
        shutil.copy(case, copy)
        command = [sys.executable, "-m", "validation.fuzzing", name, "--once", str(copy)]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=_quiet(), preexec_fn=_limited)  # noqa: S603  # ours; no threads here
    most_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if done.returncode == 0:
        return None
    seconds = time.monotonic() - began
    how = f"ended with {done.returncode} after {seconds:.0f} s; most memory of any child {most_mb:.0f} MB"
    return f"{how}\n{done.stderr[-4000:]}"


def _limited() -> None:
    """Limit processor time and memory of the child that is about to start."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(SLOWEST_S), int(SLOWEST_S) + 5))
    memory = 2 * MEMORY_MB << 20  # addresses, of which libraries take some that they never fill
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
