"""Comparisons with other data sets, as a table of the page: empty rows until somebody has compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiphinge.exports.agreement import AgreementDocument
from validation.accuracy.tables import deg, table
from validation.elsewhere import biocv, sumedipose

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DATA_SETS", "NOBODY", "elsewhere_table"]

DATA_SETS = {"sumedipose": sumedipose.TITLE, "biocv": biocv.TITLE}
NOBODY = "nobody has run this yet"
COLUMNS = {
    "pelvis_tilt_deg": "pelvis",
    "chest_to_pelvis_deg": "chest against pelvis",
}


def elsewhere_table(folder: Path | None) -> str:
    """Return a row for each data set, from ``folder/NAME/agreement.json`` where there is one."""
    return table(["data set", "people", *COLUMNS.values()], [_row(name, folder) for name in DATA_SETS])


def _row(name: str, folder: Path | None) -> list[str]:
    path = None if folder is None else folder / name / "agreement.json"
    if path is None or not path.exists():
        return [DATA_SETS[name], NOBODY, *["-"] * len(COLUMNS)]
    found = AgreementDocument.model_validate_json(path.read_text(encoding="utf-8")).quantities
    people = max(one.people for one in found.values())
    return [DATA_SETS[name], str(people), *(deg(found[id_].rms) if id_ in found else "-" for id_ in COLUMNS)]
