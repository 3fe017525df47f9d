"""Analyses, results and lesson results reach another process, and come back, as they were."""

import copy
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.assessments import LessonResult
from hiphinge.catalogue import load
from hiphinge.exports import write_pose
from hiphinge.motion import Motion
from hiphinge.workflow import Result, analyze
from hiphinge.workflow.lessons import take_lesson


@pytest.fixture(scope="module")
def result(rendered: Motion, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Return a result with everything in it: back, dowel, repetitions, findings and a lesson."""
    path = tmp_path_factory.mktemp("pickling") / "pose.parquet"
    write_pose(path, rendered)
    return take_lesson(load().lessons["free"], path).result


def ensure_equal(one: Any, other: Any) -> None:
    """Compare by value, down to every array, also where a class compares by identity."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other)
        assert one.dtype == other.dtype
    elif is_dataclass(one):
        for field in fields(one):
            ensure_equal(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, Mapping):
        assert list(one) == list(other)
        for key in one:
            ensure_equal(one[key], other[key])
    elif isinstance(one, tuple | list):
        assert len(one) == len(other)
        for mine, theirs in zip(one, other, strict=True):
            ensure_equal(mine, theirs)
    else:
        assert one == other or (one != one and other != other)  # noqa: PLR0124 - NaN is NaN


def _unpickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - written a moment before


def _work(value: Result) -> tuple[Result, str]:
    """Do what a batch worker does: take a result in, hand a result back."""
    return value, value.to_json()


@pytest.mark.parametrize("again", [copy.deepcopy, _unpickled])
def test_a_copy_is_equal_in_every_field(result: Result, again: Callable[[Any], Any]) -> None:
    assert result.analysis.dowel is not None
    assert result.analysis.findings
    assert isinstance(result.lesson, LessonResult)
    ensure_equal(again(result), result)
    ensure_equal(again(result.analysis), result.analysis)
    assert again(result.lesson) == result.lesson


@pytest.mark.parametrize("again", [copy.deepcopy, _unpickled])
def test_a_copy_stays_frozen(result: Result, again: Callable[[Any], Any]) -> None:
    back = again(result)
    dowel, side = back.analysis.dowel, back.analysis.side
    for array in (back.analysis.motion.positions, side.near, side.contour, dowel.contact_points):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
    with pytest.raises(TypeError):
        back.provenance.parameters["exercise"] = "squat"


def test_a_result_comes_back_from_another_process(result: Result, tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        back, json = pool.submit(_work, result).result()
    ensure_equal(back, result)
    assert json == result.to_json()
    assert (back.save(tmp_path / "out") / "analysis.json").read_text(encoding="utf-8").strip() == json


def test_an_analysis_is_made_in_another_process(rendered: Motion, tmp_path: Path) -> None:
    path = tmp_path / "pose.parquet"
    write_pose(path, rendered)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        back = pool.submit(analyze, path).result()
    assert isinstance(back, Result)
    ensure_equal(back.analysis.series, analyze(path).analysis.series)


def test_the_catalogue_is_pickled_whole() -> None:
    assert _unpickled(load()) == load()
