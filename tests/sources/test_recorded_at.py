"""When a video was filmed is read from its container, in UTC, and not believed where it cannot be."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.workflow.filmed_at import stamped

from hiphinge.sources.video import recorded_at

if TYPE_CHECKING:
    from tests.conftest import Actor

FILMED = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("key", ["creation_time", "com.apple.quicktime.creationdate"])
def test_the_moment_is_in_utc(actor: "Actor", tmp_path: Path, key: str) -> None:
    there = FILMED.astimezone(timezone(timedelta(hours=2)))
    assert recorded_at(stamped(actor.write_video(tmp_path / "a.mp4"), tmp_path / "b.mp4", there, key=key)) == FILMED


@pytest.mark.parametrize("moment", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)])
def test_what_cannot_be_is_not_believed(actor: "Actor", tmp_path: Path, moment: datetime) -> None:
    assert recorded_at(stamped(actor.write_video(tmp_path / "a.mp4"), tmp_path / "b.mp4", moment)) is None


def test_a_file_that_does_not_say_has_none(actor: "Actor", tmp_path: Path) -> None:
    assert recorded_at(actor.write_video(tmp_path / "a.mp4")) is None
