from pathlib import Path

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, ModelMissingError, UsageError
from hiphinge.estimators import Estimator, Image
from hiphinge.estimators.blazepose.detection import Candidate
from hiphinge.estimators.region import Region, apply
from hiphinge.estimators.rtmpose import RTMPose
from hiphinge.estimators.rtmpose.box import Box, box_of_points, box_of_region
from hiphinge.estimators.rtmpose.simcc import decoded, normalised
from hiphinge.motion import COCO_17, HALPE_26, KeypointLayout

WIDTH, HEIGHT = 24, 32


def message(*fields: tuple[int, int | bytes | str]) -> bytes:
    """Write one protobuf message: field number, then a number or what has a length."""

    def varint(value: int) -> bytes:
        out = b""
        while value > 127:
            out += bytes([value & 127 | 128])
            value >>= 7
        return out + bytes([value])

    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            data = value.encode() if isinstance(value, str) else value
            out += varint(number << 3 | 2) + varint(len(data)) + data
    return out


def tensor(name: str, values: np.ndarray) -> bytes:
    kind = 1 if values.dtype == np.float32 else 7
    return message(*((1, n) for n in values.shape), (2, kind), (8, name), (9, values.tobytes()))


def node(kind: str, inputs: list[str], output: str, *attributes: bytes) -> bytes:
    return message(*((1, name) for name in inputs), (2, output), (4, kind), *((5, a) for a in attributes))


def value(name: str, shape: tuple[int, ...]) -> bytes:
    sizes = message(*((1, message((1, n))) for n in shape))
    return message((1, name), (2, message((1, message((1, 1), (2, sizes))))))


def spot_network(keypoints: int, *, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Return an ONNX file that puts keypoint k on the column and row where colour k % 3 is brightest.

    For each axis: the largest value along it for each colour, the colour of each keypoint, two bins for each pixel.
    """
    colours = np.eye(3, dtype=np.float32)[np.arange(keypoints) % 3]
    nodes, tensors = [], [tensor("colours", colours)]
    for axis, pixels, other in (("x", width, 2), ("y", height, 3)):
        tensors.append(tensor(f"bins_{axis}", np.repeat(np.eye(pixels, dtype=np.float32), 2, axis=1) * np.float32(0.5)))
        attributes = (message((1, "axes"), (8, other), (20, 7)), message((1, "keepdims"), (3, 0), (20, 2)))
        nodes += [
            node("ReduceMax", ["input"], f"largest_{axis}", *attributes),
            node("MatMul", ["colours", f"largest_{axis}"], f"keypoints_{axis}"),
            node("MatMul", [f"keypoints_{axis}", f"bins_{axis}"], f"simcc_{axis}"),
        ]
    graph = message(
        *((1, n) for n in nodes),
        (2, "spots"),
        *((5, t) for t in tensors),
        (11, value("input", (1, 3, height, width))),
        (12, value("simcc_x", (1, keypoints, width * 2))),
        (12, value("simcc_y", (1, keypoints, height * 2))),
    )
    return message((1, 8), (7, graph), (8, message((1, ""), (2, 13))))


class Found:
    """A finder that always points to the same place, and counts how often it was asked."""

    def __init__(self, *regions: Region) -> None:
        self.regions = regions
        self.asked = 0

    def find(self, image_rgb: Image) -> list[Candidate]:
        assert image_rgb.dtype == np.uint8
        self.asked += 1
        return [Candidate(score=0.9, region=region) for region in self.regions]


SPOTS = np.array([[230, 90], [180, 130], [215, 230]])
"""Where red, green and blue are brightest."""
PERSON = Region(x_px=200, y_px=150, size_px=300)


def image(*, moved: tuple[int, int] = (0, 0)) -> np.ndarray:
    image = np.zeros((300, 400, 3), dtype=np.uint8)
    for colour, (x, y) in enumerate(SPOTS + moved):
        image[y - 20 : y + 20, x - 20 : x + 20, colour] = 255
    return image


def dark() -> np.ndarray:
    return np.zeros((300, 400, 3), dtype=np.uint8)


@pytest.fixture(params=[COCO_17, HALPE_26], ids=lambda layout: layout.id)
def layout(request: pytest.FixtureRequest) -> KeypointLayout:
    assert isinstance(request.param, KeypointLayout)
    return request.param


@pytest.fixture
def network(layout: KeypointLayout, tmp_path: Path) -> str:
    path = tmp_path / "spots.onnx"
    path.write_bytes(spot_network(len(layout)))
    return str(path)


def test_a_peak_is_read_as_half_pixels() -> None:
    along_x, along_y = np.zeros((2, 10), dtype=np.float32), np.zeros((2, 16), dtype=np.float32)
    along_x[0, 7], along_y[0, 3] = 0.8, 0.6
    along_x[1, 2], along_y[1, 15] = 0.5, 1.7
    points, confidence = decoded(along_x, along_y)
    assert points.tolist() == [[3.5, 1.5], [1.0, 7.5]]
    assert np.allclose(confidence, (0.6, 0.5))


def test_without_a_peak_there_is_no_point() -> None:
    along_x, along_y = np.zeros((1, 4), dtype=np.float32), np.full((1, 4), 3.0, dtype=np.float32)
    points, confidence = decoded(along_x, along_y)
    assert np.isnan(points).all()
    assert confidence.tolist() == [0.0]


def test_heights_above_one_are_cut() -> None:
    _, confidence = decoded(np.full((1, 4), 2.0, dtype=np.float32), np.full((1, 4), 3.0, dtype=np.float32))
    assert confidence.tolist() == [1.0]


def test_colours_are_normalised_and_put_first() -> None:
    grid = np.zeros((2, 1, 3), dtype=np.uint8)
    grid[1, 0] = (124, 116, 104)
    values = normalised(grid)
    assert values.shape == (1, 3, 2, 1)
    assert np.allclose(values[0, :, 0, 0], (-123.675 / 58.395, -116.28 / 57.12, -103.53 / 57.375))
    assert np.allclose(values[0, :, 1, 0], (0.325 / 58.395, -0.28 / 57.12, 0.47 / 57.375), atol=1e-5)


def test_a_tall_box_is_padded_and_widened() -> None:
    to_image = Box(x_px=100, y_px=200, width_px=60, height_px=256).to_image((192, 256))
    # 256 x 1.25 = 320 high, and 320 x 192 / 256 = 240 wide
    corners = apply(to_image, np.array([[0.0, 0.0], [192.0, 256.0]]))
    assert np.allclose(corners, [[100 - 120, 200 - 160], [100 + 120, 200 + 160]])


def test_a_wide_box_is_padded_and_heightened() -> None:
    to_image = Box(x_px=100, y_px=200, width_px=192, height_px=10).to_image((192, 256))
    corners = apply(to_image, np.array([[0.0, 0.0], [192.0, 256.0]]))
    assert np.allclose(corners, [[100 - 120, 200 - 160], [100 + 120, 200 + 160]])


def test_boxes_of_points_and_of_regions() -> None:
    assert box_of_points(np.array([[10.0, 40.0], [30.0, 20.0], [20.0, 100.0]])) == Box(
        x_px=20, y_px=60, width_px=20, height_px=80
    )
    assert box_of_region(Region(x_px=5, y_px=6, size_px=250, rotation_rad=1.0)) == Box(
        x_px=5, y_px=6, width_px=200, height_px=200
    )


def test_the_layout_follows_from_the_number_of_keypoints(network: str, layout: KeypointLayout) -> None:
    tracker = RTMPose(model=network, people=Found())
    assert isinstance(tracker, Estimator)
    assert tracker.layout == layout
    assert tracker.provenance["model"] == "spots.onnx"


def test_keypoints_are_found_where_their_colours_are(network: str, layout: KeypointLayout) -> None:
    frame = RTMPose(model=network, people=Found(PERSON)).estimate(image(), time_s=0.0)
    assert frame.detected
    assert not frame.tracked
    assert frame.world_m is None
    expected = SPOTS[np.arange(len(layout)) % 3]
    # the second look is at 140 x 1.25 of the image's height in 32 pixels
    assert np.abs(frame.positions - expected).max() < 20 + 140 * 1.25 / 32


def test_the_second_look_is_closer_than_the_first(network: str) -> None:
    people = Found(Region(x_px=200, y_px=150, size_px=400))
    tracker = RTMPose(model=network, people=people)
    tracker.estimate(image(), time_s=0.0)
    assert tracker._box is not None
    assert tracker._box.height_px == pytest.approx(140, abs=40)


def test_the_person_is_followed_without_searching(network: str, layout: KeypointLayout) -> None:
    people = Found(PERSON)
    tracker = RTMPose(model=network, people=people)
    for number in range(5):
        move = (8 * number, 4 * number)
        frame = tracker.estimate(image(moved=move), time_s=number / 10)
        assert frame.tracked == (number > 0)
        expected = (SPOTS + move)[np.arange(len(layout)) % 3]
        assert np.abs(frame.positions - expected).max() < 20 + 140 * 1.25 / 32
    assert people.asked == 1


def test_where_nobody_is_nobody_is_found(network: str) -> None:
    for people in (Found(), Found(PERSON)):
        frame = RTMPose(model=network, people=people).estimate(dark(), time_s=0.0)
        assert not frame.detected
        assert np.isnan(frame.positions).all()


def test_points_all_in_one_place_are_nobody(network: str) -> None:
    image = dark()
    image[140:160, 190:210] = 255
    assert not RTMPose(model=network, people=Found(PERSON)).estimate(image, time_s=0.0).detected


def test_who_is_lost_is_searched_again(network: str) -> None:
    people = Found(PERSON)
    tracker = RTMPose(model=network, people=people)
    found = [tracker.estimate(image, time_s=i / 10) for i, image in enumerate((image(), dark(), image()))]
    assert [frame.detected for frame in found] == [True, False, True]
    assert people.asked == 3
    tracker.reset()
    assert not tracker.estimate(image(), time_s=9.0).tracked


def test_a_path_has_to_be_given() -> None:
    with pytest.raises(UsageError, match=r"needs the path of an \.onnx file"):
        RTMPose(people=Found())


def test_masks_make_no_difference(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError):
        RTMPose(model=str(tmp_path / "nothing.onnx"), masks=True, people=Found())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"nothing\.onnx"):
        RTMPose(model=str(tmp_path / "nothing.onnx"), people=Found())


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"no network", "cannot be loaded"), (spot_network(21), r"17 \(COCO\) or 26 \(Halpe\)")],
    ids=["no network", "21 keypoints"],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "wrong.onnx"
    path.write_bytes(content)
    with pytest.raises(InputFormatError, match=expected):
        RTMPose(model=str(path), people=Found())
