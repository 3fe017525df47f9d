"""Reads a PDF file and names what keeps it from PDF/UA-1, as far as a machine can see it without judging sense.

The conditions are those of the Matterhorn protocol 1.1 that are marked as for software and that such files can break:
01 (content that is neither tagged nor an artifact), 06 (metadata), 07 (title shown), 09 (structure types and how they
nest), 11 (language), 13 (figures), 14 (headings), 15 (heading cells), 26 (security), 28 (tab order), 31 (fonts). Not
looked at: the sense of the reading order and of the words for images, contrast, colour alone, and damaged fonts.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

__all__ = ["barriers"]

_STANDARD = {
    *("Document", "Part", "Sect", "Div", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody"),
    *(
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Figure",
        "Caption",
        "Span",
        "Link",
        "NonStruct",
        "Strong",
        "Em",
    ),
}
_PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}
_PARENTS = {"LI": {"L"}, "Lbl": {"LI", "Caption"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}}


def barriers(content: bytes) -> list[str]:
    """Return what was found, in words; nothing where all conditions hold."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [*_document(pdf), *_structure(pdf), *(one for page in pdf.pages for one in _page(page)), *_fonts(pdf)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if pdf.is_encrypted:
        yield "26: encrypted"
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "06: not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "11: no language"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "07: the title is not shown"
    with pdf.open_metadata() as metadata:
        if str(metadata.get("pdfuaid:part")) != "1":
            yield "06: the metadata does not say PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "06: the metadata has no title"
    if "/StructTreeRoot" not in root:
        yield "09: no structure"


def _kind(pdf: pikepdf.Pdf, element: Any) -> str:
    name = str(element.get("/S", "")).removeprefix("/")
    roles: Any = pdf.Root.StructTreeRoot.get("/RoleMap", {})
    seen: set[str] = set()
    while name not in _STANDARD and f"/{name}" in roles and name not in seen:
        seen.add(name)
        name = str(roles[f"/{name}"]).removeprefix("/")
    return name


def _children(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for element, parent in _walk(pdf, pdf.Root.StructTreeRoot, ""):
        kind = _kind(pdf, element)
        if kind not in _STANDARD:
            yield f"09: structure type {kind}"
        if kind in _PARENTS and parent not in _PARENTS[kind]:
            yield f"09: {kind} in {parent}"
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "13: a figure without words"
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            if int(kind[1]) > level + 1:
                yield f"14: heading {kind} after level {level}"
            level = int(kind[1])
        if kind == "TH" and not _scope(element):
            yield "15: a heading cell without scope"


def _scope(element: Any) -> bool:
    attributes = element.get("/A", {})
    attributes = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return any("/Scope" in one for one in attributes if isinstance(one, pikepdf.Dictionary))


def _walk(pdf: pikepdf.Pdf, element: Any, parent: str) -> Iterator[tuple[Any, str]]:
    for kid in _children(element):
        yield kid, parent
        yield from _walk(pdf, kid, _kind(pdf, kid))


def _page(page: pikepdf.Page) -> Iterator[str]:
    if "/StructParents" not in page.obj:
        yield "01: a page is not in the structure"
    if page.obj.get("/Annots") and str(page.obj.get("/Tabs", "")) != "/S":
        yield "28: tab order"
    open_: list[bool] = []
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        name = str(operator)
        if name in {"BDC", "BMC"}:
            named = str(operands[0]) == "/Artifact"
            open_.append(named or (len(operands) > 1 and "/MCID" in operands[1]))
        elif name == "EMC":
            open_.pop()
        elif name in _PAINTS and not any(open_):
            yield f"01: {name} is neither tagged nor an artifact"
    if open_:
        yield "01: marked content is not closed"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            if "/ToUnicode" not in font:
                yield "31: a font without characters"
            for one in font.get("/DescendantFonts", []):
                descriptor: Any = one.get("/FontDescriptor", {})
                if not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")):
                    yield "31: a font that is not embedded"
