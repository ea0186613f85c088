"""The one-time code with which an officer begins: so long it opens the change of it, and not a second longer."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from authority.accounts import account_of, log_in
from authority.deeds import code_of
from authority.house import House, the_pki
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.registration.password import is_password
from thongquan.server.office_officers import NewOfficer, officer_routes

T = TypeVar("T")


def add(house: House, officer: NewOfficer) -> Any:
    """As the office's socket does it."""

    async def ask(work: Callable[[Sitting], T]) -> T:
        done: T = house.sit(work)
        return done

    [route] = [one for one in officer_routes(ask) if "POST" in one.http_methods and one.paths == {"/office/officers"}]
    return asyncio.run(route.fn(data=officer))


@pytest.mark.parametrize(("less", "code"), [(1, "PASSWORD-MUST-CHANGE"), (-1, "PASSWORD-LAPSED")])
def test_it_counts_so_long(tmp_path: Path, less: int, code: str) -> None:
    house, signer = House(tmp_path), the_pki().officer("CC001")
    der = b64encode(signer.certificate.der).decode()
    told = add(house, NewOfficer("CC001", "Nguyễn Văn Thử", "02DS", certificate=der, account=True, identity="1"))
    account = account_of(house, "CC001")
    assert is_password(told.code, account.password)
    until = read_stamp(account.effective_at) + timedelta(seconds=LIMITS.officer_code_seconds)
    house.clock.now = until - timedelta(seconds=less)
    assert code_of(log_in, house, signer, "CC001", account.password) == code
    house.close()
