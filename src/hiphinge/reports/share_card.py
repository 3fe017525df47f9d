"""A card to share: one frame with what was measured drawn on it, the exercise, and the one thing to say of the set."""

import cv2
import numpy as np

from hiphinge.reports.lettering import Image, draw_text, wrapped
from hiphinge.reports.model import Figure, Report
from hiphinge.reports.palette import Rgb

__all__ = ["card_words", "share_card"]

_WIDTH, _HEIGHT, _FRAME = 1080, 1350, 1000
_PAPER: Rgb = (17, 22, 29)
_INK: Rgb = (240, 243, 245)
_SOFT: Rgb = (160, 172, 182)
_ACCENT: Rgb = (94, 205, 188)
_MARGIN = 56


def card_words(report: Report) -> str:
    """Return the one thing that a card says: how many repetitions had no finding, and the cue for the next set."""
    judged = [one for one in report.repetitions if one.counts and one.is_judged]
    clean = sum(not any(finding.level == "fault" for finding in one.findings) for one in judged)
    went_well = f"Nothing stood out in {clean} of {len(judged)} repetitions." if clean else ""
    cue = "" if report.next_set is None or clean == len(judged) else f"Next: {report.next_set.cue}"
    return " ".join(part for part in (went_well, cue) if part)


def share_card(report: Report, figure: Figure) -> bytes:
    """Return the card as a PNG file of 1080 by 1350 pixels, without any metadata.

    Parameters
    ----------
    figure
        The frame; its face should be made unrecognisable already.
    """
    card: Image = np.full((_HEIGHT, _WIDTH, 3), _PAPER, dtype=np.uint8)
    _place(card, figure)
    top = _FRAME + 84
    draw_text(card, report.exercise, left=_MARGIN, baseline=top, size_px=58, colour=_ACCENT, weight=700)
    for line in wrapped(card_words(report), _WIDTH - 2 * _MARGIN, size_px=38)[:3]:
        top += 56
        draw_text(card, line, left=_MARGIN, baseline=top, size_px=38, colour=_INK, weight=500)
    note = "Measured from a phone video with hiphinge"
    draw_text(card, note, left=_MARGIN, baseline=_HEIGHT - 36, size_px=26, colour=_SOFT, weight=500)
    _, packed = cv2.imencode(".png", cv2.cvtColor(card, cv2.COLOR_RGB2BGR))
    return packed.tobytes()


def _place(card: Image, figure: Figure) -> None:
    """Put the frame in the middle of the upper part, as large as it fits."""
    packed = np.frombuffer(figure.data, dtype=np.uint8)
    image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR_RGB), dtype=np.uint8)
    scale = min(_WIDTH / image.shape[1], _FRAME / image.shape[0])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    resized = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (_WIDTH - size[0]) // 2, (_FRAME - size[1]) // 2
    card[top : top + size[1], left : left + size[0]] = resized
