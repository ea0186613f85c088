"""A company's transports over HTTP, with the credentials of a terminal: lodged from a plan, declared, read back."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote

from thongquan.declarant.terminal_desk import TerminalDesk, Told
from thongquan.transport.lodged import Lodged, packed, spelled


class TransportDesk(TerminalDesk):
    """The transports of the terminal's company."""

    def drafted(self, body: Lodged) -> str:
        """The text that registers it, to be signed."""
        asked = {"doing": "register", "declaration": packed(spelled(body))}
        text: str = self.told("POST", "/api/v1/transports", asked)["text"]
        return text

    def step(self, number: str, step: str, **says: Any) -> str:
        """The text of a step on the transport as it stands now, to be signed."""
        head = self.one(number)["head"]
        asked = {"version": head["version"], "state": head["state"], "step": step, **says}
        text: str = self.told("POST", f"{self._address(number)}/steps", asked)["text"]
        return text

    def send(self, text: str, signature: bytes, body: Lodged | None = None) -> dict[str, str]:
        """What became of it. `body`: of a text that lodges it."""
        beside = {"declaration": packed(spelled(body))} if body else {}
        signed = {"text": text, "signature": b64encode(signature).decode(), "secrets": beside}
        outcome: dict[str, str] = self.told("POST", "/api/v1/deeds", signed)["outcome"]
        return outcome

    def one(self, number: str) -> Told:
        return self.told("GET", self._address(number))

    def printed(self, number: str, *, lists: bool = False) -> bytes:
        """The declaration or its approval, or its lists, as PDF."""
        return self.asked("GET", f"{self._address(number)}/{'lists/' if lists else ''}pdf")

    def _address(self, number: str) -> str:
        return f"/api/v1/transports/{quote(number, safe='')}"
