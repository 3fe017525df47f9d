"""Rules from plug-ins: each one judges a fault of the catalogue for which hiphinge has no rule."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint

from hiphinge.catalogue import load
from hiphinge.findings.rules import RULES, Rule
from hiphinge.measures.plugin_measures import guarded_value
from hiphinge.plugins import PluginProblem, Plugins, load_group, without

__all__ = ["GROUP", "rule_packages", "rule_problems", "rules_in_use"]

GROUP = "hiphinge.rules"
"""Entry points of this group name a `Rule`; the name is the id of its fault."""


def rules_in_use() -> Mapping[str, Rule]:
    """Return every rule by fault id, those of plug-ins included; a built-in rule is never replaced."""
    return {**_usable().found, **RULES}


def rule_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as a rule, and why."""
    return _usable().problems


def rule_packages() -> Mapping[str, str]:
    """Return the versions of the packages whose rules are in use, by name."""
    return _usable().packages


@cache
def _usable() -> Plugins[Rule]:
    plugins = without(load_group(GROUP, Rule), _reason)
    return replace(plugins, found={name: _guarded(rule, plugins.entries[name]) for name, rule in plugins.found.items()})


def _reason(fault_id: str, _: Rule) -> str | None:
    if fault_id in RULES:
        return "hiphinge has a rule for this fault"
    if fault_id not in load().faults:
        return "the catalogue has no fault of that id"
    return None


def _guarded(rule: Rule, entry: EntryPoint) -> Rule:
    """Return the same rule, which says that its value is not measurable where it would fail."""
    unit = load().faults[rule.fault].unit
    return replace(rule, value_of=guarded_value(rule.value_of, entry=entry, unit=unit))
