"""What all tests share: on CI a test that is skipped fails, so that nothing drops out unseen."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ALLOWED_SKIPS = ("platform: ",)
"""How the reason of a skip begins that is right on CI too: the test is about another operating system."""


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parent.parent


def _on_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (_on_ci() and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if reason.removeprefix("Skipped: ").startswith(ALLOWED_SKIPS):
        return
    report.outcome = "failed"
    report.longrepr = f"CI may not skip: {reason}\nInstall what the test needs in .ci/run, or say 'platform: ...'."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report
