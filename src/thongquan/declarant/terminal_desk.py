"""Asking the authority with the credentials of a terminal, as a company's own programs do."""

from base64 import b64encode
from typing import Any

import msgspec

from thongquan.declarant.refusals import ServerAway, ServerRefused
from thongquan.declarant.sending import Authority, Problem

Told = dict[str, Any]


class FaultsTold(ServerRefused):
    """The authority told everything that is wrong at once: `faults` has code and facts of each."""

    def __init__(self, faults: list[Problem]) -> None:
        self.faults = faults
        super().__init__(faults[0].code, faults[0].facts)


class _Refused(msgspec.Struct, frozen=True):
    code: str
    facts: dict[str, Any] = {}
    faults: list[Problem] = []


class TerminalDesk:
    """What a terminal's company asks for.

    Every method raises ServerAway: nobody answered, or not as an authority would; ServerRefused; FaultsTold.
    """

    def __init__(self, authority: Authority, terminal: str, key: str) -> None:
        self._authority = authority
        self._headers = {"Authorization": f"Basic {b64encode(f'{terminal}:{key}'.encode()).decode()}"}

    def told(self, method: str, path: str, message: Any = None) -> Told:
        answer = self.asked(method, path, message)
        try:
            told: Told = msgspec.json.decode(answer, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise ServerAway(server=self._authority.server, reason="JSON") from error
        return told

    def asked(self, method: str, path: str, message: Any = None) -> bytes:
        return _answer(*self._authority.ask(method, path, self._headers, message), self._authority.server)

    def given(self, path: str, content: bytes, kind: str) -> bytes:
        """What proves itself by its signature; a terminal's credentials do not go along."""
        return _answer(*self._authority.give(path, content, kind), self._authority.server)


def _answer(status: int, answer: bytes, server: str) -> bytes:
    if status < 400:
        return answer
    try:
        problem = msgspec.json.decode(answer, type=_Refused)
    except msgspec.MsgspecError as error:
        raise ServerAway(server=server, reason=f"HTTP {status}") from error
    if problem.faults:
        raise FaultsTold(problem.faults)
    raise ServerRefused(problem.code, problem.facts)
