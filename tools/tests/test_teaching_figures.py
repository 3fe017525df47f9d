"""Findings as motions: fed to the analysis, each half shows what it claims and nothing else."""

import pytest
from tools.figures.checking_findings import THRESHOLDS, checked_pair
from tools.figures.compact import merged_shifts
from tools.figures.facing import FINDINGS
from tools.figures.findings import BACKS, EXERCISE, OF_MOTION, PAIRS, TAUGHT

from hiphinge.catalogue import load

BY_ID = {pair.right.id: pair for pair in PAIRS}
ANALYSED = [id_ for id_ in BY_ID if id_ not in (*BACKS, *OF_MOTION)]


def test_each_finding_has_one_pair() -> None:
    assert sorted((*BY_ID, *FINDINGS)) == sorted(load().faults)
    assert len(BY_ID) == len(PAIRS)
    assert all(pair.name == load().faults[id_].name for id_, pair in BY_ID.items())


def test_findings_that_are_taught_only_are_those_that_the_catalogue_does_not_look_for() -> None:
    assert set(TAUGHT) == {fault.id for fault in load().faults.values() if not fault.looked_for}
    assert all(load().exercises[exercise].analysed for exercise in EXERCISE.values())
    assert {id_: abs(load().faults[id_].threshold(EXERCISE[id_])) for id_ in OF_MOTION} == THRESHOLDS


@pytest.mark.parametrize("id_", ANALYSED)
def test_analysed_the_wrong_half_is_that_finding_and_the_right_half_is_none(id_: str) -> None:
    assert checked_pair(BY_ID[id_]).wrong == ()


def test_only_shins_forward_brings_another_finding_with_it() -> None:
    assert {id_: pair.also for id_, pair in BY_ID.items() if pair.also} == {"shins_forward": ("hips_not_back",)}


@pytest.mark.parametrize("id_", OF_MOTION)
def test_what_videos_do_not_show_is_in_the_motion_beyond_its_threshold(id_: str) -> None:
    assert checked_pair(BY_ID[id_]).wrong == ()


def test_shifts_within_shifts_are_added_up_and_nothing_else_is_touched() -> None:
    inner = '<g transform="translate(1 2)"><g transform="translate(3-5)"><path d="M0 0"/></g></g>'
    assert merged_shifts(inner) == '<g transform="translate(4 -3)"><path d="M0 0"/></g>'
    shared = '<g transform="translate(1 2)"><g transform="translate(3 4)"></g><path d="M0 0"/></g>'
    assert merged_shifts(shared) == shared
