"""The terms of an issuer: what just fits is taken in, one more is refused by its name."""

from typing import Any

import pytest

from demo_pki import NOW
from signing.bad_certificates import GOOD_STORE, MIDDLE
from signing.test_limits import code
from thongquan.base.limits import LIMITS
from thongquan.signing.taking import accept_issuer
from thongquan.signing.terms import Terms

ADDRESS = "http://ocsp.example.vn/"


def taken(**terms: Any) -> str:
    return code(lambda: accept_issuer(GOOD_STORE, MIDDLE.der, Terms(**terms), NOW))


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "ISSUER-GRACE")])
def test_revocation_grace_seconds(over: int, expected: str) -> None:
    assert taken(grace_seconds=LIMITS.revocation_grace_seconds + over) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "ISSUER-ADDRESSES")])
def test_issuer_addresses_are_counted_together(over: int, expected: str) -> None:
    lists = tuple(ADDRESS for _ in range(LIMITS.issuer_addresses - 2 + over))
    assert taken(ocsp=(ADDRESS,), crl=lists, inside=("127.0.0.1",)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "ISSUER-ADDRESS")])
def test_address_characters(over: int, expected: str) -> None:
    assert taken(crl=(ADDRESS.ljust(LIMITS.address_characters + over, "x"),)) == expected
