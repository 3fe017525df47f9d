"""The command for a gym takes options that fit each other, and says what to do where they do not."""

import pytest
from typer.testing import CliRunner

from hiphinge.cli import app
from hiphinge.errors import UsageError


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["gym", *arguments])
    assert isinstance(done.exception, UsageError), done
    return str(done.exception)


@pytest.mark.parametrize("option", [("--host", "0.0.0.0"), ("--port", "8800")])  # noqa: S104  # it is refused
def test_where_a_proxy_hands_on_to_needs_a_proxy(option: tuple[str, str]) -> None:
    said = refused("https://192.168.1.20:8443", *option)
    assert "add --behind-proxy" in said
    assert "https://192.168.1.20:8443/" in said


def test_a_name_needs_a_certificate_or_a_proxy() -> None:
    assert "give --certificate FILE" in refused("https://gym.example.org")


def test_an_address_has_to_be_encrypted() -> None:
    assert "is like https://gym.example.org" in refused("http://gym.example.org", "--behind-proxy")
