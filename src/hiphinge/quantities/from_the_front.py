"""What shows from the front, and some of it from behind."""

from hiphinge.quantities.quantity import of_repetition

__all__ = ["FROM_THE_FRONT"]

FROM_THE_FRONT = (
    of_repetition(
        "stance_per_hips",
        "ratio",
        "Stance against the hips",
        "Distance between the ankles over the distance between the hip joints.",
        "wider",
    ),
    of_repetition(
        "stance_per_shoulders",
        "ratio",
        "Stance against the shoulders",
        "Distance between the ankles over the distance between the shoulder joints.",
        "wider",
    ),
    of_repetition(
        "knees_inward",
        "share of hip width",
        "Knees inside the feet",
        "How far the knees are inside the line of the feet at the bottom, the mean of both, as a change from the "
        "person's own standing and a share of the distance between the hip joints.",
        "towards each other",
    ),
    of_repetition(
        "knees_inward_m",
        "m",
        "Knees inside the feet, in metres",
        "The same in metres, where the person's stature is known.",
        "towards each other",
    ),
    of_repetition(
        "hips_line_deg",
        "deg",
        "Tilt of the hips",
        "Line through both hip joints at the bottom, from the front, as a change from the person's own standing.",
        "left side higher",
    ),
    of_repetition(
        "shoulders_line_deg",
        "deg",
        "Tilt of the shoulders",
        "Line through both shoulder joints at the bottom, from the front, as a change from the person's own standing.",
        "left side higher",
    ),
    of_repetition(
        "weight_aside",
        "share of stance",
        "Weight to one side",
        "How far the body's centre of mass moves sideways from standing to the bottom, as a share of the distance "
        "between the ankles: by as much one foot carries more (static segment model).",
        "to the person's left",
    ),
    of_repetition(
        "bar_line_deg",
        "deg",
        "Tilt of the bar",
        "Line through both hands on the bar in the first two thirds of the way up, from level as feet, hips and "
        "shoulders show it in standing.",
        "left end higher",
    ),
)
