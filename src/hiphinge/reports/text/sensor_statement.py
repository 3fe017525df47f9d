"""What sensors on the body can and cannot give, by their places, and how they compare with a video: in words."""

from typing import Final

from hiphinge.analysis import WITH_THIGH, Analysis, SensorCheck
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.numbers import listed, spoken_range

__all__ = ["sensor_facts", "warning_of_sensors", "who_measured"]

_NOT: Final = "They do not show knees, feet, head, hands or the weight; a video does."
_LITTLE: Final = {
    1: "One sensor gives how far that part of the body leans and when each repetition turns, but not the bend between "
    "two parts.",
}
_LEAST_AGREEMENT: Final = 0.75
"""Two honest 90 % intervals allow for the difference in more than nine of ten moments; this leaves room for chance."""


def sensor_facts(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """Return terms and texts: where the sensors were, what they give and what they do not; none without sensors.

    Beside a video it is how the two compare, angle by angle.
    """
    sensors, details = analysis.motion.sensors, analysis.motion.origin.details
    if sensors is None:
        return _beside_a_video(analysis) if analysis.sensor_checks else ()
    places = ", ".join(f"{track.place} ({track.rate_hz:.0f} a second)" for track in sensors.tracks)
    said = [f"Worn at {places}."]
    for id_, ends in details.get("between", {}).items():
        said.append(f"{QUANTITIES[id_].title}: between {ends}.")
    if len(sensors.tracks) in _LITTLE:
        said.append(_LITTLE[len(sensors.tracks)])
    calibrated = details.get("sensors_calibrated", "")
    return (("Sensors", " ".join([*said, *([calibrated] if calibrated else []), _NOT])),)


def _beside_a_video(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    details = analysis.motion.origin.details
    clock_s = details.get("worn_clock_minus_video_s")
    said = [f"Worn at {details.get('worn_at', 'places that are not known')} while you were filmed."]
    if clock_s is not None:
        said.append(
            f"Their clock is {abs(clock_s):.2f} s {'ahead of' if clock_s >= 0.0 else 'behind'} the video's, as the "
            f"movement of the trunk shows (correlation {details.get('worn_movement_alike', 0.0):.3f})."
        )
    calibrated = details.get("worn_calibrated", "")
    return (
        ("Sensors", " ".join([*said, *([calibrated] if calibrated else [])])),
        *((f"{QUANTITIES[one.id].title}: video and sensors", _compared(one)) for one in analysis.sensor_checks),
    )


def _compared(check: SensorCheck) -> str:
    """Return how well each of the two knows an angle, which one counts, and how far they differ."""
    said = [f"{_known(check)}."]
    if check.between:
        said.insert(0, f"{'Between' if check.between == WITH_THIGH else 'Sensors between'} {check.between}.")
    away, low, high, agree = (
        check.difference_deg,
        check.difference_low_deg,
        check.difference_high_deg,
        check.agree,
    )
    if away is None or low is None or high is None or agree is None:
        return " ".join(said)
    said.append(
        f"{_beside(away)} on average; in nine of ten moments they differ by {spoken_range(low, high, 'deg')}. In "
        f"{100 * agree:.0f}\N{NO-BREAK SPACE}% of all moments the two agree within their intervals."
    )
    return " ".join(said)


def _known(check: SensorCheck) -> str:
    video, sensors = check.video_half_width_deg, check.sensors_half_width_deg
    seen = "not known by the video" if video is None else f"±{video:.0f}° by the video"
    known = f"Known to ±{sensors:.0f}° by the sensors, {seen}"
    if not check.same_places:
        return f"{known}; the sensors sit elsewhere than where the video measures, so the video counts"
    if check.used == "sensors":
        return f"{known}; the sensors count"
    if video is None or sensors < video:
        return f"{known}; the sensors leave out a part of the movement, so the video counts"
    return f"{known}; the video counts"


def _beside(difference_deg: float) -> str:
    """Return by how much the sensors read more or less than the video."""
    away = round(difference_deg)
    if away == 0:
        return "The sensors read as much as the video"
    return f"The sensors read {abs(away)}° {'more' if away > 0 else 'less'} than the video"


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
