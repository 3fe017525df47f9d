"""What is measured of one repetition: for every quantity a function over an angle series, whatever recorded it."""

from hiphinge.measures.at_bottom import judged_from_reference
from hiphinge.measures.back_at_deepest import BackAtDeepest, back_at_deepest
from hiphinge.measures.bar import BAR_QUANTITIES
from hiphinge.measures.behind_plate import OF_SHOULDER, SHOULDER_HIDDEN_DEG
from hiphinge.measures.contacts import ContactLoss, contact_losses
from hiphinge.measures.estimates import change, estimate, near_bottom, with_bounds, with_half_width, within_possible
from hiphinge.measures.gains import (
    CERTAIN_WIDTH_DEG,
    GAIN_OF,
    LEAN,
    LUMBAR,
    MIN_FRAMES,
    SAME_LEAN_DEG,
    WIDENING_SHARE,
    Gain,
    GainComparison,
)
from hiphinge.measures.lumbar_estimate import HALF_WIDTH_IN_ERRORS, LumbarEstimate, chance_beyond, lumbar_estimate
from hiphinge.measures.measure import LiftContext, Measure, RepetitionInput
from hiphinge.measures.measurement import (
    FROM_BEHIND,
    FROM_FRONT,
    FROM_SIDE,
    HIDDEN,
    Measured,
    Measurement,
    NotMeasurable,
    hidden_by_view,
    not_measurable,
)
from hiphinge.measures.plugin_measures import (
    lift_quantities,
    measure_packages,
    measure_problems,
    measures_in_use,
    quantities_in_use,
)
from hiphinge.measures.registry import (
    MEASURES,
    NO_SENSOR,
    measure_repetition,
    quantities_of,
    registered,
    with_per_frame_quantities,
)
from hiphinge.measures.series import (
    BAR_AHEAD,
    BAR_UP,
    HIP_AHEAD,
    HIP_HEIGHT,
    LEANING_DEG,
    TRUNK_LENGTH,
    MotionSeries,
    Reference,
    SourceKind,
)
from hiphinge.measures.set_comparison import SetComparison, compare_set

__all__ = [
    "BAR_AHEAD",
    "BAR_QUANTITIES",
    "BAR_UP",
    "CERTAIN_WIDTH_DEG",
    "FROM_BEHIND",
    "FROM_FRONT",
    "FROM_SIDE",
    "GAIN_OF",
    "HALF_WIDTH_IN_ERRORS",
    "HIDDEN",
    "HIP_AHEAD",
    "HIP_HEIGHT",
    "LEAN",
    "LEANING_DEG",
    "LUMBAR",
    "MEASURES",
    "MIN_FRAMES",
    "NO_SENSOR",
    "OF_SHOULDER",
    "SAME_LEAN_DEG",
    "SHOULDER_HIDDEN_DEG",
    "TRUNK_LENGTH",
    "WIDENING_SHARE",
    "BackAtDeepest",
    "ContactLoss",
    "Gain",
    "GainComparison",
    "LiftContext",
    "LumbarEstimate",
    "Measure",
    "Measured",
    "Measurement",
    "MotionSeries",
    "NotMeasurable",
    "Reference",
    "RepetitionInput",
    "SetComparison",
    "SourceKind",
    "back_at_deepest",
    "chance_beyond",
    "change",
    "compare_set",
    "contact_losses",
    "estimate",
    "hidden_by_view",
    "judged_from_reference",
    "lift_quantities",
    "lumbar_estimate",
    "measure_packages",
    "measure_problems",
    "measure_repetition",
    "measures_in_use",
    "near_bottom",
    "not_measurable",
    "quantities_in_use",
    "quantities_of",
    "registered",
    "with_bounds",
    "with_half_width",
    "with_per_frame_quantities",
    "within_possible",
]
