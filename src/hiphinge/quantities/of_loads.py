"""The quantities of what is lifted, and of what back, hips and knees carry."""

from hiphinge.quantities.record import per_repetition

__all__ = ["BAR_QUANTITIES", "CARRIED_QUANTITIES"]

BAR_QUANTITIES = (
    per_repetition(
        "bar_rise",
        "m",
        "Rise of the bar",
        "From the bar's lowest place to its highest on the way up, with the plate's diameter as the scale.",
        "higher",
    ),
    per_repetition(
        "bar_mean_velocity",
        "m/s",
        "Mean velocity of the bar",
        "Mean upward velocity of the bar on its way up, without the first and last two percent of the rise.",
        "faster",
    ),
    per_repetition(
        "bar_peak_velocity",
        "m/s",
        "Peak velocity of the bar",
        "Largest upward velocity of the bar on its way up.",
        "faster",
    ),
    per_repetition(
        "bar_velocity_loss",
        "%",
        "Velocity lost in the set",
        "How much lower the mean velocity of the bar is than in the fastest repetition of the set so far.",
        "slower than the fastest",
    ),
    per_repetition(
        "bar_path_width",
        "m",
        "Width of the bar's path",
        "Between the bar's most forward and most backward place on the way up.",
        "wider",
    ),
    per_repetition(
        "bar_over_foot",
        "m",
        "Bar ahead of the middle of the foot",
        "How far the bar is ahead of the middle between heel and toe, the mean on the way up.",
        "ahead",
    ),
    per_repetition(
        "bar_power",
        "W",
        "Mean power on the bar",
        "Mean power that lifts and speeds up the load on the way up; the body's own is not in it.",
        "more power",
    ),
)

CARRIED_QUANTITIES = (
    per_repetition(
        "back_moment_nm",
        "N m",
        "Moment at the lower back",
        "Largest net moment at L5/S1 in the repetition, from body, load and posture in the side view.",
        "held by the back's extensors",
    ),
    per_repetition(
        "back_compression_n",
        "N",
        "Compression at the lower back (model estimate, ±30 % or worse)",
        "Compression at L5/S1 at that moment, with one muscle that stands for all extensors of the back. "
        "Compare it with your own lifts only.",
        "pressed together",
    ),
    per_repetition(
        "hip_moment_nm",
        "N m",
        "Moment at the hips",
        "Net moment of both hips at the moment that asks most of the lower back.",
        "held by the hips' extensors",
    ),
    per_repetition(
        "knee_moment_nm",
        "N m",
        "Moment at the knees",
        "Net moment of both knees at the moment that asks most of the lower back; negative where the knees' flexors "
        "hold it.",
        "held by the knees' extensors",
    ),
    per_repetition(
        "back_dose_nm_s",
        "N m s",
        "What the lower back held over time",
        "Net moment at L5/S1 times seconds, summed over the repetition whichever way it acts.",
        "more, or for longer",
    ),
    per_repetition(
        "back_dose_squared_nm2_s",
        "N² m² s",
        "What the lower back held over time, squared",
        "The square of the net moment at L5/S1 times seconds, summed over the repetition: heavy moments count most.",
        "more, or for longer",
    ),
)
