"""Lists HQ 02 over HTTP, with the credentials of a terminal: drawn up, sent once signed, and read back."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote, urlencode

from thongquan.declarant.terminal_desk import TerminalDesk, Told


class ListDesk(TerminalDesk):
    """What may stand on a list, and the lists of the terminal's company."""

    def possible(self, **asked: str) -> Told:
        return self.told("GET", f"/api/v1/hq02/possible?{urlencode(asked)}")

    def drafted(self, **asked: Any) -> str:
        """The text that is to be signed."""
        text: str = self.told("POST", "/api/v1/hq02", asked)["text"]
        return text

    def send(self, text: str, signature: bytes, numbers: list[str]) -> dict[str, str]:
        """What became of it: id, number and state of the list. The same text twice is carried out once."""
        signed = {"text": text, "signature": b64encode(signature).decode()}
        secrets = {"numbers": "\n".join(numbers)}
        outcome: dict[str, str] = self.told("POST", "/api/v1/deeds", {**signed, "secrets": secrets})["outcome"]
        return outcome

    def lists(self, state: str = "") -> list[Told]:
        """All of them, the latest first."""
        rows: list[Told] = []
        after = ""
        while True:
            page = self.told("GET", f"/api/v1/hq02?{urlencode({'state': state, 'after': after})}")
            rows += page["rows"]
            after = page["next"]
            if not after:
                return rows

    def one(self, list_id: str) -> Told:
        """With all its lines."""
        address = f"/api/v1/hq02/{quote(list_id, safe='')}"
        told, lines, after = self.told("GET", address), [], 0
        while True:
            page = self.told("GET", f"{address}/lines?after={after}")
            lines += page["lines"]
            after = page["next"]
            if not after:
                return {**told, "lines": lines}

    def pdf(self, list_id: str) -> bytes:
        return self.asked("GET", f"/api/v1/hq02/{quote(list_id, safe='')}/pdf")
