"""The card to share: one frame, the exercise, one thing to say; no metadata, and a face only where it is blurred."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from hiphinge.analysis import Analysis
from hiphinge.errors import NotMeasurableError
from hiphinge.reports import Report, build_report, needed_times
from hiphinge.reports.lettering import Image
from hiphinge.reports.share_card import card_words, share_card
from hiphinge.workflow.handing_out import card_of


@pytest.fixture(scope="module")
def report(five_hinges: Analysis, drawn: Callable[[Analysis, float], Image]) -> Report:
    return build_report(five_hinges, frames={t: drawn(five_hinges, t) for t in needed_times(five_hinges)})


def test_a_card_is_one_frame_with_words(five_hinges: Analysis, report: Report) -> None:
    packed = card_of(five_hinges, report)
    card = cv2.imdecode(np.frombuffer(packed, dtype=np.uint8), cv2.IMREAD_COLOR)
    assert card is not None
    assert card.shape == (1350, 1080, 3)
    assert not any(chunk in packed for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"))
    lower = card[1010:1330, 40:1040]
    assert lower.max() > 200, "words stand under the frame"
    assert card[:1000].std() > 5.0, "a frame stands above"


def test_it_says_what_went_well_and_what_comes_next(report: Report) -> None:
    words = card_words(report)
    clean = [one for one in report.repetitions if one.counts and not any(f.level == "fault" for f in one.findings)]
    assert words.startswith(f"Nothing stood out in {len(clean)} of 5 repetitions.")
    assert report.next_set is not None
    assert words.endswith(f"Next: {report.next_set.cue}")
    good = tuple(replace(one, findings=()) for one in report.repetitions)
    assert card_words(replace(report, repetitions=good)) == "Nothing stood out in 5 of 5 repetitions."


def test_no_card_without_a_frame(five_hinges: Analysis) -> None:
    with pytest.raises(NotMeasurableError, match="Keep the video"):
        card_of(five_hinges, build_report(five_hinges))


def test_a_frame_whose_head_was_not_found_is_not_shown(
    five_hinges: Analysis, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.handing_out._head_found", lambda _, time_s: time_s > 5.0)
    shown = [one for one in report.figures if one.time_s > 5.0]
    assert card_of(five_hinges, report) in [share_card(report, one) for one in shown]
    monkeypatch.setattr("hiphinge.workflow.handing_out._head_found", lambda *_: False)
    with pytest.raises(NotMeasurableError):
        card_of(five_hinges, report)
