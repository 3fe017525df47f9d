"""The methods paragraph of a study: what was measured how, with versions, settings and sources."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hiphinge.catalogue import load
from hiphinge.measures import lift_quantities
from hiphinge.studies.protocol import Protocol

__all__ = ["methods_text"]

_STATISTICS = (
    "For each person and condition the tables give the mean of the repetitions that count, with the 95 % interval of "
    "Student's t over the repetitions, and their standard deviation. Repetitions of one clip resemble each other, so "
    "that this interval describes these clips. For each condition they give the mean of the people's means with the "
    "95 % interval over people; every person counts the same."
)
_DIFFERENCES = (
    "Differences between conditions are those of the people's means, paired by person, with the 95 % interval of "
    "Student's t and the 95 % limits of agreement (Bland and Altman 1999)."
)
_AGREEMENT = (
    "Agreement with {by} is given as bias and 95 % limits of agreement at the same moments (Bland and Altman 1999); "
    "where a person has several moments, variance between and within people is told apart, and the intervals of the "
    "limits are those of Zou (2013)."
)
_BLAND_ALTMAN = (
    "Bland JM, Altman DG 1999, Measuring agreement in method comparison studies, Stat Methods Med Res 8:135-160"
)
_ZOU = (
    "Zou GY 2013, Confidence interval estimation for the Bland-Altman limits of agreement with multiple observations "
    "per individual, Stat Methods Med Res 22:630-642"
)


def methods_text(protocol: Protocol, clips: Mapping[str, Sequence[object]], quantities: Sequence[str]) -> str:
    """Return the paragraph as Markdown.

    Parameters
    ----------
    clips
        Columns of the table of clips.
    quantities
        Those that the tables have.
    """
    document = protocol.document
    parts = [f"# Methods: {document.title}", _clips(protocol, clips), _programs(clips), _settings(clips)]
    parts += [_accuracy(quantities), _STATISTICS]
    parts += [_DIFFERENCES] if document.compare else []
    parts += [_AGREEMENT.format(by=by or "a reference") for _, by in protocol.references]
    parts += ["## Sources", "\n".join(f"* {one}." for one in _sources(protocol, quantities))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _clips(protocol: Protocol, clips: Mapping[str, Sequence[object]]) -> str:
    document, states = protocol.document, [str(state) for state in clips["state"]]
    named = ", ".join(f"{key} ({one.title})" if one.title else key for key, one in document.conditions.items())
    exercises = ", ".join(sorted({str(one) for one in clips["exercise"] if one}))
    counts = f"{len(document.people)} people were filmed in {_plural(len(document.conditions), 'condition')} ({named})"
    ends = f"Of {_plural(len(states), 'clip')}, {states.count('done')} were measured"
    lost = [f"{states.count(name)} {name}" for name in ("refused", "failed") if name in states]
    judged = f" They were judged as: {exercises}." if exercises else ""
    why = f", {', '.join(lost)}; `clips.csv` has the reasons" if lost else ""
    return f"{counts}. {ends}{why}.{judged}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _programs(clips: Mapping[str, Sequence[object]]) -> str:
    versions, networks = _said(clips["versions"]), _said(clips["model"])
    programs = ", ".join(f"{name} {' or '.join(found)}" for name, found in sorted(versions.items()))
    said = f"Each clip of one camera was measured by hiphinge without a reference on the body ({programs})."
    if not networks:
        return f"{said} Poses came from files that do not say which network found them."
    model = ", ".join(f"{name} {' or '.join(found)}" for name, found in sorted(networks.items()))
    return f"{said} Poses and silhouettes came from: {model}."


def _settings(clips: Mapping[str, Sequence[object]]) -> str:
    settings = _said(clips["parameters"])
    listed = ", ".join(f"{name} {' or '.join(found)}" for name, found in sorted(settings.items()) if found != ["None"])
    return f"Settings that change numbers: {listed}." if listed else ""


def _said(column: Iterable[object]) -> dict[str, list[str]]:
    """Return each key of documents in JSON with every value that it has."""
    found: dict[str, dict[str, None]] = {}
    for text in column:
        if isinstance(text, str):
            for name, value in json.loads(text).items():
                found.setdefault(name, {})[str(value)] = None
    return {name: list(values) for name, values in found.items()}


def _accuracy(quantities: Sequence[str]) -> str:
    """Return a table of how far a value may be off, as the catalogue knows it."""
    known, units = load().accuracy, lift_quantities()
    rows = [
        f"| {units[id_].title} (`{id_}`) | {units[id_].unit} | {known[id_].absolute:g} | {known[id_].repeatability:g} |"
        for id_ in quantities
        if id_ in known
    ]
    if not rows:
        return ""
    head = "| quantity | unit | error of a value | error of a difference within a clip |\n| --- | --- | --- | --- |"
    said = "How far a measured value may be off (half-widths of 90 %), as determined before this study:"
    return "\n".join([said, "", head, *rows])


def _sources(protocol: Protocol, quantities: Sequence[str]) -> Iterator[str]:
    catalogue = load()
    wanted: dict[str, None] = {}
    for id_ in quantities:
        accuracy = catalogue.accuracy.get(id_)
        days = None if accuracy is None else accuracy.between_days
        wanted |= dict.fromkeys(() if days is None else days.citations)
    if protocol.document.compare or protocol.references:
        yield _BLAND_ALTMAN
    if protocol.references:
        yield _ZOU
    yield "hiphinge, with the version above; its documentation has the definition and the accuracy of every quantity"
    for one in wanted:
        evidence = catalogue.evidence[one]
        yield f"{evidence.citation}{f', {evidence.identifier}' if evidence.identifier else ''}"
