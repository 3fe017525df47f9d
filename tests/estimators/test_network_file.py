"""A network without one of its outputs, or in two, finds the same as the whole one."""

from pathlib import Path

import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.estimators import PersonMask
from hiphinge.estimators.blazepose.landmarks import LandmarkNetwork
from hiphinge.estimators.blazepose.silhouette import WindowedSilhouette, likely
from hiphinge.estimators.contour import contour_along, contour_lines
from hiphinge.estimators.litert import Network
from hiphinge.estimators.models import model_path
from hiphinge.estimators.network_file import in_windows, without_output
from hiphinge.estimators.region import Region
from hiphinge.motion import BLAZEPOSE_33

MASK = (1, 256, 256, 1)
REGION = Region(x_px=487.0, y_px=280.0, size_px=330.0)


@pytest.fixture(scope="module")
def path() -> Path:
    return model_path("blazepose-full")


def whole_mask(path: Path, image: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> PersonMask:
    """What the network gives in one run, where it cannot be parted."""
    with monkeypatch.context() as patched:
        patched.setattr("hiphinge.estimators.blazepose.landmarks.parted", lambda *_: None)
        network = LandmarkNetwork(path, threads=1, masks=True)
    mask = network.silhouette(network.find(image, REGION))
    assert isinstance(mask, PersonMask)
    return mask


@pytest.mark.network
def test_without_its_silhouette_a_network_finds_the_same_keypoints(path: Path, images: list[np.ndarray]) -> None:
    networks = [LandmarkNetwork(path, threads=1, masks=masks) for masks in (True, False)]
    whole, bare = (network.find(images[0], REGION) for network in networks)
    assert whole.features is not None
    assert networks[1].silhouette(bare) is None
    assert np.array_equal(whole.positions, bare.positions)
    assert np.array_equal(whole.world_m, bare.world_m)
    assert (whole.presence, whole.next_region) == (bare.presence, bare.next_region)


@pytest.mark.network
def test_a_silhouette_in_windows_is_that_of_the_whole_network(
    path: Path, images: list[np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = whole_mask(path, images[0], monkeypatch)
    network = LandmarkNetwork(path, threads=1, masks=True)
    body = network.find(images[0], REGION)
    silhouette = network.silhouette(body)
    assert isinstance(silhouette, WindowedSilhouette)
    lines = contour_lines(body.positions, BLAZEPOSE_33)
    assert np.array_equal(contour_along(lines, silhouette), contour_along(lines, whole), equal_nan=True)
    assert 0.1 < silhouette.computed < 0.5, "only where the contour is read"
    everywhere = silhouette.whole()
    assert silhouette.computed == 1
    assert np.array_equal(everywhere.probability, whole.probability)
    assert np.array_equal(everywhere.to_image, whole.to_image)


@pytest.mark.network
def test_each_window_holds_the_features_around_it(path: Path) -> None:
    content = path.read_bytes()
    parts = in_windows(content, MASK, side=17)
    assert (parts.features, parts.scale, parts.margin, parts.side) == ((1, 128, 128, 8), 2, 2, 21)
    shapes = {"input": (1, 256, 256, 3), "mask": parts.features}
    first = Network(path, threads=1, shapes=shapes, content=parts.first)
    last = Network(path, threads=1, shapes={"input": (1, 21, 21, 8), "mask": (1, 42, 42, 1)}, content=parts.last)
    whole = Network(path, threads=1, shapes={"input": (1, 256, 256, 3), "mask": MASK})
    values = np.random.default_rng(3).random((1, 256, 256, 3), dtype=np.float32)
    first.run(values)
    whole.run(values)
    last.run(np.ascontiguousarray(first.output("mask")[:, 50:71, 30:51]))
    inner = np.s_[:, 4:-4, 4:-4]
    assert np.array_equal(last.output("mask")[inner], whole.output("mask")[:, 104:138, 64:98])
    assert likely(np.array([-1e9, 0.0, 1e9], np.float32)).tolist() == pytest.approx([0.0, 0.5, 1.0])


@pytest.mark.network
def test_an_output_without_last_layers_of_its_own_is_refused(path: Path) -> None:
    with pytest.raises(InputFormatError, match="last layer"):
        in_windows(path.read_bytes(), (1, 64, 64, 39), side=17)
    with pytest.raises(InputFormatError, match="should be a network"):
        in_windows(path.read_bytes(), (1, 5, 5, 5), side=17)


@pytest.mark.network
def test_the_file_keeps_its_length_and_loses_the_output_once(path: Path) -> None:
    content = path.read_bytes()
    shorter = without_output(content, MASK)
    assert len(shorter) == len(content)
    with pytest.raises(InputFormatError, match="no output"):
        without_output(shorter, MASK)


@pytest.mark.parametrize("content", [b"", b"no network", bytes(64), b"\xff" * 64])
def test_what_is_no_network_is_refused(content: bytes) -> None:
    for part in (lambda: without_output(content, MASK), lambda: in_windows(content, MASK, side=17)):
        with pytest.raises(InputFormatError, match="should be a network"):
            part()
