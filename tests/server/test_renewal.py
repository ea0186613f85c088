"""SIGHUP: newer revocation lists count without a restart, and bad ones change nothing."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.house import a_filing, lines_of, the_pki
from authority.running import Server
from demo_pki import NOW
from server.renewing import told_to_renew
from thongquan.cli.pki import serial_of
from thongquan.signing.pki import renew_crls, revoke

TAKEN = "the trust folder was read anew"


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    return Path(shutil.copytree(the_pki().folder, tmp_path / "trust"))


@pytest.fixture
def own(tmp_path: Path, trust: Path) -> Iterator[Server]:
    server = Server(tmp_path, trust=trust)
    yield server
    assert server.end() == 0


def code_of(server: Server, house: str) -> str:
    told = server.file(a_filing(lines_of(house)))
    return "" if told.status_code == 200 else str(told.json()["code"])


def test_a_certificate_revoked_meanwhile_is_refused_after_it(own: Server, trust: Path) -> None:
    assert code_of(own, "RENEW1") == ""
    revoke(trust, serial_of(str(the_pki().p12("rsa").with_suffix(".pem"))), moment=NOW)
    assert code_of(own, "RENEW2") == "", "the lists are read when the server is told to"
    told_to_renew(own, TAKEN)
    assert code_of(own, "RENEW3") == "CERT-REVOKED"


@pytest.mark.parametrize("what", ["broken", "gone", "older"])
def test_bad_and_older_lists_change_nothing(own: Server, trust: Path, what: str) -> None:
    lists = sorted((trust / "crls").iterdir())
    match what:
        case "broken":
            lists[0].write_bytes(b"no list")
            says = "the trust folder is refused (STORE-UNREADABLE)"
        case "gone":
            for one in lists:
                one.unlink()
            says = TAKEN
        case "older":
            renew_crls(trust, moment=NOW - timedelta(days=400))
            says = TAKEN
    told_to_renew(own, says)
    assert code_of(own, "RENEW4") == ""
