import hashlib
import importlib.util
import re
import shutil
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from hiphinge.errors import ModelMissingError, OutputError, UnknownIdError
from hiphinge.estimators import models
from hiphinge.estimators.models import fetching, installing, table
from hiphinge.estimators.models.fetching import Fetcher, FetchError
from hiphinge.estimators.models.table import NetworkFile

GOOD, OTHER_BUILD = b"the detector", b"the detector, built again"


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> NetworkFile:
    """Shrink the table to two small files, and start with an empty cache."""
    files = {
        id_: replace(
            table.NETWORKS[id_],
            sha256=tuple(hashlib.sha256(content).hexdigest() for content in contents),
            size_bytes=len(contents[0]),
        )
        for id_, contents in (("blazepose-detector", (GOOD, OTHER_BUILD)), ("blazepose-full", (b"landmarks",)))
    }
    monkeypatch.setattr(table, "NETWORKS", files)
    monkeypatch.setattr(installing, "NETWORKS", files)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(models.MODELS_VARIABLE, raising=False)
    return files["blazepose-detector"]


class Source:
    """A way to fetch that brings the given contents, and counts how often it was asked."""

    def __init__(self, **contents: bytes) -> None:
        self.contents = contents
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, files: tuple[NetworkFile, ...], folder: Path, progress: models.Progress) -> None:
        self.asked.append(tuple(file.id for file in files))
        for file in files:
            progress(file.file_name, 0.5)
            name = file.id.partition("-")[2]
            if name not in self.contents:
                message = f"no {name} here"
                raise FetchError(message)
            (folder / file.file_name).write_bytes(self.contents[name])


def use(monkeypatch: pytest.MonkeyPatch, *ways: Fetcher) -> None:
    monkeypatch.setattr(fetching, "FETCHERS", ways)


def way(source: Callable[..., None], title: str = "source") -> Fetcher:
    return Fetcher(title=title, package=None, run=source)


def test_every_network_says_what_it_is() -> None:
    assert list(table.NETWORKS) == ["blazepose-detector", "blazepose-lite", "blazepose-full", "blazepose-heavy"]
    for id_, file in table.NETWORKS.items():
        assert file.id == id_
        assert file.licence == "Apache-2.0"
        assert all(re.fullmatch("[0-9a-f]{64}", sha) for sha in file.sha256)
        assert file.members
        assert file.url.startswith("https://")


def test_the_page_names_every_network_with_its_sums(root: Path) -> None:
    page = (root / "docs/reference/models.md").read_text(encoding="utf-8")
    for file in table.NETWORKS.values():
        for fact in (f"`{file.id}`", f"`{file.file_name}`", f"{file.size_bytes / 1e6:.1f} MB", *file.sha256):
            assert fact in page
    for package in table.PACKAGES.values():
        assert f"`{package.name}` {package.version}" in page


def test_what_is_fetched_once_is_here_afterwards(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    source = Source(detector=GOOD, full=b"landmarks")
    use(monkeypatch, way(source))
    assert [state.found for state in models.list_models()] == ["missing", "missing"]
    path = models.model_path(detector.id)
    assert path == models.cache_folder() / "pose_detection.tflite"
    assert path.read_bytes() == GOOD
    assert models.model_path("blazepose-full").read_bytes() == b"landmarks"
    assert source.asked == [("blazepose-detector", "blazepose-full")], "both come at once, and once"
    assert [state.found for state in models.list_models()] == ["cache", "cache"]


def test_another_published_build_is_as_good(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    use(monkeypatch, way(Source(detector=OTHER_BUILD)))
    assert models.install([detector.id])[0].read_bytes() == OTHER_BUILD


def test_a_broken_file_in_the_cache_is_fetched_again(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    use(monkeypatch, way(Source(detector=GOOD)))
    (path,) = models.install([detector.id])
    path.write_bytes(GOOD[:-1])
    assert models.install([detector.id])[0].read_bytes() == GOOD


def test_a_file_is_read_anew_after_it_changed(tmp_path: Path) -> None:
    file = tmp_path / "network.tflite"
    file.write_bytes(b"one")
    first = models.sha256_of(file)
    assert models.sha256_of(file) == first
    file.write_bytes(b"other")
    assert models.sha256_of(file) != first


def test_what_comes_with_a_wrong_sum_is_not_kept(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    use(monkeypatch, way(Source(detector=b"something else"), "mirror"))
    with pytest.raises(ModelMissingError, match=f"mirror: .*instead of {detector.sha256[0]}"):
        models.install([detector.id])
    assert [path.name for path in models.cache_folder().iterdir()] == [".lock"]


def test_a_way_that_fails_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    first, second = Source(full=b"landmarks"), Source(detector=GOOD, full=b"landmarks")
    use(monkeypatch, way(first, "first"), way(second, "second"))
    assert len(models.install()) == 2
    assert len(first.asked) == len(second.asked) == 1
    assert detector.id in second.asked[0]


def test_the_way_that_holds_everything_is_tried_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tried: list[str] = []

    def note(title: str) -> Callable[..., None]:
        def run(files: tuple[NetworkFile, ...], folder: Path, progress: models.Progress) -> None:
            tried.append(f"{title}: {' '.join(file.id for file in files)}")
            progress(str(folder), None)
            raise FetchError

        return run

    ways = (
        Fetcher(title="wheel", package="wheel", run=note("wheel")),
        Fetcher(title="npm", package="npm", run=note("npm")),
    )
    use(monkeypatch, *ways)
    fetching.fetch(
        [table.NETWORKS["blazepose-detector"], table.NETWORKS["blazepose-lite"]], tmp_path, progress=lambda *_: None
    )
    assert tried == ["npm: blazepose-detector blazepose-lite", "wheel: blazepose-detector"]


def test_without_a_way_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    use(monkeypatch, way(Source(), "pip"))
    with pytest.raises(ModelMissingError) as caught:
        models.model_path(detector.id)
    text = str(caught.value)
    assert caught.value.exit_code == 5
    assert "pip: no detector here" in text
    assert "hiphinge models install blazepose-detector blazepose-full" in text
    assert f"set the environment variable {models.MODELS_VARIABLE}" in text
    assert str(models.cache_folder()) in text
    assert detector.url in text
    assert detector.members["wheel"] in text


def test_the_given_folder_comes_before_the_cache(
    monkeypatch: pytest.MonkeyPatch, detector: NetworkFile, tmp_path: Path
) -> None:
    source = Source(detector=GOOD, full=b"landmarks")
    use(monkeypatch, way(source))
    models.install([detector.id], folder=tmp_path / "carried")
    assert not models.cache_folder().exists()
    monkeypatch.setenv(models.MODELS_VARIABLE, str(tmp_path / "carried"))
    assert models.model_path(detector.id) == tmp_path / "carried" / detector.file_name
    assert models.install([detector.id]) == (tmp_path / "carried" / detector.file_name,)
    assert models.list_models()[0].found == "folder"
    # what the folder lacks still comes from the cache
    assert models.model_path("blazepose-full").parent == models.cache_folder()
    assert source.asked == [("blazepose-detector",), ("blazepose-full",)]


def test_a_wrong_file_in_the_given_folder_is_said(
    monkeypatch: pytest.MonkeyPatch, detector: NetworkFile, tmp_path: Path
) -> None:
    (tmp_path / detector.file_name).write_bytes(b"broken")
    monkeypatch.setenv(models.MODELS_VARIABLE, str(tmp_path))
    with pytest.raises(ModelMissingError, match=f"should be blazepose-detector with the sha256 {detector.sha256[0]}"):
        models.model_path(detector.id)


def test_an_unknown_id_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownIdError, match="Known: blazepose-detector, blazepose-lite"):
        models.model_path("posenet")
    with pytest.raises(UnknownIdError):
        models.install(["posenet"])


def test_a_folder_that_cannot_be_created_is_an_output_error(detector: NetworkFile, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        models.install([detector.id], folder=tmp_path / "file")


def test_progress_is_reported(monkeypatch: pytest.MonkeyPatch, detector: NetworkFile) -> None:
    use(monkeypatch, way(Source(detector=GOOD)))
    said: list[tuple[str, float | None]] = []
    models.install([detector.id], progress=lambda what, share: said.append((what, share)))
    assert said == [("pose_detection.tflite", 0.5)]


def test_the_cache_is_below_that_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert models.cache_folder() == tmp_path / "hiphinge" / "models"


def packed(folder: Path, members: dict[str, bytes], *, kind: str) -> None:
    """Leave a registry's package in the folder, as its client does."""
    if kind == "npm":
        with tarfile.open(folder / "pose.tgz", "w:gz") as archive:
            for name, content in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, BytesIO(content))
        return
    if kind == "uv":
        for name, content in members.items():
            (folder / "t" / name).parent.mkdir(parents=True)
            (folder / "t" / name).write_bytes(content)
        return
    with zipfile.ZipFile(folder / "mediapipe.whl", "w") as wheel:
        for name, content in members.items():
            wheel.writestr(name, content)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("pip", (sys.executable, "-m", "pip", "download", "--no-deps", "mediapipe==0.10.21", "manylinux_2_28_x86_64")),
        ("uv", ("/bin/uv", "pip", "install", "--no-deps", "mediapipe==0.10.21", "x86_64-manylinux_2_28")),
        ("npm", ("/bin/npm", "pack", "@mediapipe/pose@0.5.1675469404")),
    ],
)
def test_registries_are_asked_through_their_own_clients(
    monkeypatch: pytest.MonkeyPatch, detector: NetworkFile, tmp_path: Path, title: str, expected: tuple[str, ...]
) -> None:
    commands: list[list[str]] = []

    def client(command: list[str], folder: Path, **_: object) -> None:
        commands.append(command)
        packed(folder, {detector.members["npm" if title == "npm" else "wheel"]: GOOD}, kind=title)

    monkeypatch.setattr(fetching, "_call", client)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    only = tuple(fetcher for fetcher in fetching.FETCHERS if fetcher.title == title)
    assert fetching.fetch([detector], tmp_path, progress=lambda *_: None, fetchers=only) == {}
    assert (tmp_path / detector.file_name).read_bytes() == GOOD
    assert set(expected) <= set(commands[0])
    assert [path.name for path in tmp_path.iterdir()] == [detector.file_name], "nothing is left behind"


def test_without_pip_uv_and_npm_each_says_so(
    monkeypatch: pytest.MonkeyPatch, detector: NetworkFile, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    reasons = fetching.fetch([detector], tmp_path, progress=lambda *_: None, fetchers=fetching.FETCHERS[:3])
    assert reasons == {
        "pip": "this environment has no pip",
        "uv": "there is no uv here",
        "npm": "there is no npm here",
    }


def test_a_client_that_fails_is_quoted(tmp_path: Path) -> None:
    # It ends as soon as it was reported on once while it ran.
    program = (
        "import sys; from pathlib import Path; print('npm error code E404'); print('see the log', flush=True)\n"
        "while not Path('reported').exists(): pass\nsys.exit(3)"
    )
    said: list[float | None] = []

    def report(_: str, share: float | None) -> None:
        said.append(share)
        if share is not None:
            (tmp_path / "reported").touch()

    with pytest.raises(FetchError, match=r"^npm error code E404$"):
        fetching._call(
            [sys.executable, "-c", program],
            tmp_path,
            package=table.PACKAGES["npm"],
            progress=report,
        )
    assert said[0] is None
    assert said[1] is not None


def test_the_official_download_is_checked_like_all_others(
    monkeypatch: pytest.MonkeyPatch, detector: NetworkFile, tmp_path: Path
) -> None:
    asked: list[str] = []

    def answer(url: str, *, timeout: float) -> BytesIO:
        asked.append(f"{url} {timeout:g}")
        return BytesIO(GOOD)

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    said: list[tuple[str, float | None]] = []
    official = fetching.FETCHERS[-1:]
    reasons = fetching.fetch(
        [detector], tmp_path, progress=lambda what, share: said.append((what, share)), fetchers=official
    )
    assert reasons == {}
    assert (tmp_path / detector.file_name).read_bytes() == GOOD
    assert asked == [f"{detector.url} 30"]
    assert said[-1] == (detector.file_name, 1.0)
