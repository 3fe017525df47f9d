"""Every self-test has its figure: all of the body within the camera's frame, and the view that the protocol names."""

import re
from html import escape

import pytest
from tools.figures.self_tests import FIGURES, drawn_test
from tools.figures.svg import WIDTH

from hiphinge.catalogue import load

BY_ID = {one.id: one for one in FIGURES}


def test_each_filmed_test_has_one() -> None:
    assert sorted(BY_ID) == sorted(id_ for id_, one in load().self_tests.items() if one.protocol is not None)


@pytest.mark.parametrize("id_", sorted(BY_ID))
def test_it_shows_frame_and_view(id_: str) -> None:
    protocol, text = load().self_tests[id_].protocol, drawn_test(BY_ID[id_])
    assert protocol is not None
    (corners,) = re.findall(r'<path class="ka" d="(M[-\d. ]+H[-\d.]+V[-\d.]+(?:M[^"]+){3})"', text)
    left, right = (float(corners.split("H")[n].split("V")[0]) for n in (1, 3))
    assert 0 < left < right < WIDTH
    wanted = "your front" if id_ == "side_plank" else f"the {protocol.views[0]}"
    assert f"Filmed from {wanted}<" in text
    assert escape(load().self_tests[id_].name) in text
