"""A server with administrators and officers who can log in, and people whose calls come from our own page."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from authority.applying import OFFICERS, with_certificates, with_officer
from authority.house import House
from authority.running import START, Server
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from server.logging_in import PASSWORD, Person
from thongquan.base.limits import LIMITS, Limits
from thongquan.registration.password import hashed

MANY = replace(LIMITS, address_burst=100_000, effects_looked_for_seconds=1)


def prepared(
    folder: Path,
    limits: Limits = MANY,
    *,
    at_once: bool = False,
    also: Callable[[House], None] = lambda _: None,
    hours: int = 1,
    clock: str | Path = START,
) -> Server:
    """Both companies have an administrator, and the office 02DS three officers who can log in.

    What `also` does is done so many hours before the server starts; `clock` is as the server's.
    """
    house = House(folder, now=NOW - timedelta(hours=hours))
    with_certificates(house, 1)
    kept = hashed(PASSWORD)
    for officer in OFFICERS:
        with_officer(house, officer)
        account = replace(house.books.accounts.account(officer), password=kept, password_number=1, password_state="own")
        house.sit(lambda now, one=account: now.books.accounts.put(one))
    also(house)
    house.close()
    server = Server(folder, limits, clock=clock, at_once=at_once)
    for company in (RSA_COMPANY, P256_COMPANY):
        assert Person(server, company).register().status_code == 200
    return server


class Applicant(Person):
    """Somebody whose calls come from our own page."""

    def post(self, path: str, message: Any) -> Any:
        return self.server.client.post(path, json=message, headers=self._ours())

    def put(self, path: str, message: Any) -> Any:
        return self.server.client.put(path, json=message, headers=self._ours())

    def do(self, kind: str, secrets: dict[str, str] | None = None, **says: Any) -> Any:
        return self.send(self.composed(kind, **says), **(secrets or {}))

    def _ours(self) -> dict[str, str]:
        if not self.cookie:
            return {}
        own = {"origin": self.server.address, "sec-fetch-site": "same-origin", "content-type": "application/json"}
        return self._headers() | own | {"x-csrf-token": self.form_token()}


def logged_in(server: Server, account: str, signer: Any = None) -> Applicant:
    person = Applicant(server, account, signer)
    assert person.log_in().status_code == 200
    return person
