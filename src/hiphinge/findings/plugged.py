"""Rules from plug-ins: each one measures a fault of the catalogue for which hiphinge has no rule."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hiphinge.catalogue import Fault, load
from hiphinge.findings.model import Measurement, NotMeasurable
from hiphinge.plugins import PluginProblem, Plugins, load_group

__all__ = ["GROUP", "RulePlugin", "problems_beside", "with_plugins"]

GROUP = "hiphinge.rules"
"""Entry points of this group name a `RulePlugin`."""
_LOG = logging.getLogger(__name__)

_Rule = Callable[[Any, Fault], Measurement | NotMeasurable | None]


@dataclass(frozen=True, kw_only=True)
class RulePlugin:
    """A rule of another package.

    Attributes
    ----------
    id
        The fault of the catalogue that it looks for; also the name of its entry point.
    rule
        Called with a `RuleInput` and the catalogue's `Fault`; returns what is compared with the fault's threshold, in
        the fault's unit, or None where the rule does not apply.
    """

    id: str
    rule: _Rule


def with_plugins(built_in: Mapping[str, _Rule]) -> Mapping[str, _Rule]:
    """Return the rules by fault, those of plug-ins added; a built-in rule is never replaced."""
    return {**_usable(frozenset(built_in)).found, **built_in}


def problems_beside(built_in: Mapping[str, _Rule]) -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as a rule, and why."""
    return _usable(frozenset(built_in)).problems


@cache
def _usable(taken: frozenset[str]) -> Plugins[_Rule]:
    loaded = load_group(GROUP, RulePlugin)
    found, problems = {}, list(loaded.problems)
    for name, plugin in loaded.found.items():
        reason = _reason(name, taken)
        if reason is None:
            found[name] = plugin.rule
        else:
            problem = loaded.problem(name, reason)
            _LOG.warning("%s", problem)
            problems.append(problem)
    return Plugins(found=found, entries=loaded.entries, problems=tuple(problems))


def _reason(fault_id: str, taken: frozenset[str]) -> str | None:
    if fault_id in taken:
        return "hiphinge has a rule for this fault"
    if fault_id not in load().faults:
        return "the catalogue has no fault of that id"
    return None
