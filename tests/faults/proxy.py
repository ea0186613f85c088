"""A network that is slow and breaks: a TCP proxy between client and server, told what to do to each connection."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

_PIECE = 1 << 16


class Harm(msgspec.Struct, frozen=True):
    """What happens to one connection. `up` is towards the server; a cut is after so many bytes of that direction.

    `half` closes only that direction, and so lets the rest of the other one through. `dribble` is the size of pieces,
    each `delay` seconds after the one before.
    """

    cut_up: int | None = None
    cut_down: int | None = None
    half: bool = False
    delay: float = 0.0
    dribble: int = _PIECE


NO_HARM = Harm()


class Proxy:
    """Listens on a port of its own. `harms` gives what is done to the next connection, in their order."""

    def __init__(self, to: tuple[str, int], harms: Callable[[], Harm]) -> None:
        self._to, self._harms = to, harms
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self.connections = self.cut = 0
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        """Everything is closed and every thread has ended when this returns."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._carry, args=(client, self._harms()))
                self._threads.append(thread)
                thread.start()

    def _carry(self, client: socket.socket, harm: Harm) -> None:
        with suppress(OSError), client, socket.create_connection(self._to) as server:
            self._open |= {client, server}
            down = threading.Thread(target=self._pump, args=(server, client, harm, harm.cut_down))
            down.start()
            self._pump(client, server, harm, harm.cut_up)
            down.join()
            self._open -= {client, server}

    def _pump(self, source: socket.socket, sink: socket.socket, harm: Harm, cut: int | None) -> None:
        """Carry bytes one way until they end or are cut."""
        left = cut
        with suppress(OSError):
            while data := source.recv(min(_PIECE, harm.dribble)):
                if harm.delay:
                    time.sleep(harm.delay)
                sink.sendall(data if left is None else data[:left])
                left = left if left is None else left - len(data)
                if left is not None and left <= 0:
                    self.cut += 1
                    break
            if left is not None and left <= 0 and not harm.half:
                source.shutdown(socket.SHUT_RDWR)
                sink.shutdown(socket.SHUT_RDWR)
            else:
                sink.shutdown(socket.SHUT_WR)


@contextmanager
def harming(to: str, harms: Callable[[], Harm]) -> Iterator[Proxy]:
    host, _, port = to.removeprefix("http://").partition(":")
    proxy = Proxy((host, int(port)), harms)
    try:
        yield proxy
    finally:
        proxy.close()


def some_harm(chance: random.Random, up: int, down: int) -> Harm:
    """One of the ways in which a connection of so many bytes each way goes wrong; every sixth is left alone."""
    return chance.choice([
        NO_HARM,
        Harm(cut_up=chance.randrange(up)),
        Harm(cut_up=chance.randrange(up), half=True),
        Harm(cut_down=chance.randrange(down)),
        Harm(cut_down=chance.randrange(down), half=True),
        Harm(delay=0.002, dribble=chance.randrange(100, 2000)),
    ])  # fmt: skip
