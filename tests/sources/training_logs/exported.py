"""Small exports as each app writes them."""

from typing import Any

__all__ = [
    "FITNOTES",
    "FITNOTES_BODY",
    "FITNOTES_IOS",
    "HEVY",
    "HEVY_WEIGHTS",
    "LIFTOSAUR",
    "LIFTOSAUR_OLD",
    "STRONG",
    "STRONG_OLD",
    "STRONG_SEMICOLONS",
    "WGER",
]

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Romanian Deadlift (Barbell),W,40.0,10,0,0.0,,,\n"
    '2025-01-18 18:30:00,Legs,1h 5m,Romanian Deadlift (Barbell),1,80.0,8.0,0,0.0,"slow, ""paused""\nsecond line",'
    "Good day,7.5\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Romanian Deadlift (Barbell),Rest Timer,0,0,0,120,,,\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Plank,1,0,0,0,60,,,\n"
    "2025-01-18 18:30:00,Legs,1h 5m,Running,1,0,0,5.2,1800,,,\n"
)
STRONG_SEMICOLONS = (
    "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;"
    "Notes;Workout Notes\n"
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"W";"60";"10";"";"";"";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"1";"102,5";"5";"8,5";"";"";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"Rest Timer";"";"";"";"";"90";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"F";"110";"2";"10";"";"";"";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Deadlift (Barbell)";"Note";"";"";"";"";"";"belt on";""\n'
    '"1";"2026-08-10 18:00:00";"Push";"3600";"Suitcase Carry";"1";"24";"";"";"20";"";"";""\n'
)
STRONG_OLD = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
    "Workout Notes\n"
    '2019-01-11 12:31:54;"Leg";"Deadlift (Barbell)";1;20;kg;5;;;;0;"";""\n'
    '2019-01-11 12:31:54;"Leg";"Deadlift (Barbell)";2;45;lbs;4;;;;0;;\n'
)
_HEVY_WORKOUT = '"Lower","12 Aug 2026, 19:31","12 Aug 2026, 21:03","Tired"'
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    f'{_HEVY_WORKOUT},"Romanian Deadlift (Barbell)",,"hips back",0,"warmup",60,8,,,\n'
    f'{_HEVY_WORKOUT},"Romanian Deadlift (Barbell)",,"hips back",1,"normal",110,8,,,8.5\n'
    f'{_HEVY_WORKOUT},"Pull Up (Assisted)",0,"",0,"failure",20,6,,,\n'
    f'{_HEVY_WORKOUT},"Plank",0,"",0,"normal",,,,45,\n'
)
HEVY_WEIGHTS = (
    '"date","weight_kg","fat_percent","neck_cm","waist_cm"\n"9 Feb 2023, 00:00",81.5,,,\n"10 Feb 2023, 07:30",,,38,\n'
)
FITNOTES = (
    "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n\n"
    '2026-08-08,Romanian Deadlift,Legs,60.0,kgs,12,,,,""\n'
    '2026-08-08,Romanian Deadlift,Legs,135.0,lbs,8,,,,"Straps"\n'
    "2026-08-08,Treadmill,Cardio,,,,1.53,mi,0:32:06,\n"
)
FITNOTES_IOS = (
    "Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind\n"
    "2021-05-20,Barbell Squat,Legs,42.50,93.70,8,,,,,wr\n"
    "2021-05-20,Barbell Squat,Legs,20.41,45.00,8,,,,,wr\n"
)
FITNOTES_BODY = (
    "Date,Time,Measurement,Value,Unit,Comment\n"
    "2026-01-10,07:00:00,Bodyweight,82.0,kg,\n"
    "2026-01-10,07:00:00,Waist,84,cm,\n"
)
LIFTOSAUR = (
    "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,Required RPE,"
    "Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,Completed Weight Unit,"
    "Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n"
    "2026-03-01T10:00:00.000Z,GZCLP,Day 1,Deadlift,1,5,5,0,,,0,95,lb,95,lb,0,2026-03-01T10:05:00.000Z,,,\n"
    "2026-03-01T10:00:00.000Z,GZCLP,Day 1,Deadlift,0,5,6,1,8,9,0,225,lb,225,lb,0,2026-03-01T10:09:00.000Z,,,fast\n"
    "2026-03-01T10:00:00.000Z,GZCLP,Day 1,Deadlift,0,5,,0,8,,0,225,lb,,,0,,,,\n"
)
LIFTOSAUR_OLD = (
    "Workout DateTime,Program,Day Name,Exercise,Equipment,Is Warmup Set?,Required Reps,Completed Reps,RPE,Is AMRAP?,"
    "Weight Value,Weight Unit,Completed Reps Time,Target Muscles,Synergist Muscles,Notes\n"
    "2022-03-01T10:00:00.000Z,5/3/1,Day 1,Deadlift,barbell,0,5,5,8,0,100,kg,,,,\n"
)
WGER: dict[str, Any] = {
    "workoutlog": {
        "count": 4,
        "next": None,
        "results": [
            {
                "id": 7,
                "date": "2025-04-02T18:05:00+02:00",
                "session": "3",
                "exercise": 507,
                "repetitions_unit": 1,
                "repetitions": "8.00",
                "weight_unit": 1,
                "weight": "62.50",
                "rir": "2.0",
                "rest": 120,
            },
            {
                "id": 8,
                "date": "2025-04-02T18:15:00+02:00",
                "session": 3,
                "exercise": 9,
                "repetitions_unit": 3,
                "repetitions": "45",
                "weight_unit": 3,
                "weight": "80",
            },
            {"id": 9, "date": "2025-04-02", "exercise": 507, "repetitions": 5, "weight_unit": 2, "weight": 135},
            {"id": 10, "date": "2025-04-02", "exercise": 507, "repetitions": 5, "weight_unit": 4, "weight": 2},
        ],
    },
    "workoutsession": [{"id": 3, "date": "2025-04-02", "time_start": "18:00:00", "notes": "Fresh"}],
    "exerciseinfo": [
        {"id": 507, "translations": [{"language": 1, "name": "Kreuzheben"}, {"language": 2, "name": "Deadlifts"}]}
    ],
    "weightentry": [{"id": 1, "date": "2025-04-01T07:00:00+02:00", "weight": "81.40", "weight_unit": 1}],
}
