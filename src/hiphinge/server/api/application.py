"""Puts the routes for programs together, and describes them."""

from functools import cache
from typing import Any, Final, cast

from fastapi import APIRouter, Depends, FastAPI
from starlette.responses import JSONResponse

import hiphinge
from hiphinge.documents.api import Problem
from hiphinge.jobs import Jobs
from hiphinge.server.access import Who, needs
from hiphinge.server.api import analyses, catalogue, log, people, recordings, uploads
from hiphinge.server.api.gate import check_program
from hiphinge.server.problems import API
from hiphinge.server.uploads import UploadLimit

__all__ = ["api_description", "api_router"]

DESCRIPTION: Final = "/openapi.json"
_SUMMARY = "Measures and teaches the hip hinge from a video."
_ABOUT = """\
Send a video, wait until it is analysed, read its repetitions; read and write a training log; look things up in the
catalogue. Angles are in degrees, times in seconds, moments in UTC.

* **Who asks.** Send `Authorization: Bearer TOKEN`. `hiphinge token` prints the token of the machine's owner.
* **Lists** come a part at a time: give what `next` says as `cursor`. Their order does not change while you read.
* **Problems** are `application/problem+json` (RFC 9457). Nothing was changed where one comes.
* **What did not change** is answered with 304 where you send its `ETag` as `If-None-Match`.
* **Versions.** What is below `/api/v1` keeps its meaning. Fields and routes may be added.
"""


def api_router(jobs: Jobs, limit: UploadLimit) -> APIRouter:
    """Return the routes, with that of their description."""
    router = APIRouter()
    below = APIRouter(dependencies=[Depends(check_program)])
    for one in (people, uploads, recordings, analyses, log, catalogue):
        below.include_router(one.routes(jobs, limit) if one is uploads else one.routes())
    router.include_router(below)

    @router.get(DESCRIPTION, include_in_schema=False)
    @needs(Who.ANYBODY)
    def _description() -> JSONResponse:
        return JSONResponse(api_description())

    return router


@cache
def api_description() -> dict[str, Any]:
    """Return the description of the routes as OpenAPI 3.1."""
    nothing = cast("Any", None)  # no route is called
    app = FastAPI(title="hiphinge", version=hiphinge.__version__, summary=_SUMMARY, description=_ABOUT)
    app.include_router(api_router(nothing, nothing))
    found = app.openapi()
    schemas = found["components"]["schemas"]
    whole = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= whole.pop("$defs", {}) | {"Problem": whole}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, methods in found["paths"].items():
        for operation in methods.values():
            for answer in operation["responses"].values():
                answer["description"] = answer["description"].replace("Successful Response", "Done")
            operation["security"] = [] if path == f"{API}/health" else [{"token": []}]
    return found
