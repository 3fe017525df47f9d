"""The sentences of reports and terminal, as templates; what they are filled with comes from the analysis."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "BY_SENSORS",
    "DONE_AS",
    "FILMING",
    "GRADES",
    "HEADLINES",
    "INTENDED_USE",
    "PATTERN_ALL",
    "PATTERN_ONE",
    "PHASES",
    "PROPER_NAMES",
    "SENTENCES",
    "STANDING",
    "VIEWS",
]


def _fixed(**items: str) -> Mapping[str, str]:
    return MappingProxyType(items)


PROPER_NAMES = frozenset({"Romanian"})
"""First words of exercise names that keep their capital inside a sentence."""

SENTENCES = _fixed(
    count_one="One repetition{of}.",
    count="{Count} repetitions{of}.",
    count_sets="{Count} repetitions{of} in {sets} sets.",
    numbered_one="It has number {numbers}, since movements that do not count are numbered, too.",
    numbered="They have the numbers {numbers}, since movements that do not count are numbered, too.",
    attempts_one="One more movement was not counted: it did not go all the way.",
    attempts="{Count} more movements were not counted: they did not go all the way.",
    only_attempts_one="One movement was detected but not counted: it did not go all the way.",
    only_attempts="{Count} movements were detected but not counted: they did not go all the way.",
    bar_one="The bar went up at a mean of {last} (give or take {half}).",
    bar_set="The bar went up at a mean of {first} in repetition {repetition} and {last} in repetition {other} (give or "
    "take {half}).",
    bar_set_alike="The bar went up at a mean of {last} in repetition {repetition} and in repetition {other} "
    "(give or take {half}).",
    bar_assumed=", if the plate is {plate} mm across",
    bar_slower="The last one was {loss} % slower than {fastest} (give or take {half} points).",
    bar_as_fast="A difference of less than {half} % may be chance: the set did not clearly slow down.",
    bar_scale="The metres of the bar's path come from the plate: {plate} mm across, {given}. One pixel is {scale} mm "
    "there.",
    bar_rulers_apart="The plate's width and height give scales that are {apart} % apart, so the ranges are wider.",
    bar_no_stature="Give your height, and this scale can be compared with the one at your body.",
    bar_scales_agree="By your height, one pixel is {body} mm at your body: the plate looks {more} % larger. That fits, "
    "as it is nearer to the camera.",
    bar_scales_disagree="By your height, one pixel is {body} mm at your body, so the plate would look {more} % larger "
    "than life. A plate nearer to the camera looks 10 to 60 % larger: check its diameter and your height.",
    no_repetitions="The video shows no full repetition.",
    not_usable="This video cannot be measured.",
    stretches="The video has {count} parts, by its cuts and views. We measured {measured}, {view}, and left out "
    "{others}. For another part, give its start and end.",
    at_an_angle="You were filmed about {degrees}° away from a side view, give or take {error}°. Lean and bend are "
    "measured from there with wider ranges; what the angle hides is not.",
    in_front="You were filmed {view}. That shows {shown}. It does not show your back, how far you lean and bend, or "
    "whether you hinge or squat: for those, film a set from the side.",
    shown_in_front="how wide you stand, your knees over your feet, and what is higher or heavier on one side",
    shown_from_behind="your repetitions, their times, and whether your weight goes to one side",
    feet_moved="Your feet, or the phone, moved at {times}; each part is measured from where the feet stand in it.",
    repetition_too_long="A repetition takes {shortest:g} to {longest:g} s, but repetition {index} lasts {lasts}: the "
    "video may be in slow motion, or hold a rest.",
    repetition_too_short="A repetition takes {shortest:g} to {longest:g} s, but repetition {index} lasts {lasts}: "
    "nobody moves so fast, so the times are wrong.",
    shorter_parts="{count} shorter ones",
    part_fewer="{view}, with less to measure",
    part_unusable="too short, or the person is not seen well enough",
    found="{what} ({where}).",
    where_all="every repetition, clearest at {time}",
    where_one="repetition {repetitions}, at {time}",
    where="repetitions {repetitions}, clearest at {time}",
    where_only="at {time}",
    nothing_found="Nothing stood out in what was measured.",
    nothing_else_found="Nothing else stood out in what was measured.",
    of=" of the {exercise}",
    looks_like="It looks like {exercise} (about {chance} %).",
    may_be="You did not name the exercise. It may be {exercise} (about {chance} %), and was judged as one.",
    looks_like_done_as="It looks like {exercise} (about {chance} %), {done_as}",
    may_be_done_as="You did not name the exercise. It may be {exercise} (about {chance} %), {done_as}",
    either_alike="You did not name the exercise. It may be {exercises}: the same limits hold either way.",
    either="We are not certain which exercise this was: {exercises}. Name it, and it is judged by its own limits; "
    "they differ for {names}.",
    few_judged="Too little could be measured to judge the rest.",
    pattern_unseen="We could not tell which movement this was.",
    pattern_hidden="We could not tell a hinge from a squat or a stoop: your knees or your trunk were not measurable "
    "at the bottom.",
    between="It was between {one} ({first} likely) and {other} ({second}), so we call it neither.",
    between_all="They were between {one} ({first} likely) and {other} ({second}), so we call them neither.",
    next_cue="Next set: {cue}",
    next_drill="Drill first: {drill}",
    attempt="It did not go all the way, so it is not counted.",
    alike="No repetition is clearly better than the others, so you see the first and the last.",
    compared="You see both at the same points of the movement. Halfway means half of the trunk lean.",
    only_in_worst="Unlike repetition {best}, repetition {worst} shows: {names}.",
    further_in_worst="Both show {names}, repetition {worst} more so than repetition {best}.",
    on_image="The frame shows {shown}; when you stand it is {standing}.",
)

HEADLINES = _fixed(
    refused="This video cannot be measured yet",
    empty="No full repetition was found",
    clean="{count}, {pattern}, and nothing we measured needs work",
    noted="{count}, {pattern}, and {things} to know",
    watch="{count}, {pattern}, and {things} to keep an eye on",
    back="{count}, {pattern}, and only the lower back to keep an eye on",
    little="{count}, but too little measured to judge",
    some="{count}, {pattern}, and {things} to work on",
)

DONE_AS = _fixed(
    hinge="done as a hinge.",
    squat="but done as a squat: knees and hips bent together.",
    stoop="but done as a stoop: much of the bend came from your lower back, over nearly straight knees.",
)
"""How an exercise that is a hinge was done, where each repetition had the same pattern."""

PATTERN_ALL = _fixed(
    hinge="Each one was a hinge.",
    doubtful_hinge="Each one looks like a hinge, but {some} may have been a stoop: the knees were nearly "
    "straight, and it is not certain how far the back rounded.",
    squat="Each one was a squat: knees and hips bent together.",
    stoop="Each one was a stoop: much of the bend came from your lower back, over nearly straight knees.",
    unclear="We could not tell whether these were hinges or stoops: with nearly straight knees the two look alike "
    "unless the back is measured.",
)

BY_SENSORS = "Sensors on the back do not show the knees, so that hinge, squat and stoop are not told apart."

PATTERN_ONE = _fixed(
    hinge="It was a hinge.",
    doubtful_hinge="It looks like a hinge, but it may have been a stoop: the knees were nearly straight, and it is "
    "not certain how far the back rounded.",
    squat="It was a squat: knees and hips bent together.",
    stoop="It was a stoop: much of the bend came from your lower back, over nearly straight knees.",
    unclear="We could not tell whether this was a hinge or a stoop: with nearly straight knees the two look alike "
    "unless the back is measured.",
)

PHASES = _fixed(descent="Lowering", bottom="Bottom", ascent="Lifting", lockout="Standing")

VIEWS = _fixed(
    side="from the side",
    oblique="at an angle, not straight from the side",
    front="from the front",
    back="from behind",
    unknown="from an unclear direction",
)

STANDING = _fixed(
    calibration="from another recording ({recording}, {duration} of standing), so every change is less certain",
    quiet="from quiet standing in this recording ({duration})",
    lockout="from your lockouts, because the video shows no quiet standing",
    none="not found, so changes from standing could not be measured",
)

GRADES = _fixed(
    A="several consistent studies",
    B="direct but limited studies",
    C="indirect or calculated",
    D="unsupported, or contradicted by better studies",
    U="no study found",
)

INTENDED_USE = (
    (
        "For exercise education and movement measurement for healthy adults; "
        "not for diagnosis, monitoring, treatment or prevention of disease or injury."
    ),
    "Education, not medical advice. If something hurts, stop and ask someone qualified.",
)
"""What this is for, and what it is not for; the first sentence word for word as in the documentation."""

FILMING = (
    "Put the phone at hip height, about three long steps away, square to your side.",
    "Keep your whole body in the frame, from head to feet, standing and at the bottom.",
    "Stand still for two seconds before the first repetition and after the last.",
    "Have the light behind the phone, nobody in front of you, and nothing that hides your hips, knees or feet.",
    "Wear fitted clothes: a loose top hides your joints.",
)
"""How to film so that a video can be measured."""
