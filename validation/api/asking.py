"""Requests made up from the description of the interface, and what came of each."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import CHECKS

__all__ = ["Asked", "ask_everything"]

_WANTED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
_ORDER = ("GET", "POST", "PATCH", "DELETE")
"""What erases comes last."""
_NO_PARAMETERS = "/health"
_PIECES = "/uploads/{upload}"
_PATIENCE_S = 600
"""An answer that takes long is not wrong here; the machine may be busy."""


@dataclass
class Asked:
    """How often each route answered with which status, and what no description allows."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def routes(self) -> set[str]:
        """The routes that answered."""
        return {label for label, _ in self.statuses}


def ask_everything(
    app: Any, *, headers: Mapping[str, str], known: Mapping[str, Collection[str]], examples: int, seed: int = 0
) -> Asked:
    """Ask every route of an app with what fits the description, and with what does not.

    Parameters
    ----------
    headers
        Sent with every request; ``Host`` is among them.
    known
        For parts of addresses by name, such as ``person``, ids that there are: every other fitting request has them.
    examples
        How many requests of either kind each route gets.

    Notes
    -----
    Pieces of uploads are left out: their body is no JSON, and other tests send them.
    """
    schema = openapi.from_asgi("/openapi.json", app, headers=dict(headers))
    asked, checks = Asked(), [CHECKS.get_one(name) for name in _WANTED]
    for operation in _operations(schema):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.POSITIVE or not operation.path.endswith(_NO_PARAMETERS):
                one = _Route(operation, dict(headers), checks, known if mode is GenerationMode.POSITIVE else {}, asked)
                one.ask(mode, examples, seed)
    return asked


def _operations(schema: Any) -> Iterator[Any]:
    every = [one.ok() for one in schema.get_all_operations()]
    every = [one for one in every if one.method.upper() != "PATCH" or not one.path.endswith(_PIECES)]
    yield from sorted(every, key=lambda one: _ORDER.index(one.method.upper()))


@dataclass
class _Route:
    operation: Any
    headers: dict[str, str]
    checks: list[Any]
    known: Mapping[str, Collection[str]]
    asked: Asked
    turn: int = 0

    def ask(self, mode: GenerationMode, examples: int, seed: int) -> None:
        """Send so many requests of a kind."""
        how = settings(
            max_examples=examples,
            deadline=None,
            derandomize=not seed,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )

        def one(case: Any) -> None:
            self._one(case)

        how(given(case=self.operation.as_strategy(generation_mode=mode))(one))()

    def _one(self, case: Any) -> None:
        self.turn += 1
        if self.turn % 2 and case.path_parameters:
            there = {name: sorted(ids) for name, ids in self.known.items() if ids and name in case.path_parameters}
            case.path_parameters.update({name: ids[self.turn // 2 % len(ids)] for name, ids in there.items()})
        where = f"http://{self.headers['Host']}"
        answer = case.call(headers=self.headers, base_url=where, timeout=_PATIENCE_S)
        self.asked.statuses[self.operation.label, int(answer.status_code)] += 1
        try:
            case.validate_response(answer, headers=self.headers, checks=self.checks)
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001  # whatever is wrong is noted
            self.asked.wrong.append(f"{self.operation.label}: {error}"[:2000])
