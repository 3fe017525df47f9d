"""Tables of the back, from clips whose errors are given; no video, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from validation.accuracy import back_tables
from validation.accuracy.back import LUMBAR, Shares, back_clip, baseline_errors
from validation.accuracy.groups import BY_BODY, worn
from validation.tests.test_accuracy import FRAMES, LEAN_DEG, SHARES, cells, clip, repetition

if TYPE_CHECKING:
    from validation.accuracy.back import BackClip

DEEP = LEAN_DEG > 30


def measured(off_deg: float | np.ndarray | None = 2.0, **changes: object) -> BackClip:
    return back_clip(clip(back_off_deg=off_deg, **changes))  # type: ignore[arg-type]


def test_only_deep_frames_count_and_nothing_is_taken_off() -> None:
    backs = measured(np.where(DEEP, 4.0, 50.0))
    assert backs.error(LUMBAR) == pytest.approx(4.0)
    assert backs.covered() == 1.0
    half = np.where(np.arange(FRAMES) % 2, 4.0, np.nan)
    assert measured(half).covered() == pytest.approx(0.5, abs=0.05)


def test_a_clip_without_a_measurement_is_in_no_error_but_is_counted() -> None:
    backs = [measured(2.0), measured(None)]
    row, whole = cells(back_tables.back_by_group(backs, "worn", worn))
    assert row == ["fitted clothes, no bar", "2", "2.0°", "2.0°", "2.0°", "2.0°", "50%", "1 of 2"]
    assert whole[1:] == row[1:]
    assert cells(back_tables.not_measured(backs)) == [
        ["measured, wholly or in part", "1", "50%"],
        ["The back was hidden.", "1", "50%"],
    ]
    assert "of 2 videos" in back_tables.measured_summary(backs).lower()
    assert "in 1." in back_tables.measured_summary(backs)


def test_an_upright_clip_is_no_silence() -> None:
    upright = {**clip().truth["truth"], "trunk_deg": [5.0] * FRAMES}
    backs = measured(2.0, truth=upright)
    assert backs.reason() == ""
    assert np.isnan(backs.covered())
    assert cells(back_tables.back_by_group([backs], "worn", worn))[0][1:] == [
        "0",
        "-",
        "-",
        "-",
        "-",
        "-",
        "0 of 0",
    ]


def test_what_is_worn() -> None:
    kinds = [
        ("fitted", None),
        ("skin", "bell"),
        ("hoodie", None),
        ("loose", "bar"),
        ("fitted", "back"),
        ("skin", "dowel"),
    ]
    found = [worn(clip(clothes=clothes, iron=load)) for clothes, load in kinds]
    assert found == [
        "fitted clothes, no bar",
        "fitted clothes, no bar",
        "loose clothes, no bar",
        "bar and plates in the hands",
        "bar on the back",
        "dowel along the back",
    ]


def test_baselines_know_the_trunk() -> None:
    people = [clip() for _ in range(2)]
    shares = Shares.of(people)
    assert shares.one[LUMBAR] == pytest.approx(SHARES[LUMBAR])
    found = baseline_errors([back_clip(c) for c in people], shares)
    assert found["one share"][LUMBAR] == pytest.approx(0.0, abs=1e-9)
    lumbar = SHARES[LUMBAR] * LEAN_DEG[DEEP]
    assert found["always zero"][LUMBAR] == pytest.approx(np.sqrt(np.mean(lumbar**2)))
    assert found["the plain angle"]["pelvis_tilt_deg"] == pytest.approx(np.sqrt(np.mean((0.4 * LEAN_DEG[DEEP]) ** 2)))
    assert LUMBAR not in found["the plain angle"]


def test_two_shares_tell_stoops_from_the_rest() -> None:
    rounder = {**clip().truth["truth"], LUMBAR: (0.8 * LEAN_DEG).tolist()}
    people = [clip(), clip(movement="stoop", truth=rounder)]
    shares = Shares.of(people)
    assert shares.two[False][LUMBAR] == pytest.approx(0.3)
    assert shares.two[True][LUMBAR] == pytest.approx(0.8)
    found = baseline_errors([back_clip(c) for c in people], shares)
    assert found["two shares"][LUMBAR] == pytest.approx(0.0, abs=1e-9)
    assert found["one share"][LUMBAR] > 5.0


def test_it_is_reported_where_a_baseline_does_better() -> None:
    plain = Shares.of([clip()])
    assert back_tables.against_baselines([measured(2.0)], plain).startswith("A baseline")
    wrong = Shares(one=dict.fromkeys(SHARES, 0.0), two=dict.fromkeys((True, False), dict.fromkeys(SHARES, 0.0)))
    assert "better than every baseline" in back_tables.against_baselines([measured(1.0)], wrong)


def test_baselines_are_compared_where_the_package_measures() -> None:
    last = np.where(np.arange(FRAMES) == FRAMES - 1, 0.0, np.nan)
    found = baseline_errors([measured(last)], Shares.of([clip()]))
    assert found["always zero"][LUMBAR] == pytest.approx(0.3 * 80.0)


def test_slope_error_and_scatter_at_the_bottoms() -> None:
    bottoms = [repetition(bottom=at) for at in (4, 10, 16, 22, 28, 34)]
    backs = measured(0.1 * LEAN_DEG + 1.0, repetitions=bottoms)
    lumbar = cells(back_tables.at_bottoms([backs]))[0]
    assert lumbar[:3] == ["fitted clothes, no bar", "lower back", "6 of 6"]
    assert float(lumbar[4]) == pytest.approx(0.4 / 0.3, abs=0.01)
    off = np.array([0.1 * np.median(LEAN_DEG[r["bottom_start"] : r["bottom_end"]]) + 1.0 for r in bottoms])
    assert float(lumbar[3].strip("°")) == pytest.approx(np.sqrt(np.mean(off**2)), abs=0.06)
    assert float(lumbar[6].strip("°")) == pytest.approx(np.std(off), abs=0.06)


def test_one_repetition_has_no_scatter_and_few_no_slope() -> None:
    lumbar = cells(back_tables.at_bottoms([measured(2.0)]))[0]
    assert lumbar[3:] == ["2.0°", "-", "+2.0°", "-"]


def test_coverage_by_bottom_and_by_person() -> None:
    many = [repetition(bottom=at) for at in (4, 10, 16)]
    backs = [measured(2.0, name="a", repetitions=many), measured(5.0, name="b")]
    lumbar = cells(back_tables.coverage_by_quantity(backs))[0]
    assert lumbar == ["lower back", "4", "75%", "50%", "1 of 2", "6.0°"]
    thirds = cells(back_tables.coverage_by_third(backs))
    assert [int(row[1]) for row in thirds] == [2, 1, 1]
    rows = cells(back_tables.coverage_by_group(backs, BY_BODY))
    assert [row[0] for row in rows] == ["body mass index: 20 to 25 kg/m²", "stature: 170 to 180 cm"]


def test_no_bottom_measured_is_a_dash() -> None:
    nothing = [measured(None)]
    assert cells(back_tables.coverage_by_third(nothing)) == [["-", "0", "-", "-", "0 of 0", "-"]] * 3
    assert cells(back_tables.at_bottoms(nothing))[0][2:] == ["0 of 1", "-", "-", "-", "-"]
    assert cells(back_tables.beside_baselines(nothing, Shares.of([clip()]))) == []


def test_depth_bands_are_distinguished() -> None:
    rows = cells(
        back_tables.back_by_depth([measured(np.where(LEAN_DEG <= 45, 1.0, np.where(LEAN_DEG <= 60, 2.0, 5.0)))])
    )
    assert [row[:2] for row in rows] == [["30 to 45°", "1.0°"], ["45 to 60°", "2.0°"], ["60° and more", "5.0°"]]
