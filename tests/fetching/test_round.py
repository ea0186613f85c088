"""Rows 2, 34 and 35: `thongquan fetch` between a running server and a real responder (`openssl ocsp`)."""

import itertools
import time
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from authority.house import NAMES as COMPANIES
from authority.house import SYSTEM, a_statement, lines_of, the_pki
from authority.operators import add_company_over
from authority.pki_ca import PkiCa
from commands import Ended, run_command
from demo_pki import PASSWORD, RSA_COMPANY
from fetching.conftest import SERIAL, Outside
from signing.bad_certificates import KEY, bad, signed_by
from signing.certificates import SIGNS, serial_of
from signing.responder import saying, trap
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.fetching import round as round_module
from thongquan.fetching.round import Lists
from thongquan.signing.issuing import Issuer, revocation_list

HALF = timedelta(minutes=31)
"""An answer holds for an hour, and is asked for again when half of it is over."""

NAMES = (f"FETCH{n}" for n in itertools.count())


def filed(outside: Outside) -> str:
    from authority.house import a_filing

    told = outside.server.file(a_filing(lines_of(next(NAMES))))
    return "" if told.status_code == 200 else str(told.json()["code"])


def fetched(captured: pytest.CaptureFixture[bytes], outside: Outside) -> Ended:
    return run_command(captured, "fetch", "--data", outside.data)


def signs(outside: Outside) -> list[object]:
    """The options that name the operator, and the data."""
    password = outside.data.with_name("password-of-operator.txt")
    password.write_text(PASSWORD)
    return ["--as", "vh01", "--key", the_pki().officer_p12("vh01"), "--password-file", password, "--data", outside.data]


def agreed(captured: pytest.CaptureFixture[bytes], outside: Outside, *terms: object) -> None:
    told = run_command(captured, "office", "issuer", "add", outside.issuer, *signs(outside), *terms)
    assert (told.code, told.err) == (0, "")


def test_what_a_responder_says_counts_by_the_next_message(
    outside: Outside, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    agreed(capfdbinary, outside, "--needs", "both", "--ocsp", outside.responder.url, "--inside", "127.0.0.1")
    assert filed(outside) == "OCSP-MISSING"
    told = fetched(capfdbinary, outside)
    assert (told.code, "5 answers" in told.out) == (0, True), "of both companies', both officers' and the operator's"
    assert filed(outside) == ""
    outside.says({SERIAL: "R"})
    assert "0 answers" in fetched(capfdbinary, outside).out, "it is not asked again before half of the time is over"
    outside.set(HALF)
    assert "5 answers" in fetched(capfdbinary, outside).out
    assert filed(outside) == "CERT-REVOKED"


def test_a_responder_that_knows_nothing_of_it_is_as_good_as_a_refusal(
    outside: Outside, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    agreed(capfdbinary, outside, "--needs", "either", "--ocsp", outside.responder.url, "--inside", "127.0.0.1")
    outside.says({})
    fetched(capfdbinary, outside)
    assert filed(outside) == "OCSP-UNKNOWN"


def test_a_responder_without_the_issuers_mandate_is_refused_and_nothing_counts(
    outside: Outside, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    client = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)
    false = outside.responding(tmp_path / "false", client)
    false.start()
    agreed(capfdbinary, outside, "--needs", "ocsp", "--ocsp", false.url, "--inside", "127.0.0.1")
    told = fetched(capfdbinary, outside)
    false.stop()
    assert (told.code, "OCSP-RESPONDER" in told.err) == (1, True)
    assert filed(outside) == "OCSP-MISSING"


def test_an_address_inside_that_was_not_allowed_is_not_asked(
    outside: Outside, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with trap(saying(b"")) as inside:
        agreed(capfdbinary, outside, "--needs", "ocsp", "--ocsp", inside.url)
        told = fetched(capfdbinary, outside)
        assert (told.code, "FETCH-FORBIDDEN" in told.err, inside.came) == (1, True, 0)


def test_a_list_that_is_due_is_fetched(
    outside: Outside, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    def a_list(hours: int, *serials: int) -> bytes:
        ca = PkiCa()
        at = outside.at - timedelta(hours=hours)
        issuer = Issuer(x509.load_der_x509_certificate(ca.der), ca.key)
        listed = revocation_list(issuer, [(one, at) for one in serials], at, outside.at + timedelta(hours=1))
        return listed.public_bytes(Encoding.DER)

    (tmp_path / "list").write_bytes(a_list(3))
    told = run_command(capfdbinary, "office", "crl", "import", tmp_path / "list", *signs(outside))
    assert (told.code, told.err) == (0, "")
    with trap(saying(a_list(1, SERIAL))) as publisher:
        agreed(capfdbinary, outside, "--crl", publisher.url, "--inside", "127.0.0.1")
        assert filed(outside) == ""
        assert "1 lists" in fetched(capfdbinary, outside).out
    assert filed(outside) == "CERT-REVOKED"
    shown = run_command(capfdbinary, "office", "revocation", "status", "--data", outside.data)
    assert (shown.code, "in force" in shown.out) == (0, True)


def test_a_server_that_is_away_is_told(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    assert run_command(capfdbinary, "fetch", "--data", tmp_path).code == 2


def hostile(ports: list[int]) -> list[str]:
    """Thirty addresses, of which each that can be spelled leads to a trap."""
    one, two, three = ports
    return [
        *(f"http://127.0.0.1:{one}/{n}" for n in range(6)),
        *(f"http://localhost:{two}/{n}" for n in range(3)),
        f"http://[::1]:{one}/",
        f"http://[::ffff:127.0.0.1]:{one}/",
        f"http://0x7f000001:{two}/",
        f"http://2130706433:{two}/",
        f"http://127.1:{three}/",
        f"http://0177.0.0.1:{three}/",
        f"http://user:pass@127.0.0.1:{three}/",
        f"http://ocsp.example.vn@127.0.0.1:{three}/",
        f"http://127.0.0.1:{one}#@ocsp.example.vn/",
        f"https://127.0.0.1:{one}/",
        f"ftp://127.0.0.1:{two}/",
        f"ldap://127.0.0.1:{three}/cn=x?certificateRevocationList",
        f"gopher://127.0.0.1:{one}/_x",
        f"http://127.0.0.1:{two}/{'a' * 2_000}",
        f"HTTP://127.0.0.1:{three}/",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http:///x",
        f"http://127.0.0.1:{one}/%0d%0aHost:%20x",
        "javascript:alert(1)",
    ]


def luring(urls: list[str], at: datetime) -> bytes:
    """A company's certificate that names these addresses wherever a certificate can."""
    spelled = [x509.UniformResourceIdentifier(url) for url in urls]
    access = [x509.AccessDescription(way, one) for one in spelled for way in (Access.OCSP, Access.CA_ISSUERS)]
    points = [x509.DistributionPoint([one], None, None, None) for one in spelled]
    extensions = (
        SIGNS,
        (x509.AuthorityInformationAccess(access), False),
        (x509.CRLDistributionPoints(points), False),
        (x509.FreshestCRL(points), False),
    )
    subject = x509.Name([x509.NameAttribute(NameOID.USER_ID, "MST:9901234560")])
    days = timedelta(days=9)
    starts, ends = at - days, at + days
    return PkiCa().issue(subject, key=KEY, extensions=extensions, serial=0x5A5A5A5A, starts=starts, ends=ends)


def test_no_address_that_a_certificate_names_is_ever_asked(
    outside: Outside, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    with trap() as one, trap() as two, trap() as three:
        urls = hostile([one.port, two.port, three.port])
        assert len(urls) == 30
        der = luring(urls, outside.at)
        agreed(capfdbinary, outside, "--needs", "both", "--ocsp", outside.responder.url, "--inside", "127.0.0.1")
        outside.says({0x5A5A5A5A: "V", serial_of(the_pki().officer("vh01").certificate.der): "V"})

        def add_it(office: httpx.Client) -> httpx.Response:
            return add_company_over(office, COMPANIES[RSA_COMPANY], RSA_COMPANY, [der], pki=the_pki())

        assert "5 answers" in fetched(capfdbinary, outside).out, "the operator's is among them, who signs"
        with outside.server.office() as office:
            assert add_it(office).json()["code"] == "OCSP-MISSING"
            assert "1 answers" in fetched(capfdbinary, outside).out, "it was judged in vain, so it is asked about"
            assert add_it(office).status_code == 200
        lines = lines_of("LURE1")
        statement = canonical(a_statement(lines))
        luring_one = bad("luring", "", der, issuer=PkiCa())
        began = time.monotonic()
        told = outside.server.file(
            Received(statement, signed_by(luring_one, statement, embedded=True), lines[0] + b"\n", outside.at)
        )
        assert (told.status_code, time.monotonic() - began < 1) == (200, True), told.text
        fetched(capfdbinary, outside)
        assert (one.came, two.came, three.came) == (0, 0, 0)
    assert SYSTEM in statement.decode()


def test_an_address_of_a_list_is_asked_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers = Lists(), []
    for seconds in (0, LIMITS.list_pause_seconds - 1, LIMITS.list_pause_seconds):
        monkeypatch.setattr(round_module, "monotonic", lambda now=5_000.0 + seconds: now)
        answers.append(asked.may_ask("http://crl.example.vn/"))
    assert answers == [True, False, True]
