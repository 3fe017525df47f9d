"""A person of whom something is in every table."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from hiphinge.analysis import Correction
from hiphinge.documents import CorrectionsDocument
from hiphinge.documents.plan import EditDocument, bare_plan
from hiphinge.documents.training_log import (
    AimRecord,
    BodyWeightRecord,
    ComfortRecord,
    DayAnswerRecord,
    LoadRecord,
    PersonRecord,
    PlannedSessionRecord,
    PlannedSetRecord,
    SelfTestRecord,
    SetRecord,
    TrainingPlanRecord,
    VideoNoteRecord,
)
from hiphinge.documents.video_notes import ShapeRecord
from hiphinge.planning import Settings
from hiphinge.store import AskedTest, FiledAnalysis, MeasuredSet, NewAnalysis, Store
from hiphinge.store.columns import new_id
from hiphinge.store.tables import exercise_names
from hiphinge.workflow.correction_steps import record_of

NOW = datetime(2026, 5, 4, 17, 30, 15, 250_000, tzinfo=UTC)
MARK = "Quetzalcoatlus"
"""A word that is nowhere else: in every text of the person, and searched for when they are erased."""


def filed(store: Store, person: PersonRecord, folder: Path, *, seed: int = 0) -> FiledAnalysis:
    video, poses = folder / "video.mp4", folder / "pose.parquet"
    video.write_bytes(f"{MARK} video {seed}".encode() * 1000)
    poses.write_bytes(f"{MARK} poses {seed}".encode() * 1000)
    return store.recordings.file(
        person,
        NewAnalysis(
            sha256=hashlib.sha256(video.read_bytes()).hexdigest(),
            name=f"{MARK}.mp4",
            hiphinge_version="0.1",
            schema="hiphinge.analysis/3",
            exercise="romanian_deadlift",
            repetitions=8,
            document=f'{{"note": "{MARK}"}}'.encode(),
            measured=[MeasuredSet(set=1, quantity="tempo", repetitions=8, median=1.25, spread=0.5, half_width=0.1)],
            recorded_at=NOW,
            zone="Europe/Vienna",
            duration_s=31.25,
            video=video,
            poses=poses,
        ),
    )


def give_in(store: Store, person: PersonRecord, folder: Path) -> None:
    """Give in a lift that is taken back, and a self-test that is measured."""
    clip = folder / "clip.mp4"
    clip.write_bytes((folder / "video.mp4").read_bytes())
    store.clips.cancel(store.clips.add(clip, name=f"{MARK}.mp4", person=person, exercise=MARK, id_=None))
    asked = AskedTest(test="bird_dog_test", side="right", hurt=False, sitting=new_id())
    measured = store.clips.add(clip, name=f"{MARK}.mp4", person=person, id_=None, asked=asked)
    claimed = store.clips.claim("worker", lost_after=timedelta(hours=1))
    assert claimed is not None
    assert claimed.id == measured
    store.clips.keep_test(claimed, f'{{"note": "{MARK}"}}', [])
    store.clips.end(claimed, "done")


def filled(store: Store, folder: Path, name: str = MARK) -> PersonRecord:
    """Put something into every table."""
    person = store.people.add(name, adult=True, zone="Europe/Vienna", unit="lb")
    store.people.agree(person, "keep_videos")
    analysis = filed(store, person, folder)
    said = record_of(Correction(kind="delete", bottom_s=3.25), corrects="0.1", reason=MARK)
    assert store.corrections.keep(analysis.id, CorrectionsDocument(records=(said,)), seen=0, numbers=None)
    voice = folder / "voice.webm"
    voice.write_bytes(f"{MARK} voice".encode() * 100)
    line = ShapeRecord(kind="line", colour="yellow", points=((1.5, 2.0), (30.25, 40.0)))
    note = VideoNoteRecord(
        id=new_id(),
        recording=analysis.recording,
        time_s=3.25,
        text=MARK,
        drawing=(line,),
        written_at=NOW,
        changed_at=NOW,
    )
    store.video_notes.add(note)
    store.video_notes.speak(note, voice)
    give_in(store, person, folder)
    session = store.log.session_at(person, NOW)
    one = SetRecord(
        id=new_id(),
        person=person.id,
        session=session.id,
        position=0,
        performed_at=NOW,
        exercise="romanian_deadlift",
        exercise_name=f"RDL {MARK}",
        load=LoadRecord(value=137.5, unit="lb"),
        repetitions=8,
        rpe=7.5,
        pain_next_morning=1,
        counting=True,
        note=MARK * 40,
        analysis=analysis.id,
        analysis_set=1,
    )
    many = [one.model_copy(update={"id": new_id(), "position": place}) for place in range(1, 200)]
    store.log.add([session], [one, *many])
    weight = BodyWeightRecord(id=new_id(), person=person.id, measured_at=NOW, weight=LoadRecord(value=181.5, unit="lb"))
    store.log.weigh([weight])
    note_the_day(store, person)
    with store.database.writing() as connection:
        connection.execute(insert(exercise_names).values(person=person.id, name=MARK.lower(), exercise=None))
    store.documents.write(name, "notes", f'{{"person": "{MARK}"}}'.encode())
    return person


def note_the_day(store: Store, person: PersonRecord) -> None:
    """Put a row with the mark into every table of aims, plans and days."""
    mine: dict[str, Any] = {"person": person.id, "note": MARK * 40}
    load = LoadRecord(value=100, unit="kg")
    aim: dict[str, Any] = {
        "set_at": NOW,
        "by": date(2026, 9, 1),
        "exercise": "romanian_deadlift",
        "exercise_name": f"RDL {MARK}",
    }
    store.plans.aim(AimRecord(id=new_id(), **aim, load=load, repetitions=5, **mine))
    store.plans.aim(AimRecord(id=new_id(), **aim, quantity="lumbar_flexion_deg", value=12.5, way="at_most", **mine))

    def planned(session: PlannedSessionRecord, first: int) -> list[PlannedSetRecord]:
        work: dict[str, Any] = {
            "load": load,
            "repetitions": 5,
            "rpe": 7.5,
            "rest_s": 120.0,
            "tempo": "3-1-1-0",
            "counting": True,
        }
        one = PlannedSetRecord(id=new_id(), session=session.id, position=first, exercise_name=MARK, **work, **mine)
        held = PlannedSetRecord(
            id=new_id(),
            session=session.id,
            position=first + 1,
            exercise_name=MARK,
            duration_s=40,
            kind="warm_up",
            **mine,
        )
        return [one, held]

    store.plans.plan(person, date(2026, 5, 6), planned)
    test: dict[str, Any] = {
        "test": "weight_bearing_lunge",
        "tested_at": NOW,
        "side": "left",
        "value": 10.5,
        "unit": "cm",
    }
    plan_the_weeks(store, person)
    store.days.add_test(SelfTestRecord(id=new_id(), measured_with=f"ruler {MARK}", time_known=False, **test, **mine))
    store.days.prepare(person, NOW, {"roll_upper_back": True, "stretch_glutes": False})
    store.days.rate_comfort(ComfortRecord(id=new_id(), day=date(2026, 5, 4), comfort=7, noted_at=NOW, **mine))


def plan_the_weeks(store: Store, person: PersonRecord) -> None:
    """Put a row into every table of plans that somebody trains by."""
    edit = EditDocument(kind="set", exercise="romanian_deadlift", field="load", value=62.5, changed_at=MARK * 40)
    content = bare_plan(Settings(start=date(2026, 5, 4).toordinal(), weekdays=(0, 3)), (edit,))
    plan: dict[str, Any] = {"person": person.id, "begun_at": NOW, "changed_at": NOW, "content": content}
    for _ in range(2):
        store.training_plans.begin(person, TrainingPlanRecord(id=new_id(), **plan))
    answer: dict[str, Any] = {"day": date(2026, 5, 4), "answered_at": NOW, "pain": 2, "yes": [MARK]}
    store.training_plans.answer(DayAnswerRecord(id=new_id(), person=person.id, **answer))
    store.training_plans.tick(person, date(2026, 5, 4), now=NOW)
