"""Asking a running authority what officers and operators may ask: over the socket that only its own user can open."""

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from thongquan.cli.refusals import OfficeAway, OfficeRefused
from thongquan.cli.table import plain
from thongquan.cli.words import Words
from thongquan.storage.folders import OFFICE_SOCKET

if TYPE_CHECKING:
    from thongquan.signing.sign import Signer

TIMEOUT_SECONDS = 60.0


class Office:
    """The office of the authority whose data lie in `data`."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def ask(self, path: str) -> Any:
        return self._told("GET", path)

    def fetch(self, path: str) -> bytes:
        """What is no JSON."""
        return self._answered("GET", path).content

    def tell(self, path: str, **particulars: Any) -> Any:
        return self._told("POST", path, json=particulars)

    def hand(self, path: str, data: bytes) -> Any:
        return self._told("POST", path, content=data, headers={"content-type": "application/octet-stream"})

    def compose(self, kind: str, account: str, says: dict[str, Any], say: Words) -> str:
        """The text that is to be signed, shown before anybody is asked for a password or PIN."""
        text: str = self.tell(f"/office/deeds/{kind}", account=account, says=says)["text"]
        print(say("office.decide.text"))
        print("".join(f"  {plain(line)}\n" for line in text.splitlines()), end="", flush=True)
        return text

    def send(self, text: str, key: "Signer", path: str = "/office/deeds", **beside: str) -> Any:
        """Sign it and send it back; what became of it."""
        signature = b64encode(key.sign(text.encode())).decode()
        return self.tell(path, text=text, signature=signature, secrets=beside)

    def _told(self, method: str, path: str, **request: Any) -> Any:
        return self._answered(method, path, **request).json()

    def _answered(self, method: str, path: str, **request: Any) -> httpx.Response:
        """What the authority answered.

        Raises:
            OfficeAway: nobody listens there.
            OfficeRefused: with the authority's own code.
        """
        if not (self._data / OFFICE_SOCKET).is_socket():
            raise OfficeAway(data=str(self._data))
        transport = httpx.HTTPTransport(uds=str(self._data / OFFICE_SOCKET))
        try:
            with httpx.Client(transport=transport, base_url="http://office", timeout=TIMEOUT_SECONDS) as client:
                response = client.request(method, path, **request)
        except httpx.HTTPError as error:
            raise OfficeAway(data=str(self._data)) from error
        if response.is_success:
            return response
        raise OfficeRefused(problem_of(response))


def problem_of(response: httpx.Response) -> dict[str, Any]:
    """The problem details (RFC 9457) of a refusal."""
    try:
        told: dict[str, Any] = response.json()
    except ValueError:
        told = {}
    return told if isinstance(told.get("code"), str) else {"code": f"HTTP {response.status_code}"}
