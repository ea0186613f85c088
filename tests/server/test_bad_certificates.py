"""Row 1 over HTTP: certificates of the matrix, as if they had been registered once."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from authority.house import House, a_statement, lines_of, the_pki
from authority.running import Server
from authority.test_bad_certificates import registered
from demo_pki import NOW
from signing.bad_certificates import MIDDLE, ROOT, ROOT_CRL, Bad, bad, leaf, signed_by
from signing.certificates import IS_CA, ISSUES, SECOND, SIGNS, UNKNOWN_EXTENSION, named, other_key
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical

CASES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("CERT-EXPIRED", {"ends": NOW - SECOND}),
    ("CERT-NOT-YET-VALID", {"starts": NOW.replace(year=2027), "ends": NOW.replace(year=2028)}),
    ("CHAIN-SIGNATURE", {"signed_with": other_key()}),
    ("CERT-KEY-SIZE", {"key": rsa.generate_private_key(65_537, 1024)}),
    ("CERT-IS-CA", {"extensions": (IS_CA, ISSUES)}),
    ("CERT-CRITICAL-EXTENSION", {"extensions": (SIGNS, (UNKNOWN_EXTENSION, True))}),
    ("CERT-TAX-CODE-MISSING", {"subject": named("Công ty A")}),
    ("CERT-REVOKED", {}),
]
MADE = [
    bad(code, code, leaf(serial=number, **changes), serial=bytes([number]))
    for number, (code, changes) in enumerate(CASES, 1)
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("own")
    trust = Path(shutil.copytree(the_pki().folder, folder / "trust"))
    (trust / "anchors" / "other.der").write_bytes(ROOT.der)
    (trust / "intermediates" / "other.der").write_bytes(MIDDLE.der)
    (trust / "crls" / "other-root.crl").write_bytes(ROOT_CRL)
    (trust / "crls" / "other.crl").write_bytes(MIDDLE.crl(len(CASES)))
    server = Server(folder, trust=trust)
    server.end()
    house = House(folder, now=NOW + SECOND)
    for one in MADE:
        house.sit(lambda now, one=one: registered(now, one))
    house.close()
    server.start()
    yield server
    assert server.end() == 0


def filed(server: Server, certificate: Bad) -> str:
    lines = lines_of(f"HTTP{certificate.code}")
    statement = canonical(a_statement(lines))
    told = server.file(Received(statement, signed_by(certificate, statement), lines[0] + b"\n", NOW))
    return "" if told.status_code == 200 else str(told.json()["code"])


@pytest.mark.parametrize("certificate", MADE, ids=lambda one: one.code or "good")
def test_it_is_refused_with_its_own_reason(own: Server, certificate: Bad) -> None:
    assert filed(own, certificate) == certificate.code
