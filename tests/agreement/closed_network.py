"""Run a Python script that cannot open a connection, whatever library it calls: ``closed_network.py SCRIPT ARG ...``.

Linux only: a seccomp filter, which no code in the process can take away again, refuses every socket but local ones.
"""

import ctypes
import errno
import platform
import runpy
import socket
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
SECCOMP_ALLOW, SECCOMP_ERRNO = 0x7FFF0000, 0x00050000
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
CALL_OFFSET, FIRST_ARGUMENT_OFFSET = 0, 16
SOCKET_CALL = {"x86_64": 41, "aarch64": 198}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _filter() -> list[bytes]:
    """Refuse ``socket(family, ...)`` for every family but AF_UNIX; allow all other calls."""

    def step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    return [
        step(LOAD, CALL_OFFSET),
        step(JUMP_IF_EQUAL, SOCKET_CALL[platform.machine()], no=3),
        step(LOAD, FIRST_ARGUMENT_OFFSET),
        step(JUMP_IF_EQUAL, socket.AF_UNIX, yes=1),
        step(RETURN, SECCOMP_ERRNO | errno.EACCES),
        step(RETURN, SECCOMP_ALLOW),
    ]


def close_network() -> None:
    """Close it for this process and all that it starts, and make sure of it."""
    steps = _filter()
    program = _Program(len(steps), b"".join(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*call) != 0:
            raise OSError(ctypes.get_errno(), "the network could not be closed")
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except PermissionError:
        return
    raise OSError(errno.EPERM, "the network could not be closed")


if __name__ == "__main__":
    close_network()
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
