"""Passwords beside a deed: what would be refused anyhow costs no hash."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from authority.accounts import KEPT, an_admin
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, the_pki
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.procedures import Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.server.passwords import Passwords

T = TypeVar("T")
SECRETS = {"password": "", "new_password": "bốn con trâu uống sông"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    passwords = Passwords(LIMITS)
    yield passwords
    passwords.hashing.close()


def a_registration_of(house: House) -> Any:
    return signed(composed(house, "admin-register", RSA_COMPANY, **an_admin(the_pki().rsa)).text, the_pki().rsa)


def ready(house: House, passwords: Passwords, by: Signed) -> Any:
    async def ask(work: Callable[[Sitting], T]) -> T:
        done: T = house.sit(work)
        return done

    return asyncio.run(passwords.ready(ask, by, PROCEDURES[by.deed.says.kind], SECRETS))


def test_what_may_be_done_costs_its_hash(house: House, passwords: Passwords) -> None:
    received = a_registration_of(house)
    ready(house, passwords, house.sit(lambda now: admit_deed(now, received, PROCEDURES)))
    assert passwords.hashing.hashed == 1


def test_what_was_done_meanwhile_costs_none(house: House, passwords: Passwords) -> None:
    received = a_registration_of(house)
    by = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    sent(house, received, password="", new_password=KEPT)
    assert code_of(ready, house, passwords, by) == "DEED-REPEATED"
    assert passwords.hashing.hashed == 0


def test_what_has_become_faulty_costs_none(house: House, passwords: Passwords, monkeypatch: pytest.MonkeyPatch) -> None:
    received = a_registration_of(house)
    by = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    fault = Fault("DEED-UNREADABLE", "email")
    faulty = msgspec.structs.replace(PROCEDURES["admin-register"], faults=lambda *_: [fault])
    monkeypatch.setitem(PROCEDURES, "admin-register", faulty)
    assert code_of(ready, house, passwords, by) == "FORM-FAULTY"
    assert passwords.hashing.hashed == 0


def test_a_certificate_suspended_meanwhile_costs_none(house: House, passwords: Passwords) -> None:
    received = a_registration_of(house)
    by = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    house.rows("UPDATE certificate SET state = 'suspended'")
    assert code_of(ready, house, passwords, by) == "CERTIFICATE-BLOCKED"
    assert passwords.hashing.hashed == 0
