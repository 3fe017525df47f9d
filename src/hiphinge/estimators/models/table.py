"""The table of networks: id, licence, size, pinned sha256, and in which package each file is published."""

from dataclasses import dataclass, field
from typing import Literal

from hiphinge.errors import UnknownIdError

__all__ = ["NETWORKS", "PACKAGES", "NetworkFile", "Package", "network"]

PackageId = Literal["wheel", "npm"]


@dataclass(frozen=True, kw_only=True)
class Package:
    """A published package that holds networks among other things."""

    id: PackageId
    name: str
    version: str
    size_bytes: int


PACKAGES: dict[PackageId, Package] = {
    "wheel": Package(id="wheel", name="mediapipe", version="0.10.21", size_bytes=35_600_000),
    "npm": Package(id="npm", name="@mediapipe/pose", version="0.5.1675469404", size_bytes=40_985_403),
}


@dataclass(frozen=True, kw_only=True)
class NetworkFile:
    """One file of a network.

    Attributes
    ----------
    sha256
        Every published build of it that gives the same numbers; the first is the usual one.
    members
        Its path inside each `Package` that holds it.
    url
        Where its maker publishes it alone.
    """

    id: str
    title: str
    file_name: str
    size_bytes: int
    sha256: tuple[str, ...]
    url: str
    licence: str = "Apache-2.0"
    maker: str = "Google (MediaPipe)"
    members: dict[PackageId, str] = field(default_factory=dict)


_ASSETS = "https://storage.googleapis.com/mediapipe-assets"

_ALL = (
    NetworkFile(
        id="blazepose-detector",
        title="Finds people anywhere in a frame (224 x 224)",
        file_name="pose_detection.tflite",
        size_bytes=2_959_046,
        sha256=(
            "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
            "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
        ),
        url=f"{_ASSETS}/pose_detection.tflite?generation=1678737489600422",
        members={
            "wheel": "mediapipe/modules/pose_detection/pose_detection.tflite",
            "npm": "package/pose_solution_packed_assets.data",
        },
    ),
    NetworkFile(
        id="blazepose-lite",
        title="33 landmarks and a mask (256 x 256): fastest",
        file_name="pose_landmark_lite.tflite",
        size_bytes=2_819_824,
        sha256=("f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",),
        url=f"{_ASSETS}/pose_landmark_lite.tflite?generation=1661875901231143",
        members={"npm": "package/pose_landmark_lite.tflite"},
    ),
    NetworkFile(
        id="blazepose-full",
        title="33 landmarks and a mask (256 x 256): the usual one",
        file_name="pose_landmark_full.tflite",
        size_bytes=6_440_512,
        sha256=("e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",),
        url=f"{_ASSETS}/pose_landmark_full.tflite?generation=1661875894245786",
        members={
            "wheel": "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
            "npm": "package/pose_landmark_full.tflite",
        },
    ),
    NetworkFile(
        id="blazepose-heavy",
        title="33 landmarks and a mask (256 x 256): slowest, hardly more accurate",
        file_name="pose_landmark_heavy.tflite",
        size_bytes=27_709_200,
        sha256=("59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",),
        url=f"{_ASSETS}/pose_landmark_heavy.tflite?generation=1661875897944151",
        members={"npm": "package/pose_landmark_heavy.tflite"},
    ),
)

NETWORKS: dict[str, NetworkFile] = {file.id: file for file in _ALL}


def network(id_: str) -> NetworkFile:
    """Return the network of that id.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    try:
        return NETWORKS[id_]
    except KeyError:
        raise UnknownIdError.of(id_, kind="network", known=NETWORKS) from None
