"""Rows 2 and 35: a running server takes in lists and answers, which count from the next message on, and stay."""

import shutil
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from authority.house import a_filing, lines_of, the_pki
from authority.operators import named, operate_over
from authority.pki_ca import PkiCa
from authority.running import Server
from demo_pki import MADE_AT, NOW
from server.renewing import told_to_renew
from signing.answers import an_answer, revoked
from signing.bad_certificates import leaf, store
from signing.certificates import IS_CA, ISSUES, Ca, long_crl, serial_of
from thongquan.base.limits import LIMITS
from thongquan.server import trust_standing
from thongquan.signing.certificate import parsed
from thongquan.signing.issuing import Issuer, revocation_list

HOUR = timedelta(hours=1)


SERIAL = serial_of(the_pki().certificate("rsa").der)
NAMES = iter(f"DESK{n}" for n in range(1000))


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    return Path(shutil.copytree(the_pki().folder, tmp_path / "trust"))


@pytest.fixture
def own(tmp_path: Path, trust: Path) -> Iterator[Server]:
    server = Server(tmp_path, trust=trust)
    yield server
    assert server.end() == 0


def filed(server: Server) -> str:
    told = server.file(a_filing(lines_of(next(NAMES))))
    return "" if told.status_code == 200 else str(told.json()["code"])


def imported(server: Server, data: bytes) -> Any:
    with server.office() as office:
        return office.post("/office/revocation/lists", content=data, timeout=60)


def code_of(response: Any) -> str:
    return "" if response.status_code == 200 else str(response.json()["code"])


def agreed(server: Server, der: bytes, **terms: object) -> str:
    with server.office() as office:
        says = {"issuer": parsed(der).subject.rfc4514_string(), "fingerprint": named(der)["fingerprint"], **terms}
        asked = {"needs": "crl", **says}
        return code_of(operate_over(office, "issuer-add", asked, pki=the_pki(), ders=[der], path="/office/issuers"))


def answers(server: Server, *ders: bytes) -> list[str]:
    with server.office() as office:
        told: list[str] = office.post(
            "/office/revocation/answers", json={"answers": [b64encode(der).decode() for der in ders]}
        ).json()
        return told


def a_list(*serials: int, at: Any = NOW - HOUR, until: Any = NOW + HOUR) -> bytes:
    ca = PkiCa()
    issuer = Issuer(x509.load_der_x509_certificate(ca.der), ca.key)
    return revocation_list(issuer, [(one, at) for one in serials], at, until).public_bytes(Encoding.DER)


def test_a_list_that_is_taken_in_counts_from_the_next_message_on_and_stays(own: Server) -> None:
    assert filed(own) == ""
    told = imported(own, a_list(SERIAL))
    assert (told.status_code, told.json()["revoked"]) == (200, 1)
    began = time.monotonic()
    assert filed(own) == "CERT-REVOKED"
    assert time.monotonic() - began < 1
    own.end()
    own.start()
    assert filed(own) == "CERT-REVOKED"
    told_to_renew(own, "the trust folder was read anew")
    assert filed(own) == "CERT-REVOKED", "an older list in the folder does not count"


def test_no_list_goes_back(own: Server) -> None:
    newest = a_list(SERIAL)
    assert code_of(imported(own, newest)) == ""
    assert code_of(imported(own, a_list(at=NOW - 2 * HOUR))) == "CRL-OLDER"
    assert code_of(imported(own, newest)) == "", "the same again changes nothing"
    assert filed(own) == "CERT-REVOKED"


REFUSED = {
    "of a stranger": ("CRL-STRANGER", lambda: Ca("Lạ").crl()),
    "signed by a stranger": ("CRL-SIGNATURE", lambda: PkiCa().crl(signed_with=Ca("Lạ").key)),
    "delta": ("CRL-DELTA", lambda: PkiCa().crl(extensions=((x509.DeltaCRLIndicator(1), True),))),
    "run out": ("CRL-STALE", lambda: a_list(until=NOW - timedelta(seconds=1))),
    "of the future": ("CRL-NOT-YET-VALID", lambda: a_list(at=NOW + HOUR, until=NOW + 2 * HOUR)),
    "older than what was there at the start": ("CRL-OLDER", lambda: a_list(at=MADE_AT - HOUR)),
    "no list": ("CRL-UNREADABLE", lambda: b"\x30\x80"),
    "cut short": ("CRL-UNREADABLE", lambda: a_list()[:-1]),
    "with a byte behind": ("CRL-UNREADABLE", lambda: a_list() + b"\0"),
}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Whatever it is told is refused."""
    server = Server(tmp_path_factory.mktemp("quiet"))
    yield server
    assert server.end() == 0


@pytest.mark.parametrize("what", REFUSED)
def test_a_list_that_is_not_in_order_is_refused_by_name_and_changes_nothing(quiet: Server, what: str) -> None:
    code, make = REFUSED[what]
    assert code_of(imported(quiet, make())) == code
    assert filed(quiet) == ""


def test_answers_count_by_the_terms_of_the_issuer_and_survive_a_restart(own: Server) -> None:
    ca = PkiCa()
    assert agreed(own, ca.der, needs="both", ocsp=["http://ocsp.example.vn/"]) == ""
    assert filed(own) == "OCSP-MISSING"
    good = an_answer(ca, SERIAL, since=NOW - 2 * HOUR, until=NOW + HOUR)
    assert answers(own, good) == [""]
    assert filed(own) == ""
    own.end()
    own.start()
    assert filed(own) == ""
    assert answers(own, an_answer(ca, SERIAL, revoked()), good) == ["", "OCSP-OLDER"]
    assert filed(own) == "CERT-REVOKED"
    own.end()
    own.start()
    assert filed(own) == "CERT-REVOKED"


def test_answers_that_are_not_in_order_are_refused_one_by_one(quiet: Server) -> None:
    ca, other = PkiCa(), ec.generate_private_key(ec.SECP256R1())
    bad = [
        an_answer(ca, SERIAL, key=other),
        an_answer(ca, SERIAL, until=NOW - HOUR),
        an_answer(ca, SERIAL, about=Ca("Lạ")),
        an_answer(ca, SERIAL, since=NOW + HOUR, until=NOW + 2 * HOUR),
        b"x",
        an_answer(ca, SERIAL, times=2),
    ]
    codes = ["OCSP-SIGNATURE", "OCSP-STALE", "OCSP-ISSUER", "OCSP-NOT-YET-VALID", "OCSP-UNREADABLE", "OCSP-UNREADABLE"]
    assert answers(quiet, *bad) == codes


@pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 400)])
def test_so_many_answers_are_taken_at_once(quiet: Server, over: int, status: int) -> None:
    with quiet.office() as office:
        told = office.post("/office/revocation/answers", json={"answers": ["eA=="] * (LIMITS.questions_at_once + over)})
    assert told.status_code == status


@pytest.mark.parametrize("most", [1, 2])
def test_of_so_many_certificates_an_answer_is_asked_at_once(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(trust_standing, "LIMITS", msgspec.structs.replace(LIMITS, questions_at_once=most))
    trust = store(needs="ocsp", ocsp=("http://ocsp.example.vn/",))
    [asked] = trust_standing.due(trust, [leaf(serial=7), leaf(serial=8)], NOW)
    assert asked.serials == ["7", "8"][:most]


def issuer_of(**changes: Any) -> Ca:
    return Ca("Tổ chức mới", PkiCa(name="root"), **({"starts": MADE_AT, "ends": NOW + timedelta(days=9)} | changes))


BAD_ISSUERS = {
    "an anchor of its own": ("CHAIN-NO-ISSUER", lambda: Ca("Tự ký").der, {}),
    "no CA": ("CHAIN-ISSUER-NOT-CA", lambda: the_pki().certificate("rsa").der, {}),
    "by an issuer that may have none below": ("CHAIN-PATH-LENGTH", lambda: Ca("Dưới", PkiCa()).der, {}),
    "not yet in force": ("CHAIN-ISSUER-EXPIRED", lambda: issuer_of(starts=NOW + HOUR).der, {}),
    "with constraints": (
        "CHAIN-CONSTRAINT",
        lambda: issuer_of(extensions=(IS_CA, ISSUES, (x509.InhibitAnyPolicy(0), True))).der,
        {},
    ),
    "no address": ("ISSUER-ADDRESS", lambda: issuer_of().der, {"crl": ["file:///etc/passwd"]}),
    "an address with a user": ("ISSUER-ADDRESS", lambda: issuer_of().der, {"crl": ["http://a@b.vn/"]}),
    "a name for an IP address": ("ISSUER-ADDRESS", lambda: issuer_of().der, {"inside": ["localhost"]}),
    "answers needed, nobody to ask": ("ISSUER-NO-RESPONDER", lambda: issuer_of().der, {"needs": "ocsp"}),
    "a grace of a month": ("ISSUER-GRACE", lambda: issuer_of().der, {"grace_seconds": 30 * 86_400}),
    "terms unknown": ("FORM-FAULTY", lambda: issuer_of().der, {"needs": "nothing"}),
    "too many addresses": ("ISSUER-ADDRESSES", lambda: issuer_of().der, {"crl": ["http://a.vn/"] * 9}),
}


@pytest.mark.parametrize("what", BAD_ISSUERS)
def test_an_issuer_that_is_not_in_order_is_refused(quiet: Server, what: str) -> None:
    code, make, terms = BAD_ISSUERS[what]
    assert agreed(quiet, make(), **terms) == code
    assert not (the_pki().folder / "issuers").exists()


def test_an_issuer_that_was_added_counts_at_once_and_after_a_restart(own: Server, trust: Path) -> None:
    new = issuer_of()
    assert code_of(imported(own, new.crl())) == "CRL-STRANGER"
    assert agreed(own, new.der) == ""
    assert code_of(imported(own, new.crl())) == ""
    own.end()
    own.start()
    with own.office() as office:
        standing = {one["issuer"]: one["crl"] for one in office.get("/office/revocation").json()}
    assert standing["CN=Tổ chức mới"] == "in force"
    assert [path.stat().st_mode & 0o777 for path in (trust / "issuers").iterdir()] == [trust.stat().st_mode & 0o666]
    assert len(list((trust / "intermediates").iterdir())) == 2


def test_a_trust_folder_that_is_not_the_servers_is_told(own: Server, trust: Path) -> None:
    """Whoever runs the tests may write everywhere, so a file stands in the way of the folder instead."""
    (trust / "issuers").write_text("")
    assert agreed(own, issuer_of().der) == "TRUST-FOLDER-CLOSED"
    (trust / "issuers").unlink()


def test_a_list_of_200000_is_taken_in_beside_the_traffic_and_not_read_again(own: Server, trust: Path) -> None:
    """A few seconds in the background; others are served; the next start reads the index only."""
    waits: list[float] = []
    done = threading.Event()

    def others() -> None:
        while not done.is_set():
            began = time.monotonic()
            assert own.client.get("/readyz").status_code == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.005)

    data = long_crl(PkiCa(), 200_000)
    beside = threading.Thread(target=others)
    beside.start()
    began = time.monotonic()
    told = imported(own, data)
    seconds = time.monotonic() - began
    done.set()
    beside.join()
    assert (told.status_code, told.json()["revoked"]) == (200, 200_000)
    assert seconds < 10
    assert sorted(waits)[len(waits) * 95 // 100] < 0.5
    assert filed(own) == ""
    own.end()
    own.start()
    assert filed(own) == ""
