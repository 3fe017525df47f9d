"""What measures one clip after the other in a worker: networks loaded once, one thread, rows out."""

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, Protocol

from hiphinge.batch.plan import Item, Parameters
from hiphinge.errors import HiphingeError, InputChangedError, MissingComponentError
from hiphinge.jobs.isolation import TOO_LARGE, UNKNOWN
from hiphinge.store.addresses import fetch, is_address
from hiphinge.workflow.clip_work import ClipLimits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiphinge.estimators import Estimator
    from hiphinge.exports.data_set import ClipRows
    from hiphinge.workflow import Result

__all__ = ["ClipOutcome", "Limits", "Measurer", "NetworkMeasurer", "measured"]

End = Literal["done", "refused", "failed", "lost", "stop"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one clip may take; `ClipLimits` says how long and how large a video may be.

    Attributes
    ----------
    memory_bytes
        Of a worker, where the system can hold it to that; None sets no limit.
    longest_s
        A clip that takes longer is ended.
    temporary
        A folder for temporary files; None is the system's.
    """

    clip: ClipLimits = field(default_factory=ClipLimits)
    memory_bytes: int | None = 6 << 30
    longest_s: float = 1800.0
    niceness: int = 10
    temporary: Path | None = None


@dataclass(frozen=True, kw_only=True)
class ClipOutcome:
    """How the analysis of a clip ended.

    Attributes
    ----------
    end
        ``done`` with its rows; ``refused`` or ``failed`` with a reason; ``lost`` where another try may do it; ``stop``
        where none of the others could be analysed either.
    worn
        Whether the worker should begin again with empty memory.
    """

    clip: str
    end: End
    reason: str = ""
    rows: "ClipRows | None" = None
    worn: bool = False


class Measurer(Protocol):
    """Measures clips; it is copied into every worker, and what it loads there stays loaded."""

    @property
    def provenance(self) -> Mapping[str, str]:
        """What the numbers follow from beside the clip and its parameters: networks with their digests."""
        ...

    def measure(self, recording: Path, parameters: Parameters) -> "Result":
        """Measure one recording.

        Raises
        ------
        HiphingeError
            If it cannot be measured.
        """
        ...


@dataclass(eq=False)
class NetworkMeasurer:
    """Measures with an estimator that is loaded with the first video and used for all that follow."""

    estimator: str = "blazepose"
    model: str | None = None
    _loaded: "Estimator | None" = None

    @property
    def provenance(self) -> Mapping[str, str]:
        """What the estimator says of itself; its networks are fetched where they are not here yet."""
        return {name: value for name, value in self._ready().provenance.items() if name != "version"}

    def measure(self, recording: Path, parameters: Parameters) -> "Result":
        """Measure one recording on one thread."""
        from hiphinge.motion import Person  # noqa: PLC0415  # in the worker
        from hiphinge.sources.formats import sniff  # noqa: PLC0415  # likewise
        from hiphinge.workflow import analyze  # noqa: PLC0415  # likewise

        person = Person(stature_m=parameters.stature_m, mass_kg=parameters.mass_kg)
        return analyze(
            recording,
            exercise=parameters.exercise,
            person=person,
            load_kg=parameters.load_kg,
            every_frame=parameters.every_frame,
            fast=parameters.fast,
            estimator=self._ready() if sniff(recording).kind == "video" else self.estimator,
            threads=1,
        )

    def __getstate__(self) -> dict[str, object]:
        """Leave out what is loaded: each worker loads its own."""
        return {"estimator": self.estimator, "model": self.model, "_loaded": None}

    def _ready(self) -> "Estimator":
        if self._loaded is None:
            from hiphinge.workflow.pose_estimation import EstimatorConfig  # noqa: PLC0415  # in the worker
            from hiphinge.workflow.progress import no_progress  # noqa: PLC0415  # likewise

            config = EstimatorConfig(estimator=self.estimator, model=self.model, threads=1)
            self._loaded = config.begin(no_progress)
        return self._loaded


def measured(measurer: Measurer, item: Item, limits: Limits) -> ClipOutcome:
    """Return how the analysis of a clip ends, whatever it brings up; only the end of the process is left to others."""
    try:
        with _file_of(item) as file:
            return ClipOutcome(clip=item.clip, end="done", rows=_rows(measurer, item, file, limits))
    except Exception as error:  # noqa: BLE001  # whatever one clip brings up, the next one gets its turn
        end, reason = _ended(error, item, limits)
        return ClipOutcome(clip=item.clip, end=end, reason=reason, worn=isinstance(error, MemoryError))


def _ended(error: Exception, item: Item, limits: Limits) -> tuple[End, str]:
    recording = item.recording
    match error:
        case MissingComponentError():
            return "stop", str(error)
        case InputChangedError():
            return "failed", str(error)
        case HiphingeError():
            return "refused", str(error)
        case MemoryError():
            return "failed", TOO_LARGE.format(name=recording.name, gb=(limits.memory_bytes or 0) / 1e9)
        case OSError():
            return "lost", f"{recording.source} cannot be read: {error}."
    return "failed", UNKNOWN.format(name=recording.name, kind=type(error).__name__)


def _rows(measurer: Measurer, item: Item, file: Path, limits: Limits) -> "ClipRows":
    from hiphinge.exports.data_set import rows_of  # noqa: PLC0415  # in the worker
    from hiphinge.sources.files import sha256_of  # noqa: PLC0415  # likewise
    from hiphinge.sources.formats import sniff  # noqa: PLC0415  # likewise
    from hiphinge.sources.video import check_extent, recorded_at  # noqa: PLC0415  # likewise

    filmed = None
    with _named(file, item):
        if sniff(file).kind == "video":
            check_extent(file, longest_s=limits.clip.longest_s, largest_frame_px=limits.clip.largest_frame_px)
            filmed = recorded_at(file)
        result = measurer.measure(file, item.recording.parameters)
        if sha256_of(file) != item.recording.sha256:
            message = f"{file} changed after the batch looked at it. Run the batch again when it is whole."
            raise InputChangedError(message)
    return rows_of(result.analysis, provenance=result.provenance, recorded_at=filmed, measurable=result.measurable)


@contextmanager
def _file_of(item: Item) -> "Iterator[Path]":
    """Yield the file of a recording, fetched where it is at an address; OSError where the place refuses."""
    source = item.recording.source
    if not is_address(source):
        yield Path(source)
        return
    with TemporaryDirectory(prefix="clip-") as folder:
        path = Path(folder) / item.recording.name
        fetch(source, path)
        yield path


@contextmanager
def _named(file: Path, item: Item) -> "Iterator[None]":
    """Let messages name the clip as it was given."""
    try:
        yield
    except HiphingeError as error:
        raise type(error)(str(error).replace(str(file), item.recording.source)) from error
