"""Writes the page of the routes for programs from their own description, so that it cannot differ from them.

A Sphinx extension, as `reference_pages`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reference_pages import code, table, type_words

__all__ = ["api", "setup"]

_ABOUT = """\
# Routes for programs

[How to use them](../../how-to/use-the-api.md) has an example from beginning to end. The running app answers
`GET /openapi.json` with this description as OpenAPI 3.1."""
_PLACES = {"path": "in the path", "query": "after the `?`", "header": "header"}


def api() -> str:
    """Return the page."""
    from hiphinge.server import api_description

    found = api_description()
    parts = [_ABOUT, found["info"]["description"].strip()]
    for tag in dict.fromkeys(said["tags"][0] for _, _, said in _operations(found)):
        parts.append(f"## {tag.capitalize()}")
        for method, path, said in _operations(found):
            if said["tags"][0] == tag:
                parts += _operation(method, path, said)
    parts += ["## Shapes", "Each is an object of JSON."]
    for name, shape in sorted(found["components"]["schemas"].items()):
        parts += _shape(name, shape)
    return "\n\n".join(parts) + "\n"


def _operations(found: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in found["paths"].items():
        for method, said in methods.items():
            yield method.upper(), path, said


def _operation(method: str, path: str, said: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {code(f'{method} {path}')}"
    yield str(said["description"])
    rows = [
        (code(one["name"]), _PLACES[one["in"]], _kind(one["schema"]), one.get("description", ""))
        for one in said.get("parameters", ())
    ]
    if rows:
        yield table(("parameter", "where", "type", "meaning"), rows)
    if "requestBody" in said:
        ((kind, body),) = said["requestBody"]["content"].items()
        yield f"Takes {code(kind)}: {_kind(body['schema'])}."
    answers = [(status, _content(one), one["description"]) for status, one in said["responses"].items()]
    yield table(("status", "content", "when"), answers)


def _content(answer: Mapping[str, Any]) -> str:
    kinds = [
        _kind(one["schema"]) if kind == "application/json" else code(kind)
        for kind, one in answer.get("content", {}).items()
    ]
    return ", ".join(kinds)


def _shape(name: str, shape: Mapping[str, Any]) -> Iterator[str]:
    yield f"(api-{name.lower()})=\n### {code(name)}"
    if shape.get("description"):
        yield str(shape["description"])
    needed = shape.get("required", ())
    rows = [
        (code(key), _kind(value), "yes" if key in needed else "", value.get("description", ""))
        for key, value in shape.get("properties", {}).items()
    ]
    if rows:
        yield table(("field", "type", "always there", "meaning"), rows)
    elif "enum" in shape:
        yield ", ".join(code(str(one)) for one in shape["enum"])


def _kind(schema: Mapping[str, Any]) -> str:
    return type_words(schema, lambda name: f"[`{name}`](#api-{name.lower()})")


def _write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path, text = folder / "api.md", api()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def setup(app: Any) -> dict[str, Any]:
    """Have the page written before Sphinx reads anything."""
    app.connect("builder-inited", lambda app: _write(Path(app.srcdir) / "reference/generated"))
    return {"parallel_read_safe": True}
