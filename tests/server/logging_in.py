"""People who register an account and log in at a running server, by the API alone."""

from base64 import b64encode
from typing import Any

import httpx

from authority.accounts import an_admin
from authority.house import the_pki
from authority.running import Server
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.portal.cookies import SESSION
from thongquan.signing.sign import Pkcs12Signer

PASSWORD = "bốn con trâu uống sông"
OTHER = "năm con gà gáy sáng sớm"
SIGNERS: dict[str, Pkcs12Signer] = {RSA_COMPANY: the_pki().rsa, P256_COMPANY: the_pki().p256}


class Person:
    """One browser: its cookie, and the certificate in its owner's hand."""

    def __init__(self, server: Server, account: str = RSA_COMPANY, signer: Pkcs12Signer | None = None) -> None:
        self.server, self.account = server, account
        self.signer = signer or SIGNERS[account]
        self.cookie = ""
        self.token = ""
        self.headers: dict[str, str] = {}

    def composed(self, kind: str, **says: Any) -> str:
        answer = self.post(f"/api/v1/deeds/{kind}", {"account": self.account, "says": says})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["text"])

    def send(self, text: str, **secrets: str) -> httpx.Response:
        return self.send_signed(text, self.signed(text), **secrets)

    def signed(self, text: str) -> str:
        return b64encode(self.signer.sign(text.encode())).decode()

    def send_signed(self, text: str, signature: str, **secrets: str) -> httpx.Response:
        return self.follow(self.post("/api/v1/deeds", {"text": text, "signature": signature, "secrets": secrets}))

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """The session under the name that the answer gives it."""
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            if name == SESSION:
                self.cookie = rest.partition(";")[0]
        return answer

    def register(self, new: str = PASSWORD, present: str = "", **says: Any) -> httpx.Response:
        text = self.composed("admin-register", **an_admin(self.signer, **says))
        return self.send(text, password=present, new_password=new)

    def log_in(self, password: str = PASSWORD) -> httpx.Response:
        return self.send(self.composed("login"), password=password)

    def change(self, number: int, new: str = OTHER, present: str = PASSWORD) -> httpx.Response:
        text = self.composed("password-change", replaces=str(number), becomes=str(number + 1))
        return self.send(text, password=present, new_password=new)

    def get(self, path: str) -> httpx.Response:
        return self.server.client.get(path, headers=self._headers())

    def post(self, path: str, message: Any) -> httpx.Response:
        return self.server.client.post(path, json=message, headers=self.headers)

    def delete(self, path: str) -> httpx.Response:
        own = {"origin": self.server.address, "sec-fetch-site": "same-origin", "content-type": "application/json"}
        return self.server.client.delete(path, headers=self._headers() | own | {"x-csrf-token": self.form_token()})

    def form_token(self) -> str:
        page = self.get("/sessions").text
        return page.partition('name="csrf-token" content="')[2].partition('"')[0]

    def sessions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("/api/v1/sessions").json()
        return found

    def _headers(self) -> dict[str, str]:
        return self.headers | ({"cookie": f"{SESSION}={self.cookie}"} if self.cookie else {})


def code_of(answer: httpx.Response) -> str:
    return "" if answer.status_code < 300 else str(answer.json()["code"])
