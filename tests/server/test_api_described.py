"""Requests that are made up from the description are answered as it says, and never with an error of our own."""

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import CHECKS
from tests.server.programs import TOKEN, programs_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Filmed

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1:8765"}
WANTED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
EXAMPLES = 3
"""A short look at each route; `python -m validation.api` takes a long one."""
LATER = ("DELETE", "POST", "PATCH", "GET")


def test_every_answer_is_one_that_the_description_names(filmed: "Filmed", tmp_path: "Path") -> None:
    programs = programs_of(filmed.opened, tmp_path / "work")
    list(programs.client().catalogue())  # the first look takes long
    (recording,) = programs.client().recordings()
    known = {"person": filmed.person.id, "analysis": filmed.id, "recording": recording["id"], "table": "drills"}
    schema = openapi.from_asgi("/openapi.json", programs.opened.app, headers=HEADERS)
    checks = [CHECKS.get_one(name) for name in WANTED]
    operations: list[Any] = [one.ok() for one in schema.get_all_operations()]
    operations = [one for one in operations if "/uploads/{upload}" not in one.path or one.method.upper() != "PATCH"]
    statuses: set[tuple[str, int]] = set()
    for operation in sorted(operations, key=lambda one: -LATER.index(one.method.upper())):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def asked(case: Any, *, is_fit: bool = mode is GenerationMode.POSITIVE) -> None:
                if is_fit and case.path_parameters:
                    case.path_parameters.update(
                        {name: id_ for name, id_ in known.items() if name in case.path_parameters}
                    )
                answer = case.call(headers=HEADERS, base_url="http://127.0.0.1:8765")
                case.validate_response(answer, headers=HEADERS, checks=checks)
                statuses.add((case.operation.label, int(answer.status_code)))

            if mode is GenerationMode.POSITIVE or operation.path != "/api/v1/health":
                asked()
    assert {200, 201, 204, 401, 404, 422} <= {status for _, status in statuses}
    assert len({label for label, _ in statuses}) == len(operations)
