"""What sensors on the body can and cannot give, by their places, and how they compare with a video: in words."""

from typing import Final

from hiphinge.analysis import WITH_THIGH, Analysis, SensorCheck
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.numbers import listed

__all__ = ["statement_on_sensors", "warning_of_sensors", "who_measured"]

_NOT: Final = "They do not show knees, feet, head, hands or the weight; a video does."
_LITTLE: Final = {
    1: "One sensor gives how far that part of the body leans and when each repetition turns, but not the bend between "
    "two parts.",
}
_LEAST_AGREEMENT: Final = 0.75
"""Two honest 90 % intervals allow for the difference in more than nine of ten moments; this leaves room for chance."""


def statement_on_sensors(analysis: Analysis) -> str:
    """Return where the sensors were, what they give and what they do not; empty where a camera alone recorded."""
    sensors, details = analysis.motion.sensors, analysis.motion.origin.details
    if sensors is None:
        return _beside_a_video(analysis) if analysis.sensor_checks else ""
    places = ", ".join(f"{track.place} ({track.rate_hz:.0f} a second)" for track in sensors.tracks)
    said = [f"Worn at {places}."]
    for id_, ends in details.get("between", {}).items():
        said.append(f"{QUANTITIES[id_].title}: between {ends}.")
    if len(sensors.tracks) in _LITTLE:
        said.append(_LITTLE[len(sensors.tracks)])
    calibrated = details.get("sensors_calibrated", "")
    return " ".join([*said, *([calibrated] if calibrated else []), _NOT])


def _beside_a_video(analysis: Analysis) -> str:
    details = analysis.motion.origin.details
    clock_s = details.get("worn_clock_minus_video_s")
    said = [f"Worn at {details.get('worn_at', 'places that are not known')} while you were filmed."]
    if clock_s is not None:
        said.append(
            f"Their clock is {abs(clock_s):.2f} s {'ahead of' if clock_s >= 0.0 else 'behind'} the video's, as the "
            f"movement of the trunk shows (correlation {details.get('worn_movement_alike', 0.0):.3f})."
        )
    said += [_compared(check) for check in analysis.sensor_checks]
    calibrated = details.get("worn_calibrated", "")
    return " ".join([*said, *([calibrated] if calibrated else [])])


def _compared(check: SensorCheck) -> str:
    title, degree = QUANTITIES[check.id].title, "\N{DEGREE SIGN}"
    sensors = "" if check.between == WITH_THIGH else "sensors "
    where = f" ({sensors}between {check.between})" if check.between else ""
    theirs = f"±{check.sensors_half_width_deg:.0f}{degree} by the sensors"
    ours = (
        "not known by the video"
        if check.video_half_width_deg is None
        else f"±{check.video_half_width_deg:.0f}{degree} by the video"
    )
    known = f"known to {theirs}, {ours}"
    if not check.same_places:
        known += "; the sensors sit elsewhere than where the video measures, so the video counts"
    elif check.used == "sensors":
        known += "; the sensors count"
    elif check.video_half_width_deg is None or check.sensors_half_width_deg < check.video_half_width_deg:
        known += "; the sensors leave out a part of the movement, so the video counts"
    else:
        known += "; the video counts"
    if check.difference_deg is None or check.agree is None:
        return f"{title}{where}: {known}."
    low, high = check.difference_low_deg, check.difference_high_deg
    return (
        f"{title}{where}: {known}. {_beside(check.difference_deg)} on average, {low:+.0f} to {high:+.0f}{degree} in "
        f"nine of ten moments; in {100 * check.agree:.0f}\N{NO-BREAK SPACE}% of all moments the two agree within their "
        "intervals."
    )


def _beside(difference_deg: float) -> str:
    """Return by how much the sensors read more or less than the video."""
    away = round(difference_deg)
    if away == 0:
        return "The sensors read as much as the video"
    return f"The sensors read {abs(away)}\N{DEGREE SIGN} {'more' if away > 0 else 'less'} than the video"


def who_measured(analysis: Analysis) -> str:
    """Return which angles sensors measured in place of the video; empty where none were worn."""
    if not analysis.sensor_checks:
        return ""
    counted = [check for check in analysis.sensor_checks if check.used == "sensors"]
    better = [QUANTITIES[check.id].title.lower() for check in counted]
    if not better:
        return "Your sensors and the video were compared. The video counts for each angle; the details say why."
    text = listed(better)
    counts = "count" if len(better) > 1 else "counts"
    said = [f"{text[0].upper()}{text[1:]} {counts} as your sensors measured {'them' if len(better) > 1 else 'it'}."]
    said += [f"{QUANTITIES[one.id].title} is between {one.between}." for one in counted if one.between == WITH_THIGH]
    return " ".join(said)


def warning_of_sensors(analysis: Analysis) -> str:
    """Return where video and sensors contradict each other, and what to look at; empty where they do not."""
    apart = [
        QUANTITIES[check.id].title.lower()
        for check in analysis.sensor_checks
        if check.same_places and check.agree is not None and check.agree < _LEAST_AGREEMENT
    ]
    if not apart:
        return ""
    return (
        f"Video and sensors contradict each other in {listed(apart)}. Take neither for certain: see that the sensors "
        "sit firmly on the skin, and that the camera stands square to your side."
    )
