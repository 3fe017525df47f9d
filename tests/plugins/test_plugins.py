"""Plug-ins of other packages are used where they work; a broken one is reported and breaks nothing else."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from hiphinge import estimators, exports, findings, measures
from hiphinge.analysis import analyse
from hiphinge.errors import MissingComponentError
from hiphinge.exports import Export
from hiphinge.findings import Pattern, RuleInput, find, judge, plugin_rules
from hiphinge.measures import not_measurable, plugin_measures
from hiphinge.plugins import GROUPS, PluginProblem
from hiphinge.sources import formats
from hiphinge.testing import record_video

TRC = "tests/data/nimblephysics/squats.trc"
EVERY_KIND = {
    "absent": ("no_such_package_at_all:THING", r"ModuleNotFoundError: .*no_such_package_at_all"),
    "leaves": ("plug_leaves:THING", r"SystemExit"),
    "raises": ("plug_raises:THING", r"RuntimeError: no licence"),
    "wrong_type": ("plug_works:NUMBER", r"should be of type \w+, but is int"),
}
MODULES = {
    "plug_leaves": "import sys\nsys.exit('bye')\n",
    "plug_raises": "raise RuntimeError('no licence')\n",
    "plug_works": """
from hiphinge.exports import Export
from hiphinge.findings import Measurement, Rule
from hiphinge.measures import Measure
from hiphinge.motion import COCO_17
from hiphinge.quantities import Quantity
from hiphinge.sources.formats import Format

NUMBER = 7

def write(path, analysis, *, provenance):
    path.write_text(str(len(analysis.repetitions)))

def heels(given, fault):
    return Measurement(value=0.4, unit=fault.unit, repeatability=0.02, time_s=given.bottom_s)

def fail(head):
    raise KeyError('lost')

EXPORT = Export(id="count", title="Count", file_name="count.txt", what="How many repetitions.", write=write)
FORMAT = Format(id="odd", title="Odd", kind="keypoints", endings=(), what="Odd.", recognise=fail, read=None)
RULE = Rule(fault="bar_drifts", value_of=heels)
TAKEN = Rule(fault="no_lockout", value_of=heels)
UNKNOWN = Rule(fault="no_such_fault", value_of=heels)
FAILING = Rule(fault="bar_drifts", value_of=lambda given, fault: fail(given))

def record(id_, scope="repetition", needs=None):
    return Quantity(id=id_, unit="deg", scope=scope, title="Odd", meaning="Odd.", sign="odd", needs=needs)

def measure(id_, **more):
    return Measure(quantity=id_, function=fail, **{"record": record(id_), **more})

ODD = measure("odd_deg")
BUILT_IN = measure("hip_drop")
BARE = measure("bare_deg", record=None)
OTHER = measure("other_deg", record=record("odd_deg"))
BOUND = measure("odd_low")
FRAMES = measure("frames_deg", record=record("frames_deg", scope="frame"))
NEEDY = measure("needy_deg", record=record("needy_deg", needs="wings"))
SHORT = measure("short_deg", record=record("short_deg", scope="frame"), per_frame=lambda series: series.time_s[1:])

class Mine:
    name, layout, provenance = "mine", COCO_17, {}
    def __init__(self, *, model=None, threads=1, masks=False): ...
    def estimate(self, image_rgb, *, time_s): ...
    def reset(self): ...
""",
}

REPETITION = RuleInput(
    exercise="romanian_deadlift",
    exercise_given=True,
    pattern=Pattern(label="hinge", probability={"hinge": 1.0, "squat": 0.0, "stoop": 0.0}),
    bottom_s=2.0,
    starts_at_bottom=False,
    measurements={},
    from_standing={},
)

Install = Callable[..., Path]


def _write(folder: Path, group: str, entries: dict[str, str], *, package: str = "odd-package") -> Path:
    """Write a package that looks installed in a folder."""
    for name, text in MODULES.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    info = folder / f"{package.replace('-', '_')}-1.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.5\n", encoding="utf-8")
    lines = [f"{name} = {value}" for name, value in entries.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines, ""]), encoding="utf-8")
    return folder


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    def forget() -> None:
        for loaded in (formats.table._loaded, exports.table._loaded, plugin_rules._usable, plugin_measures._usable):
            loaded.cache_clear()
        for name in MODULES:
            sys.modules.pop(name, None)

    monkeypatch.syspath_prepend(tmp_path)
    forget()
    yield partial(_write, tmp_path)
    monkeypatch.undo()
    forget()


PROBLEMS: dict[str, Callable[[], tuple[PluginProblem, ...]]] = {
    "hiphinge.formats": formats.format_problems,
    "hiphinge.exports": exports.export_problems,
    "hiphinge.estimators": estimators.estimator_problems,
    "hiphinge.rules": findings.rule_problems,
    "hiphinge.measures": measures.measure_problems,
}


def test_every_group_is_tried_here() -> None:
    assert set(PROBLEMS) == set(GROUPS)


def test_nothing_that_ships_is_broken() -> None:
    assert [problem for problems in PROBLEMS.values() for problem in problems()] == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_broken_plug_in_of_any_group_is_reported_once(
    group: str, install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    install(group, {name: value for name, (value, _) in EVERY_KIND.items()})
    with caplog.at_level(logging.WARNING, logger="hiphinge.plugins"):
        problems = PROBLEMS[group]()
    assert [problem.name for problem in problems] == sorted(EVERY_KIND)
    for problem in problems:
        assert (problem.group, problem.package) == (group, "odd-package 1.5")
        assert re.search(EVERY_KIND[problem.name][1], problem.reason)
    assert [record.getMessage() for record in caplog.records] == [str(problem) for problem in problems]
    assert "from odd-package 1.5" in caplog.text


def test_a_trc_file_is_read_beside_broken_plug_ins_of_every_group(root: Path, tmp_path: Path) -> None:
    for group in GROUPS:
        entries = {name: value for name, (value, _) in EVERY_KIND.items()}
        _write(tmp_path, group, entries, package=f"odd-{group.removeprefix('hiphinge.')}")
    code = "import hiphinge, sys; print(len(hiphinge.read_motion(sys.argv[1])))"
    done = _python(tmp_path, "-c", code, str(root / TRC))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == 85
    assert re.findall(r"'raises' from (\S+)", done.stderr) == ["odd-formats"]


def _python(plugged_in: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = [str(plugged_in), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places), "COLUMNS": "400"}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, cwd=plugged_in
    )


@pytest.mark.parametrize(
    ("group", "command"),
    [
        ("hiphinge.formats", ["formats"]),
        ("hiphinge.exports", ["exports"]),
        ("hiphinge.estimators", ["models", "list"]),
        ("hiphinge.rules", ["catalogue", "check"]),
        ("hiphinge.measures", ["quantities"]),
    ],
)
def test_the_listing_of_a_group_shows_what_is_not_used(group: str, command: list[str], tmp_path: Path) -> None:
    _write(tmp_path, group, {"raises": EVERY_KIND["raises"][0]})
    done = _python(tmp_path, "-m", "hiphinge", *command)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert "'raises' from odd-package 1.5 (plug_raises:THING) is not used" in last
    assert last.endswith("Update or remove that package.")


def test_a_name_that_hiphinge_uses_is_not_taken_over(install: Install) -> None:
    before = exports.exports()["csv"]
    exports.table._loaded.cache_clear()
    install("hiphinge.exports", {"csv": "plug_works:EXPORT", "count": "plug_works:EXPORT"})
    assert exports.exports()["csv"] is before
    assert exports.exports()["count"].file_name == "count.txt"
    (problem,) = exports.export_problems()
    assert problem.reason == "hiphinge brings another of that name (hiphinge.exports.csv_table:CSV)"


def test_of_two_packages_with_one_name_the_first_is_used(install: Install) -> None:
    install("hiphinge.exports", {"count": "plug_works:EXPORT"}, package="alpha")
    install("hiphinge.exports", {"count": "plug_raises:THING"}, package="beta")
    assert isinstance(exports.exports()["count"], Export)
    (problem,) = exports.export_problems()
    assert (problem.package, problem.reason) == ("beta 1.5", "alpha brings another of that name (plug_works:EXPORT)")


def test_an_id_that_is_not_the_name_of_the_entry_point_is_refused(install: Install) -> None:
    install("hiphinge.exports", {"counted": "plug_works:EXPORT"})
    assert "counted" not in exports.exports()
    assert [problem.reason for problem in exports.export_problems()] == [
        "its id is 'count', which is not the name of its entry point"
    ]


def test_a_format_that_fails_as_it_looks_does_not_keep_the_others_from_looking(
    install: Install, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    install("hiphinge.formats", {"odd": "plug_works:FORMAT"})
    assert formats.sniff(root / TRC).id == "trc"
    assert "'odd' could not look at" in caplog.text


def test_an_estimator_of_another_package_is_used_and_a_broken_one_named(install: Install) -> None:
    install("hiphinge.estimators", {"mine": "plug_works:Mine", "raises": "plug_raises:THING"})
    assert {"blazepose", "mine", "raises"} <= set(estimators.estimators())
    assert estimators.estimator_named("mine").name == "mine"
    with pytest.raises(MissingComponentError, match=r"'raises' from odd-package 1.5 .* is not used: .*no licence"):
        estimators.estimator_named("raises")


def test_a_rule_of_another_package_finds_its_fault(install: Install) -> None:
    assert find(REPETITION) == ()
    plugin_rules._usable.cache_clear()
    install(
        "hiphinge.rules",
        {"bar_drifts": "plug_works:RULE", "no_lockout": "plug_works:TAKEN", "no_such_fault": "plug_works:UNKNOWN"},
    )
    (finding,) = find(REPETITION)
    assert (finding.id, finding.value, finding.time_s) == ("bar_drifts", 0.4, 2.0)
    assert {problem.name: problem.reason for problem in findings.rule_problems()} == {
        "no_lockout": "hiphinge has a rule for this fault",
        "no_such_fault": "the catalogue has no fault of that id",
    }


def test_a_rule_that_fails_is_reported_once_and_its_value_not_measurable(
    install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    install("hiphinge.rules", {"bar_drifts": "plug_works:FAILING"})
    judgements = [judgement for _ in range(3) for judgement in judge(REPETITION) if judgement.id == "bar_drifts"]
    assert [(judgement.outcome, judgement.reason) for judgement in judgements] == [
        ("not_measurable", "plug_in_failed")
    ] * 3
    message = (
        "The rule 'bar_drifts' from odd-package 1.5 (plug_works:FAILING) is not used: it failed (KeyError: 'lost')"
    )
    assert [record.getMessage() for record in caplog.records] == [f"{message}. Update or remove that package."]


def test_a_measure_is_used_with_its_record_and_passed_over_where_that_is_wrong(install: Install) -> None:
    install(
        "hiphinge.measures",
        {
            "odd_deg": "plug_works:ODD",
            "hip_drop": "plug_works:BUILT_IN",
            "bare_deg": "plug_works:BARE",
            "other_deg": "plug_works:OTHER",
            "odd_low": "plug_works:BOUND",
            "frames_deg": "plug_works:FRAMES",
            "needy_deg": "plug_works:NEEDY",
        },
    )
    assert list(measures.measures_in_use()) == [*measures.MEASURES, "odd_deg"]
    assert measures.measures_in_use()["hip_drop"] is measures.MEASURES["hip_drop"]
    assert measures.quantities_in_use()["odd_deg"].meaning == "Odd."
    assert measures.measure_packages() == {"odd-package": "1.5"}
    reasons = {problem.name: problem.reason for problem in measures.measure_problems()}
    assert reasons == {
        "hip_drop": "hiphinge measures this quantity",
        "bare_deg": "it should bring the record of its quantity, with the same id",
        "other_deg": "it should bring the record of its quantity, with the same id",
        "odd_low": "its id should be lower-case words joined by underscores, and not end in _low or _high",
        "frames_deg": "a quantity per frame should come with per_frame, any other without",
        "needy_deg": "what its quantity needs ('wings') is no reason of the catalogue",
    }


def test_a_measure_that_fails_per_frame_gives_none_and_is_reported_once(
    install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    install("hiphinge.measures", {"short_deg": "plug_works:SHORT"})
    analysis = analyse(record_video().motion)
    assert analysis.series is not None
    assert np.isnan(analysis.series.values["short_deg"]).all()
    assert {repetition.measurements["short_deg"] for repetition in analysis.repetitions} == {
        not_measurable("plug_in_failed")
    }
    assert [r.getMessage().partition(" is not used: ")[2][:30] for r in caplog.records] == [
        "it failed (ValueError: one fin",
        "it failed (KeyError: 'lost'). ",
    ]
