"""A network's file without one of its outputs finds the same in the others."""

import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.estimators.blazepose.landmarks import LandmarkNetwork
from hiphinge.estimators.models import model_path
from hiphinge.estimators.network_file import without_output
from hiphinge.estimators.region import Region

MASK = (1, 256, 256, 1)


@pytest.mark.network
def test_without_its_silhouette_a_network_finds_the_same_keypoints(images: list[np.ndarray]) -> None:
    path, region = model_path("blazepose-full"), Region(x_px=487.0, y_px=280.0, size_px=330.0)
    network = LandmarkNetwork(path, threads=1, masks=True)
    whole, bare = (network.find(images[0], region, mask=mask) for mask in (True, False))
    assert whole.mask is not None
    assert bare.mask is None
    assert np.array_equal(whole.positions, bare.positions)
    assert np.array_equal(whole.world_m, bare.world_m)
    assert (whole.presence, whole.next_region) == (bare.presence, bare.next_region)


@pytest.mark.network
def test_the_file_keeps_its_length_and_loses_the_output_once() -> None:
    content = model_path("blazepose-full").read_bytes()
    shorter = without_output(content, MASK)
    assert len(shorter) == len(content)
    with pytest.raises(InputFormatError, match="no output"):
        without_output(shorter, MASK)


@pytest.mark.parametrize("content", [b"", b"no network", bytes(64), b"\xff" * 64])
def test_what_is_no_network_is_refused(content: bytes) -> None:
    with pytest.raises(InputFormatError, match="should be a network"):
        without_output(content, MASK)
