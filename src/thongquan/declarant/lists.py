"""Lists HQ 01 and HQ 02 over HTTP, with the credentials of a terminal: drawn up, sent once signed, and read back."""

from base64 import b64encode
from typing import Any, Literal
from urllib.parse import quote, urlencode

from thongquan.declarant.sending import Authority
from thongquan.declarant.terminal_desk import TerminalDesk, Told

Form = Literal["hq01", "hq02"]


class ListDesk(TerminalDesk):
    """What may stand on a list, and the lists of the terminal's company."""

    def __init__(self, authority: Authority, terminal: str, key: str, form: Form = "hq02") -> None:
        super().__init__(authority, terminal, key)
        self._form = form

    def possible(self, **asked: str) -> Told:
        return self.told("GET", f"/api/v1/hq02/possible?{urlencode(asked)}")

    def drafted(self, **asked: Any) -> str:
        """The text that is to be signed."""
        text: str = self.told("POST", f"/api/v1/{self._form}", asked)["text"]
        return text

    def send(self, text: str, signature: bytes, **beside: str) -> dict[str, str]:
        """What became of it: id, number and state of the list. The same text twice is carried out once.

        `beside`: the `numbers` of a list HQ 02, joined by line feeds, or the `lines` of a list HQ 01, packed.
        """
        signed = {"text": text, "signature": b64encode(signature).decode()}
        outcome: dict[str, str] = self.told("POST", "/api/v1/deeds", {**signed, "secrets": beside})["outcome"]
        return outcome

    def lists(self, state: str = "") -> list[Told]:
        """All of them, the latest first."""
        rows: list[Told] = []
        after = ""
        while True:
            page = self.told("GET", f"/api/v1/{self._form}?{urlencode({'state': state, 'after': after})}")
            rows += page["rows"]
            after = page["next"]
            if not after:
                return rows

    def head(self, list_id: str) -> Told:
        """Without its lines."""
        return self.told("GET", self._address(list_id))

    def one(self, list_id: str) -> Told:
        """With all its lines."""
        address = self._address(list_id)
        told, lines, after = self.told("GET", address), [], 0
        while True:
            page = self.told("GET", f"{address}/lines?after={after}")
            lines += page["lines"]
            after = page["next"]
            if not after:
                return {**told, "lines": lines}

    def printed(self, list_id: str, kind: str = "pdf") -> bytes:
        """`kind` is "pdf"; of lists HQ 01 also "xlsx" and "ndjson", their signed lines."""
        return self.asked("GET", f"{self._address(list_id)}/{kind}")

    def _address(self, list_id: str) -> str:
        return f"/api/v1/{self._form}/{quote(list_id, safe='')}"
