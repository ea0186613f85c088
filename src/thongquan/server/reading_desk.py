"""Reading happens off the event loop, on a thread and a connection of its own that cannot write."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from thongquan.authority.ports import ReadingRoom

T = TypeVar("T")


class ReadingDesk:
    def __init__(self, open_room: Callable[[], ReadingRoom]) -> None:
        self._room: ReadingRoom | None = None
        self._open_room = open_room
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")

    async def ask(self, question: Callable[[ReadingRoom], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, question)

    def _answer(self, question: Callable[[ReadingRoom], T]) -> T:
        if self._room is None:
            self._room = self._open_room()
        return question(self._room)

    def close(self) -> None:
        self._thread.shutdown(wait=True)
