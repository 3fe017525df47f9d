"""A set on paper and a card to share, by one click."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.server.conftest import Filmed


def test_a_filed_set_is_handed_out(filmed: "Filmed") -> None:
    browser = filmed.opened.browser
    for reader in ("lifter", "coach"):
        paper = browser.get(f"{filmed.path}/set.pdf?reader={reader}")
        assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    card = browser.get(f"{filmed.path}/card.png")
    assert card.headers["content-type"] == "image/png"
    assert card.content.startswith(b"\x89PNG\r\n")
    assert browser.get(f"{filmed.path}/set.pdf?reader=nobody").status_code in {400, 422}
