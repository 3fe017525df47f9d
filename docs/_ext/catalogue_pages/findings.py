"""The pages of findings, and the page that lists whatever the analysis and the coach may say."""

from collections.abc import Iterator, Mapping

from catalogue_pages.markup import amount, band, bullets, checked, figure, heading, page, section, shut, table
from catalogue_pages.places import anchor, link, links, sources
from hiphinge.catalogue import Band, ContactText, Fault, PatternText, load

__all__ = ["finding_pages", "findings_reference"]

_ABOUT_FINDINGS = "In the order in which the coach takes them up: one becomes the advice, never all of them."
_ABOUT_PATTERN = (
    "By these a repetition is called a hinge, a squat, a stoop or unclear. Where a width is given, the probability "
    "changes gradually about the threshold, over about that much on both sides."
)
_ABOUT_GUESS = "By these the exercise is assumed where nobody named it. Naming it is always better."
_ABOUT_BACK = "By these the back is compared with trained lifters, and a stoop with a hinge."
_ABOUT_POSTURE = "By these a posture is refused as standing: nothing about the legs is compared with it."
_ABOUT_TIMES = "Beyond these a duration is said to be wrong, or the video to be in slow motion."
_ABOUT_ENDS = (
    "By these set-up, pick-up, put-down and standing up without the weight are distinguished from repetitions. "
    "Log-odds of 0 are an even chance; those of one movement are added up."
)
_ABOUT_LIKELY = (
    "A measured value has an error, so the true one may lie on the other side of the threshold. How likely that is "
    "follows from its 90 % interval, with an error that is taken as normal. Where the interval is so wide that "
    "neither side is likely enough, the value is near the line: it is not found."
)
_ABOUT_CAMERA = "From here on it is said that the camera moved. The background is followed, where it shows enough."
_ABOUT_BAR = "By these the plate is distinguished from other round things, and the ends of the bar's rise are set."
_ABOUT_TESTS = "By these a self-test in a video finds its posture, its hold and its points."
_ABOUT_STICK = (
    "A straight stick is placed along the back as seen from the side. What is reported here is geometry that you "
    "feel in the drill, compared with the person's standing posture, and not a fault by itself."
)
_ABOUT_STATIONS = """\
What a plan chooses from. Of each line somebody does the hardest exercise that they have reached and have what it needs
for. The order and the doses are the program's own choice.
"""
_ABOUT_DECISIONS = """\
Every decision of a plan is one of these sentences, with the training rule that it follows and the grade of that rule.
"""
_ABOUT_PHRASES = "Words in braces are filled in."
_ABOUT_REASONS = "Each reason comes with one thing to do about it."
DIRECTIONS = {"above": "more than", "below": "less than"}
MARGINS = {
    "clear": "by more than the repeatability of such a difference",
    "probable": "with the probability that a finding needs",
    "interval": "with the whole of its 90 % interval",
    "none": "",
}


def finding_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every finding, and the page that lists them."""
    faults = load().faults
    rows = [(link("finding", fault.id), fault.what, fault.cue) for fault in faults.values()]
    parts = (
        heading("learn-findings", "Findings"),
        _ABOUT_FINDINGS,
        table(("finding", "what it is", "cue"), rows),
        shut(faults),
    )
    yield "findings/index", page(*parts)
    for id_, fault in faults.items():
        yield f"findings/{id_}", _finding(fault)


def _finding(fault: Fault) -> str:
    catalogue = load()
    cues = (f"**Looking outward:** {fault.cue}", f"**Looking inward:** {fault.cue_internal}")
    common = [e.id for e in catalogue.exercises.values() if fault.id in e.common]
    return page(
        f"({fault.id})=\n{heading(anchor('finding', fault.id), fault.name)}",
        fault.what,
        figure("findings", fault.id, f"{fault.name}: beside how it is meant"),
        bullets(_facts(fault)),
        section("From where it counts", _bands(fault)),
        section("Not given", bullets(_silences(fault))),
        section("What may be behind it", bullets(fault.causes)),
        section("Cues", bullets(cues), "Take the one that changes your numbers."),
        section("What to do", bullets(_do(fault)), f"**Why:** {fault.why}"),
        section("Often seen in", links("exercise", common)),
        section("Sources", sources(fault.sources, fault.citations)),
    )


def _facts(fault: Fault) -> Iterator[str]:
    yield f"**Id:** `{fault.id}`"
    yield f"**Measured:** {fault.measured}"
    if fault.looked_for:
        yield f"**Counts when** {_condition(fault)}."
    else:
        yield "**Not judged from video yet;** it is described so that you know it."
    if fault.level == "information":
        yield "**Level:** information, not a fault."


def _condition(fault: Fault) -> str:
    limit = fault.default.threshold
    if fault.quantity is None:
        return f"the {fault.unit} is {DIRECTIONS[fault.direction]} {limit:g}"
    threshold = (
        amount(limit, fault.unit) if fault.share_of is None else f"{limit:g} of {link('quantity', fault.share_of)}"
    )
    value = f"{link('quantity', fault.quantity)} is {DIRECTIONS[fault.direction]} {threshold}"
    return ", ".join(part for part in (value, MARGINS[fault.margin]) if part)


def _do(fault: Fault) -> Iterator[str]:
    yield f"**Drill:** {links('drill', (fault.drill, *fault.other_drills))}"
    yield f"**Easier:** {fault.regression}"
    yield f"**When clear:** {fault.held}"


def _silences(fault: Fault) -> Iterator[str]:
    """Yield each reason for silence with the exercises or patterns that it holds for."""
    reasons = load().reasons
    for silence in fault.silent:
        exercises = [id_ for id_, reason in fault.silent_exercises.items() if reason == silence.reason]
        if exercises:
            yield f"In {links('exercise', exercises)}: {reasons[silence.reason].reason}"
        if silence.patterns:
            yield f"When the pattern is {', '.join(silence.patterns)}: {reasons[silence.reason].reason}"


def _bands(fault: Fault) -> str:
    """Return the threshold of a fault and those of the exercises that differ, each with grade, sources and a note."""
    own = {
        link("exercise", exercise.id): exercise.bands[fault.id]
        for exercise in load().exercises.values()
        if fault.id in exercise.bands and exercise.id not in fault.silent_exercises
    }
    rows: Mapping[str, Band] = {"every other exercise" if own else "every exercise": fault.default} | own
    return table(
        ("exercise", "threshold", "usual", "grade", "checked", "sources", "note"),
        [
            (
                name,
                _line(fault, limit),
                band(limit.usual, fault.unit),
                limit.grade,
                checked(unverified=limit.unverified),
                links("evidence", limit.citations),
                limit.note or "",
            )
            for name, limit in rows.items()
        ],
    )


def _line(fault: Fault, limit: Band) -> str:
    threshold = amount(limit.threshold, "share" if fault.share_of else fault.unit)
    return f"{DIRECTIONS[fault.direction]} {threshold}"


def findings_reference() -> str:
    """Return what the page of findings lists: findings, patterns, stick, exercises, drills, phrases, reasons."""
    catalogue = load()
    drills = [(f"`{d.id}`", link("drill", d.id), d.purpose) for d in catalogue.drills.values()]
    phrases = [(f"`{p.id}`", p.text) for p in catalogue.phrases.values()]
    reasons = [(f"`{r.id}`", r.reason, r.do) for r in catalogue.reasons.values()]
    return page(
        section("All findings", _ABOUT_FINDINGS, _finding_table()),
        section("Patterns", *map(_pattern, catalogue.patterns.values())),
        section("Thresholds of the pattern", _ABOUT_PATTERN, _threshold_table("pattern")),
        section("Thresholds of the assumed exercise", _ABOUT_GUESS, _threshold_table("exercise_guess")),
        section("Thresholds of the back", _ABOUT_BACK, _threshold_table("back")),
        section("Thresholds within rules", _threshold_table("rules")),
        section("How likely a finding has to be", _ABOUT_LIKELY, _threshold_table("judging")),
        section("Thresholds of the reference posture", _ABOUT_POSTURE, _threshold_table("reference_posture")),
        section("Thresholds of repetitions", _ABOUT_TIMES, _threshold_table("repetitions")),
        section("Thresholds of a camera that moves", _ABOUT_CAMERA, _threshold_table("camera")),
        section("Thresholds of the ends of a set", _ABOUT_ENDS, _threshold_table("set_boundaries")),
        section("Thresholds of the bar", _ABOUT_BAR, _threshold_table("bar")),
        section("Thresholds of self-tests", _ABOUT_TESTS, _threshold_table("self_tests")),
        section("Where a back leaves a stick", _ABOUT_STICK, *map(_contact, catalogue.contacts.values())),
        section("Progressions", *_progressions()),
        section("Exercises", _exercise_table()),
        section("Exercises of a plan", _ABOUT_STATIONS, _station_table()),
        section("What a plan says", _ABOUT_DECISIONS, _decision_table()),
        section("Drills", table(("id", "drill", "what for"), drills)),
        section("What the coach says", _ABOUT_PHRASES, table(("id", "sentence"), phrases)),
        section("Why something is not measurable", _ABOUT_REASONS, table(("id", "reason", "what to do"), reasons)),
    )


def _finding_table() -> str:
    rows = [
        (
            f"`{fault.id}`",
            link("finding", fault.id),
            _condition(fault) if fault.looked_for else "described, not looked for in videos",
            fault.grade,
            checked(unverified=fault.unverified),
            link("drill", fault.drill),
        )
        for fault in load().faults.values()
    ]
    return table(("id", "finding", "counts when", "grade", "checked", "drill"), rows)


def _exercise_table() -> str:
    rows = [
        (
            f"`{e.id}`",
            link("exercise", e.id),
            e.family,
            e.start,
            "swung" if e.load_place == "swing" else e.load_place,
            checked(unverified=not e.analysed),
            ", ".join(f"`{alias}`" for alias in e.aliases),
        )
        for e in load().exercises.values()
    ]
    return table(("id", "exercise", "family", "starts", "load", "filmed", "other names"), rows)


def _station_table() -> str:
    rows = [
        (
            f"`{s.id}`",
            link("exercise", s.id),
            s.part,
            f"{s.line.replace('_', ' ')} {s.rung}",
            ", ".join(s.needs) or "nothing",
            ", ".join(s.axes),
            f"{s.sets} x {s.hold_s} to {s.most_hold_s} s"
            if s.hold_s is not None
            else f"{s.sets} x {s.repetitions} to {s.most_repetitions}",
        )
        for s in sorted(load().stations.values(), key=lambda s: (s.part != "main", s.part, s.line, s.rung))
    ]
    return table(("id", "exercise", "part", "line and rung", "one of", "gets harder by", "dose"), rows)


def _decision_table() -> str:
    rows = [
        (f"`{one.id}`", one.example, link("training_rule", one.rule), load().training_rules[one.rule].grade)
        for one in load().decisions.values()
    ]
    return table(("id", "for example", "rule", "grade"), rows)


def _pattern(pattern: PatternText) -> str:
    return page(
        heading(anchor("pattern", pattern.id), f"`{pattern.id}`: {pattern.name}", 3), pattern.what, pattern.note
    )


def _threshold_table(used_for: str) -> str:
    rows = [
        (
            f"`{t.id}`",
            t.what,
            f"{amount(t.value, t.unit)}" + ("" if t.width is None else f", width {t.width:g}"),
            t.grade,
            checked(unverified=t.unverified),
            links("evidence", t.citations),
            t.note,
        )
        for t in load().thresholds.values()
        if t.used_for == used_for
    ]
    return table(("id", "what it decides", "threshold", "grade", "checked", "sources", "note"), rows)


def _contact(contact: ContactText) -> str:
    parts = " or ".join(part.replace("_", " ") for part in contact.may_be)
    read = "no source was read for the number" if contact.unverified else "checked"
    facts = (
        f"**Counts when** the gap is more than {contact.threshold:g} of leg length for 0.2 s. {contact.note}",
        f"**May be:** {parts}. {contact.why}",
        f"**Grade:** {contact.grade}; {read}",
    )
    return page(
        heading(anchor("contact", contact.id), f"`{contact.id}`: {contact.name}", 3),
        contact.what,
        bullets(facts),
        f"From:\n\n{sources(contact.sources, ())}",
    )


def _progressions() -> Iterator[str]:
    for one in sorted(load().progressions.values(), key=lambda p: p.priority):
        when = "" if one.quantity is None else f"While {link('quantity', one.quantity)} is below {one.below:g}. "
        drill = "" if one.drill is None else f" Drill: {link('drill', one.drill)}."
        read = "no source was read for the number" if one.unverified else "checked"
        yield page(
            heading(anchor("progression", one.id), f"`{one.id}`: {one.name}", 3),
            f"{when}{one.next} {one.why}{drill} (Grade {one.grade}; {read}.)",
            sources(one.sources, one.citations),
        )
