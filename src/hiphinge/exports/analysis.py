"""`analysis.json`: the whole analysis as one document."""

from pathlib import Path

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord, analysis_json
from hiphinge.filesystem import writing_file

__all__ = ["write_analysis"]


def write_analysis(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:
    """Write `analysis.json`.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    text = analysis_json(analysis, provenance=provenance)
    with writing_file(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
