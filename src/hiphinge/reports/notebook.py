"""A small fragment for notebooks: the paragraph and a row per repetition, without style sheet or script."""

from html import escape

from hiphinge.analysis import Analysis
from hiphinge.reports.text.paragraph import paragraph
from hiphinge.reports.text.table import repetition_table

__all__ = ["notebook_html"]

_CELL = "text-align:left;padding:3px 12px 3px 0;white-space:nowrap"


def notebook_html(analysis: Analysis) -> str:
    """Return what a notebook shows for an analysis, as HTML with every text escaped."""
    answer = paragraph(analysis)
    parts = [
        '<div style="max-width:62em;line-height:1.5">',
        f'<p style="font-size:1.15em;margin:0"><b>{escape(answer.headline)}</b></p>',
        f'<p style="margin:.4em 0 .8em">{escape(answer.text)}</p>',
    ]
    if analysis.repetitions:
        table = repetition_table(analysis)
        parts.append(f"<table><thead>{_row(table.headings, 'th')}</thead><tbody>")
        parts += [_row(row, "td") for row in table.rows]
        parts.append("</tbody></table>")
    return "".join([*parts, "</div>"])


def _row(cells: tuple[str, ...], tag: str) -> str:
    inner = "".join(f'<{tag} style="{_CELL}">{escape(cell)}</{tag}>' for cell in cells)
    return f"<tr>{inner}</tr>"
