"""What the packaged catalogue says: whole, linked, in known ids, and fast to read."""

import re
import subprocess
import sys
from typing import Any

import pytest

from hiphinge.catalogue import Catalogue, check, load
from hiphinge.errors import UnknownIdError
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.sentences import SENTENCES

# The findings that the published contract defines, and the stoop, which it knows as a pattern.
CONTRACT = {
    *("knees_cave", "knees_splay", "stance_wide", "stance_narrow", "weight_to_one_side", "bar_tilts"),
    "squat_pattern",
    "stoop_pattern",
    "excess_knee_flexion",
    "no_knee_bend",
    "knees_creep",
    "shins_forward",
    "hips_not_back",
    "weight_forward",
    "heels_rise",
    "hips_rise_early",
    "uncontrolled_descent",
    "shallow_range",
    "no_lockout",
    "lockout_overextension",
    "neck_extension",
    "neck_flexion",
    "back_gives",
    "near_end_range",
    "more_than_usual",
    "thoracic_rounding",
    "lumbar_leads_hip",
    "bar_drifts",
    "arms_pull",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def test_the_packaged_catalogue_has_no_problem() -> None:
    assert check() == ()


def test_findings_are_those_of_the_contract(catalogue: Catalogue) -> None:
    assert set(catalogue.faults) == CONTRACT


def test_what_videos_do_not_tell_yet_is_taught(catalogue: Catalogue) -> None:
    taught = {f.id for f in catalogue.faults.values() if not f.looked_for}
    assert taught == {"bar_drifts"}


def test_every_quantity_that_can_be_measured_has_an_accuracy(catalogue: Catalogue) -> None:
    measured = {q.id for q in QUANTITIES.values() if q.scope == "frame" and q.needs is None}
    assert measured <= set(catalogue.accuracy)


def test_every_need_of_a_quantity_has_a_reason(catalogue: Catalogue) -> None:
    assert {q.needs for q in QUANTITIES.values() if q.needs} <= set(catalogue.reasons)


@pytest.mark.parametrize("exercise", ["hip_hinge", "romanian_deadlift", "good_morning", "kettlebell_swing"])
def test_knee_band_of_the_hinges_is_forty_degrees(catalogue: Catalogue, exercise: str) -> None:
    assert catalogue.faults["excess_knee_flexion"].threshold(exercise) == 40.0


def test_an_exercise_may_have_its_own_threshold(catalogue: Catalogue) -> None:
    fault = catalogue.faults["excess_knee_flexion"]
    assert fault.threshold("stiff_leg_deadlift") == 30.0 != fault.default.threshold
    assert fault.band("kettlebell_swing").grade == "U"


def test_an_unknown_exercise_is_refused_with_those_that_are_known(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match=r"'moonwalk'.*hip_hinge"):
        catalogue.faults["shins_forward"].threshold("moonwalk")
    with pytest.raises(UnknownIdError, match=r"'moonwalk'.*hip_hinge"):
        catalogue.exercise("moonwalk")


@pytest.mark.parametrize("name", ["rdl", "RDL", "Romanian deadlift", "romanian-deadlift", " romanian_deadlift "])
def test_an_exercise_answers_to_its_other_names(catalogue: Catalogue, name: str) -> None:
    assert catalogue.exercise(name).id == "romanian_deadlift"


@pytest.mark.parametrize("finding", ["excess_knee_flexion", "no_knee_bend", "shins_forward"])
def test_knee_findings_are_silent_in_a_squat_and_from_the_floor(catalogue: Catalogue, finding: str) -> None:
    fault = catalogue.faults[finding]
    assert fault.silence("hip_hinge") is None
    assert fault.silence("hip_hinge", "hinge") is None
    assert fault.silence("hip_hinge", "squat") == "pattern_squat"
    assert fault.silence("conventional_deadlift", "hinge") == "floor_start"
    assert fault.silence("back_squat", "squat") == "squat_intended"


def test_the_way_down_is_not_timed_in_swings_and_floor_lifts(catalogue: Catalogue) -> None:
    fault = catalogue.faults["uncontrolled_descent"]
    assert fault.silence("kettlebell_swing") == "fast_on_purpose"
    assert fault.silence("conventional_deadlift") == "floor_start"
    assert fault.silence("good_morning") is None


def test_findings_come_in_the_order_of_their_priority(catalogue: Catalogue) -> None:
    priorities = [f.priority for f in catalogue.faults.values()]
    assert priorities == sorted(priorities)
    assert next(iter(catalogue.faults)) == "squat_pattern"


def test_a_threshold_without_a_source_says_so(catalogue: Catalogue) -> None:
    bands = [f.default for f in catalogue.faults.values()]
    bands += [b for e in catalogue.exercises.values() for b in e.bands.values()]
    assert all(b.unverified and b.grade == "U" for b in bands if not b.citations)
    assert all(b.note for b in bands if b.unverified)


def test_a_threshold_of_the_analysis_says_where_it_comes_from(catalogue: Catalogue) -> None:
    thresholds = catalogue.thresholds.values()
    uses = {"pattern", "exercise_guess", "back", "rules", "reference_posture", "set_boundaries", "repetitions"}
    uses |= {"bar", "camera", "judging", "self_tests"}
    assert {t.used_for for t in thresholds} == uses
    assert all(t.unverified for t in thresholds if not t.citations)
    assert all(t.grade == "U" for t in thresholds if not t.citations)


def test_external_cues_name_no_body_part_to_hold(catalogue: Catalogue) -> None:
    inward = re.compile(r"\b(squeeze|brace|contract|tighten|hamstrings?|glutes?)\b", re.IGNORECASE)
    assert [f.id for f in catalogue.faults.values() if inward.search(f.cue)] == []


def test_the_wall_is_where_a_balanced_hip_can_reach(catalogue: Catalogue) -> None:
    shares = [int(n) for n in re.findall(r"(\d+) percent", " ".join(catalogue.drills["wall_touch"].how))]
    assert shares == [7, 10, 12]
    # heel to wall = hip behind the ankle (share of leg length, at 30, 45 and 60 degrees of lean with soft knees)
    # times leg length over stature, less the heel behind the ankle, plus the depth of the hip; shares of stature
    reach = [100 * (0.53 * travel - 0.04 + 0.06) for travel in (0.086, 0.144, 0.189)]
    assert shares == [round(r) for r in reach]


def test_the_tables_cannot_be_changed(catalogue: Catalogue) -> None:
    faults: Any = catalogue.faults
    with pytest.raises(TypeError):
        faults["new"] = None
    with pytest.raises(ValueError, match="frozen"):
        faults["shins_forward"].cue = "Other."


def test_it_is_read_once() -> None:
    assert load() is load()


def test_reading_loads_no_heavy_library() -> None:
    code = (
        "import sys; from hiphinge.catalogue import load; load();"
        "print([m for m in ('numpy', 'scipy', 'cv2', 'av', 'pyarrow', 'jinja2', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_says_nothing_when_all_is_well() -> None:
    done = subprocess.run([sys.executable, "-m", "hiphinge.catalogue"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_coach_says_needs_no_terminal(catalogue: Catalogue) -> None:
    said = [p.text for p in catalogue.phrases.values()]
    said += [text for r in catalogue.reasons.values() for text in (r.reason, r.do)]
    said += [text for f in catalogue.faults.values() for text in (f.what, f.why, f.cue, f.regression, f.held)]
    said += [text for w in catalogue.progressions.values() for text in (w.next, w.why)]
    said += list(SENTENCES.values())
    assert [
        text for text in said if re.search(r"(^|\W)--\w|\bhiphinge (analyze|explain|lesson|exercises)\b", text)
    ] == []
