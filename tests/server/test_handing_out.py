"""A set on paper and a card to share, by one click."""

from pathlib import Path
from typing import TYPE_CHECKING

import av
from tests.reports.accessible_pdf import barriers

if TYPE_CHECKING:
    from tests.server.conftest import Filmed


def test_a_filed_set_is_handed_out(filmed: "Filmed") -> None:
    browser = filmed.opened.browser
    for reader in ("lifter", "coach"):
        paper = browser.get(f"{filmed.path}/set.pdf?reader={reader}")
        assert paper.headers["content-type"] == "application/pdf"
        assert barriers(paper.content) == []
    card = browser.get(f"{filmed.path}/card.png")
    assert card.headers["content-type"] == "image/png"
    assert card.content.startswith(b"\x89PNG\r\n")
    assert browser.get(f"{filmed.path}/set.pdf?reader=nobody").status_code in {400, 422}


def test_a_repetition_is_handed_out_as_a_clip(filmed: "Filmed", tmp_path: Path) -> None:
    browser, (first, *_) = filmed.opened.browser, filmed.result.analysis.counted
    page = browser.get(filmed.path).text
    assert f'href="{filmed.path}/repetition-{first.index}.mp4"' in page
    sent = browser.get(f"{filmed.path}/repetition-{first.index}.mp4")
    assert sent.headers["content-type"] == "video/mp4"
    path = tmp_path / "sent.mp4"
    path.write_bytes(sent.content)
    with av.open(str(path)) as container:
        times_s = [float(frame.time or 0) for frame in container.decode(video=0)]
    assert times_s[0] == 0
    assert abs(times_s[-1] - (first.end_s - first.start_s)) <= 1.1
    assert browser.get(f"{filmed.path}/repetition-99.mp4").status_code == 404
