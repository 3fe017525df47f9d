"""Rules from plug-ins: each one judges a fault of the catalogue for which hiphinge has no rule."""

import logging
from collections.abc import Mapping
from functools import cache

from hiphinge.catalogue import load
from hiphinge.findings.rules import RULES, Rule
from hiphinge.plugins import PluginProblem, Plugins, load_group

__all__ = ["GROUP", "rule_problems", "rules_in_use"]

GROUP = "hiphinge.rules"
"""Entry points of this group name a `Rule`; the name is the id of its fault."""
_LOG = logging.getLogger(__name__)


def rules_in_use() -> Mapping[str, Rule]:
    """Return every rule by fault id, those of plug-ins included; a built-in rule is never replaced."""
    return {**_usable().found, **RULES}


def rule_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as a rule, and why."""
    return _usable().problems


@cache
def _usable() -> Plugins[Rule]:
    loaded = load_group(GROUP, Rule)
    found, problems = {}, list(loaded.problems)
    for name, rule in loaded.found.items():
        reason = _reason(name)
        if reason is None:
            found[name] = rule
        else:
            problem = loaded.problem(name, reason)
            _LOG.warning("%s", problem)
            problems.append(problem)
    return Plugins(found=found, entries=loaded.entries, problems=tuple(problems))


def _reason(fault_id: str) -> str | None:
    if fault_id in RULES:
        return "hiphinge has a rule for this fault"
    if fault_id not in load().faults:
        return "the catalogue has no fault of that id"
    return None
