"""What shows from the front, and some of it from behind."""

from dataclasses import replace

from hiphinge.quantities.record import per_repetition

__all__ = ["FRONT_AND_BACK", "FRONT_QUANTITIES"]

FRONT_AND_BACK = ("front", "back")
_FROM_BEHIND_TOO = {"weight_aside"}
"""What people rendered from behind show as well as those from the front."""

_ALL = (
    per_repetition(
        "stance_per_hips",
        "ratio",
        "Stance against the hips",
        "Distance between the ankles over the distance between the hip joints.",
        "wider",
    ),
    per_repetition(
        "stance_per_shoulders",
        "ratio",
        "Stance against the shoulders",
        "Distance between the ankles over the distance between the shoulder joints.",
        "wider",
    ),
    per_repetition(
        "knees_inward",
        "share of hip width",
        "Knees inside the feet",
        "How far the knees are inside the line of the feet at the bottom, the mean of both, as a change from the "
        "person's own standing and a share of the distance between the hip joints.",
        "towards each other",
    ),
    per_repetition(
        "knees_inward_m",
        "m",
        "Knees inside the feet, in metres",
        "The same in metres, where the person's stature is known.",
        "towards each other",
    ),
    per_repetition(
        "hips_line_deg",
        "deg",
        "Tilt of the hips",
        "Line through both hip joints at the bottom, from the front, as a change from the person's own standing.",
        "left side higher",
    ),
    per_repetition(
        "shoulders_line_deg",
        "deg",
        "Tilt of the shoulders",
        "Line through both shoulder joints at the bottom, from the front, as a change from the person's own standing.",
        "left side higher",
    ),
    per_repetition(
        "weight_aside",
        "share of stance",
        "Weight to one side",
        "How far the body's centre of mass moves sideways from standing to the bottom, as a share of the distance "
        "between the ankles: by as much one foot carries more (static segment model).",
        "to the person's left",
    ),
    per_repetition(
        "bar_line_deg",
        "deg",
        "Tilt of the bar",
        "Line through both hands on the bar in the first two thirds of the way up, from level as feet, hips and "
        "shoulders show it in standing.",
        "left end higher",
    ),
)

FRONT_QUANTITIES = tuple(
    replace(q, views=FRONT_AND_BACK if q.id in _FROM_BEHIND_TOO else FRONT_AND_BACK[:1]) for q in _ALL
)
"""With the views that show each."""
