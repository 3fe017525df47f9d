"""Names, people and exercises that the head of an upload may hold; each is a label at most, and never a path."""

import base64
from collections.abc import Iterator

__all__ = ["metadata_of", "names", "raw_headers"]


def names(aim: str) -> Iterator[str]:
    """Yield names of files; ``aim`` is a file that no name may make."""
    yield from ("../../evil.mp4", "../" * 40 + "etc/cron.d/evil", f"/{aim}", aim, f"file://{aim}", f"..\\..\\{aim}")
    yield from ("C:\\Windows\\System32\\evil.dll", "\\\\server\\share\\evil.mp4", "~/evil.mp4", "$HOME/evil.mp4")
    yield from ("a\x00.mp4", "\x00", "a.mp4\x00.sh", "a\nb.mp4", "a\r\nSet-Cookie: x=1.mp4", "\x1b[2J\x1b]0;x\x07.mp4")
    yield from ("CON", "nul.mp4", "COM1.mp4", "aux", "LPT9.mp4", "clock$", "a.mp4:stream", "a.mp4::$DATA")
    yield from (
        "x" * 255,
        "x" * 2500,
        "\U0001f3cb" * 300,
        ".",
        "..",
        "...",
        "/",
        " ",
        "\t",
        "-rf",
        "--help",
        "|id",
        "`id`",
    )
    yield from (
        "$(touch evil).mp4",
        "%2e%2e%2fevil.mp4",
        "..%c0%afevil",
        "{{7*7}}.mp4",
        "{% include '/etc/passwd' %}.mp4",
    )
    yield from ("<script>alert(1)</script>.mp4", '"><img src=x onerror=alert(1)>.mp4', "'; DROP TABLE clips; --.mp4")
    yield from (
        "\u202egpj.mp4",
        "a\u2044..\u2044evil.mp4",
        "\uff0e\uff0e\uff0fevil",
        "e\u0301" * 100,
        "\u200b",
        "\ufeffa.mp4",
    )
    yield from ("\ufdfa" * 200, "a%n%n%s.mp4", "concat:a|b.mp4", "http://127.0.0.1/a.mp4", "pipe:0", "clip%03d.mp4")


def metadata_of(name: str, **more: str) -> str:
    """Return the header ``Upload-Metadata`` of a name."""
    pairs = {"filename": name, **more}
    return ",".join(f"{key} {_coded(value.encode())}" for key, value in pairs.items())


def raw_headers() -> Iterator[tuple[str, str]]:
    """Yield headers that are none, with words for each."""
    yield "no base64", "filename !!!!"
    yield "no UTF-8", f"filename {_coded(bytes.fromhex('fffe80'))}"
    yield "nothing but commas", "," * 3000
    yield "half a surrogate", f"filename {_coded(bytes.fromhex('eda080'))}"
    yield "twice the same name", f"{metadata_of('a.mp4')},{metadata_of('b.mp4')}"
    yield "nobody of that name", metadata_of("a.mp4", person="../../nobody")
    yield "no such exercise", metadata_of("a.mp4", exercise="../../x")
    yield "somebody of a long name", metadata_of("a.mp4", person="x" * 2000)
    yield "a header of 60 kB", metadata_of("x" * 45_000)


def _coded(value: bytes) -> str:
    return base64.b64encode(value).decode()
