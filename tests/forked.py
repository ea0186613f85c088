"""Programs that tests start by the hundred, forked off a process that has imported everything already.

Such a program begins in a third of the time; else it is a process like any other: with its own arguments, environment
and files, and it is killed and waited for as one that was begun anew. What shows only in one that begins from nothing
(what it imports, how soon it answers) is tried with `subprocess.Popen`.

`python forked.py` is what they are forked off: through the socket that is its standard input it is sent what to run
and the three files of that, and answers with the number of the process.
"""

import array
import atexit
import ctypes
import fcntl
import gc
import io
import os
import pkgutil
import runpy
import socket
import struct
import subprocess
import sys
import termios
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

PR_SET_CHILD_SUBREAPER = 36
READ_AT_THE_BEGINNING = ("THONGQUAN_LAW", "PYTHON", "LANG", "LC_")
"""Variables that are read while a program begins: where they differ from ours it is begun anew."""
STARTED = struct.Struct("!i")
LENGTH = struct.Struct("!I")


class Start(msgspec.Struct):
    arguments: list[str]
    """As they follow the interpreter: `-m MODULE …` or `FILE …`."""
    environ: dict[str, str]
    folder: str
    has_session: bool
    """Of its own; a terminal that is its standard input becomes its own too."""


class Forked(subprocess.Popen[Any]):
    """`Popen` for a program in Python that is forked off the process which waits for this."""

    def _execute_child(self, arguments: Any, *given: Any) -> None:
        """Instead of `fork` and `exec`: with what `Popen` hands on, in its order."""
        folder, environ, ends, has_session = given[4], given[5], given[9:15], given[20]
        environ = dict(os.environ if environ is None else environ)
        if _begins_otherwise(environ):
            super()._execute_child(arguments, *given)  # type: ignore[misc] # Popen's own
            return
        given_in, _, _, given_out, _, given_error = ends
        files = [own if given == -1 else given for own, given in enumerate((given_in, given_out, given_error))]
        told = Start([str(one) for one in arguments[1:]], environ, str(folder or Path.cwd()), has_session)
        self.pid = _nursery().fork(told, files)
        self._child_created = True
        self._close_pipe_fds(*ends)  # type: ignore[attr-defined] # Popen's own


def _begins_otherwise(environ: dict[str, str]) -> bool:
    def read(one: dict[str, str]) -> dict[str, str]:
        return {name: value for name, value in one.items() if name.startswith(READ_AT_THE_BEGINNING)}

    return read(environ) != _nursery().began_with


class Nursery:
    """What they are forked off. One for each process that runs tests; it ends with that."""

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # they become children of ours, to be waited for
        ours, theirs = socket.socketpair()
        self._wire, self._lock = ours, threading.Lock()
        self.began_with = {name: value for name, value in os.environ.items() if name.startswith(READ_AT_THE_BEGINNING)}
        self._process = subprocess.Popen([sys.executable, __file__], stdin=theirs, start_new_session=True)
        theirs.close()
        atexit.register(self.end)

    def fork(self, start: Start, files: list[int]) -> int:
        told = msgspec.msgpack.encode(start)
        with self._lock:
            self._wire.sendmsg(
                [LENGTH.pack(len(told))], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))]
            )
            self._wire.sendall(told)
            [pid] = STARTED.unpack(_exactly(self._wire, STARTED.size))
        return int(pid)

    def end(self) -> None:
        self._wire.close()
        self._process.wait(20)


@cache
def _nursery() -> Nursery:
    return Nursery()


def _exactly(wire: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = wire.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def import_everything() -> None:
    """All that servers and commands import, and the law that each of them reads."""
    import thongquan

    for one in pkgutil.walk_packages(thongquan.__path__, "thongquan."):
        if not one.name.endswith("__main__"):
            import_module(one.name)
    for name in ("httptools", "uvloop", "uvicorn.protocols.http.httptools_impl", "uvicorn.lifespan.on", "pkcs11"):
        import_module(name)
    from demo_pki import NOW
    from thongquan import law
    from thongquan.base.moment import business_day
    from thongquan.declaration.plan import plan_for
    from thongquan.portal.rendering import environment

    for language in law.LANGUAGES:
        law.wording(language)
        environment(language)
    for form in ("MIC", "MEC"):
        plan_for(form, business_day(NOW))


def listen(wire: socket.socket) -> Start | None:
    """Forks whatever is asked for. Comes back in each process that was forked, with what it is to run."""
    while True:
        told, files, _, _ = socket.recv_fds(wire, LENGTH.size, 3)
        if not told:
            return None
        [length] = LENGTH.unpack(told)
        start = msgspec.msgpack.decode(_exactly(wire, length), type=Start)
        mine, theirs = os.pipe()
        if not (between := os.fork()):
            if child := os.fork():
                os.write(theirs, STARTED.pack(child))
                os._exit(0)  # the child is the tests' from here on
            for one in (mine, theirs):
                os.close(one)
            wire.close()
            become(start, files)
            return start
        os.close(theirs)
        os.waitpid(between, 0)
        wire.sendall(os.read(mine, STARTED.size))
        for one in (mine, *files):
            os.close(one)


def become(start: Start, files: list[int]) -> None:
    """The files, environment and folder of a process of its own."""
    if start.has_session:
        os.setsid()
    for own, given in enumerate(files):
        os.dup2(given, own)
    for given in files:
        os.close(given)
    if start.has_session and os.isatty(0):
        with suppress(OSError):
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - open as long as the process is there
    sys.stdout, sys.stderr = _written(1), _written(2)
    os.environ.clear()
    os.environ.update(start.environ)
    os.chdir(start.folder)


def _written(number: int) -> io.TextIOWrapper:
    """As the interpreter opens them."""
    lines = number == 2 or os.isatty(number)
    errors = "backslashreplace" if number == 2 else "strict"
    return io.TextIOWrapper(open(number, "wb", closefd=False), errors=errors, line_buffering=lines)


def run(start: Start) -> None:
    first, *rest = start.arguments
    if first == "-m":
        module, *rest = rest
        sys.modules.pop(module, None)  # it is run as what it is when it is begun anew
        sys.argv = [module, *rest]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.argv = [first, *rest]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    wire = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    import_everything()
    gc.collect()
    gc.freeze()
    assert threading.active_count() == 1
    if start := listen(wire):
        run(start)
