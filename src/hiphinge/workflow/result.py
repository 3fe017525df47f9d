"""The result of `analyze`: the analysis, and the files, tables and reports made from it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hiphinge.filesystem import writing_file
from hiphinge.workflow.delivery import delivering
from hiphinge.workflow.progress import Listener, no_progress
from hiphinge.workflow.provenance import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from hiphinge.analysis import Analysis, Repetition
    from hiphinge.assessments import LessonResult
    from hiphinge.reports import Units
    from hiphinge.workflow.result_files import AnalysedRecording

__all__ = ["Result"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Result:
    """The result for one recording.

    Attributes
    ----------
    analysis
        Repetitions, findings, advice, series, and what could not be measured.
    provenance
        How it came about.
    video
        The video that was measured, for the images of reports; None where poses were read from a file.
    lesson
        What became of the lesson that was filmed, where it was one.
    """

    analysis: "Analysis"
    provenance: Provenance
    video: Path | None = None
    lesson: "LessonResult | None" = None

    @property
    def repetitions(self) -> "tuple[Repetition, ...]":
        """Repetitions and attempts, in order."""
        return self.analysis.repetitions

    @property
    def measurable(self) -> bool:
        """Whether there was a movement to measure, and a view in which it could be."""
        return bool(self.analysis.counted) or (bool(self.repetitions) and self.analysis.view.usable)

    def to_dataframe(self, of: Literal["repetitions", "frames"] = "repetitions") -> "pd.DataFrame":
        """Return a table with a row for each repetition, or for each frame.

        Raises
        ------
        MissingComponentError
            If pandas is not installed.
        """
        from hiphinge.workflow import tables  # noqa: PLC0415  # loads what an analysis loads

        return tables.repetition_table(self.analysis) if of == "repetitions" else tables.frame_table(self.analysis)

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the document that `analysis.json` holds; on one line without ``indent``."""
        from hiphinge.documents import analysis_document  # noqa: PLC0415  # loads what an analysis loads

        document = analysis_document(self.analysis, provenance=self.provenance)
        return document.model_dump_json(indent=indent, by_alias=True)

    def report(self, path: str | os.PathLike[str], *, units: "Units" = "metric", blur_faces: bool = True) -> Path:
        """Write the report, one page that needs nothing beside it, and return where it is.

        Parameters
        ----------
        units
            ``imperial`` shows loads and stature in pounds, feet and inches.
        blur_faces
            Whether the person's face is made unrecognisable.

        Raises
        ------
        OutputError
            If it cannot be written.
        InputError
            If the video is gone.
        """
        from hiphinge.workflow.result_files import FileOptions, write_report  # noqa: PLC0415  # loads what an analysis loads

        page, options = Path(path), FileOptions(units=units, blur_faces=blur_faces)
        with writing_file(page, make_folders=True) as staged:
            write_report(self._analysed_recording(), staged, home=page.parent, options=options, listener=no_progress)
        return page

    def save(  # what is wanted, each by name
        self,
        folder: str | os.PathLike[str],
        *,
        report: bool = True,
        overlay: bool = False,
        exports: Sequence[str] = (),
        blur_faces: bool = True,
        units: "Units" = "metric",
        progress: Listener | None = None,
    ) -> Path:
        """Write everything that the command writes into a folder, and return the folder.

        All files arrive together when the last one is whole. Those of an earlier result in the folder are replaced;
        other files stay.

        Parameters
        ----------
        report, overlay
            Whether `report.html` and `overlay.mp4` are wanted.
        exports
            More formats, by the ids of `hiphinge.exports`.
        blur_faces
            Whether the person's face is made unrecognisable in every image.
        units
            ``imperial`` shows loads and stature in pounds, feet and inches.

        Raises
        ------
        OutputError
            If it cannot be written.
        UsageError
            If an export is not known, or an overlay is wanted without a video.
        InputError
            If the video is gone.
        """
        from hiphinge.workflow.result_files import FileOptions, own_files, write_files  # noqa: PLC0415  # loads what an analysis loads

        home = Path(folder)
        options = FileOptions(
            report=report, overlay=overlay, exports=tuple(exports), blur_faces=blur_faces, units=units
        )
        with delivering(home, ours=own_files()) as staging:
            write_files(
                self._analysed_recording(), staging, home=home, options=options, listener=progress or no_progress
            )
        return home

    def _analysed_recording(self) -> "AnalysedRecording":
        from hiphinge.workflow.result_files import AnalysedRecording  # noqa: PLC0415  # loads what an analysis loads

        return AnalysedRecording(
            analysis=self.analysis, provenance=self.provenance, video=self.video, lesson=self.lesson
        )

    def __repr__(self) -> str:
        """Return one line."""
        count = len(self.analysis.counted)
        return f"<Result {self.analysis.motion.origin.name}: {self.analysis.exercise}, {count} repetitions>"

    def _repr_html_(self) -> str:
        """Show the result in a notebook."""
        from hiphinge.reports import notebook_html  # noqa: PLC0415  # loads what an analysis loads

        return notebook_html(self.analysis)
