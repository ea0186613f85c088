"""Lists HQ 01 and HQ 02 over HTTP, with the credentials of a terminal: drawn up, sent once signed, and read back."""

from base64 import b64encode
from typing import Any, Literal
from urllib.parse import quote, urlencode

import msgspec

from thongquan.declarant.refusals import ServerAway, ServerRefused
from thongquan.declarant.sending import Authority, Problem

Form = Literal["hq01", "hq02"]
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


class ListDesk:
    """What may stand on a list, and the lists of the terminal's company.

    Every method raises ServerAway: nobody answered, or not as an authority would; ServerRefused; FaultsTold.
    """

    def __init__(self, authority: Authority, terminal: str, key: str, form: Form = "hq02") -> None:
        self._authority, self._form = authority, form
        self._headers = {"Authorization": f"Basic {b64encode(f'{terminal}:{key}'.encode()).decode()}"}

    def possible(self, **asked: str) -> Told:
        return self._told("GET", f"/api/v1/hq02/possible?{urlencode(asked)}")

    def drafted(self, **asked: Any) -> str:
        """The text that is to be signed."""
        text: str = self._told("POST", f"/api/v1/{self._form}", asked)["text"]
        return text

    def send(self, text: str, signature: bytes, **beside: str) -> dict[str, str]:
        """What became of it: id, number and state of the list. The same text twice is carried out once.

        `beside`: the `numbers` of a list HQ 02, joined by line feeds, or the `lines` of a list HQ 01, packed.
        """
        signed = {"text": text, "signature": b64encode(signature).decode()}
        outcome: dict[str, str] = self._told("POST", "/api/v1/deeds", {**signed, "secrets": beside})["outcome"]
        return outcome

    def lists(self, state: str = "") -> list[Told]:
        """All of them, the latest first."""
        rows: list[Told] = []
        after = ""
        while True:
            page = self._told("GET", f"/api/v1/{self._form}?{urlencode({'state': state, 'after': after})}")
            rows += page["rows"]
            after = page["next"]
            if not after:
                return rows

    def head(self, list_id: str) -> Told:
        """Without its lines."""
        return self._told("GET", self._address(list_id))

    def one(self, list_id: str) -> Told:
        """With all its lines."""
        address = self._address(list_id)
        told, lines, after = self._told("GET", address), [], 0
        while True:
            page = self._told("GET", f"{address}/lines?after={after}")
            lines += page["lines"]
            after = page["next"]
            if not after:
                return {**told, "lines": lines}

    def printed(self, list_id: str, kind: str = "pdf") -> bytes:
        """`kind` is "pdf"; of lists HQ 01 also "xlsx" and "ndjson", their signed lines."""
        return self._asked("GET", f"{self._address(list_id)}/{kind}")

    def _address(self, list_id: str) -> str:
        return f"/api/v1/{self._form}/{quote(list_id, safe='')}"

    def _told(self, method: str, path: str, message: Any = None) -> Told:
        answer = self._asked(method, path, message)
        try:
            told: Told = msgspec.json.decode(answer, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise ServerAway(server=self._authority.server, reason="JSON") from error
        return told

    def _asked(self, method: str, path: str, message: Any = None) -> bytes:
        status, answer = self._authority.ask(method, path, self._headers, message)
        if status < 400:
            return answer
        try:
            problem = msgspec.json.decode(answer, type=_Refused)
        except msgspec.MsgspecError as error:
            raise ServerAway(server=self._authority.server, reason=f"HTTP {status}") from error
        if problem.faults:
            raise FaultsTold(problem.faults)
        raise ServerRefused(problem.code, problem.facts)
