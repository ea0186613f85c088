"""Registering a certificate: whose it is, until when, and what becomes of one that registers itself once more."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from authority.deeds import code_of
from authority.house import House, a_filing, lines_of, the_pki
from authority.signers import (
    YEAR,
    Holder,
    an_officer,
    confirmed,
    ended,
    registered,
    state_of,
    suspended,
)
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.certificate_register import last_day_proposed
from thongquan.signing.organisation import organisation_of
from thongquan.signing.refusal import SignatureRefused

RSA = the_pki().rsa


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Nobody is registered in it."""
    house = House(tmp_path, everybody=False)
    yield house
    house.close()


@pytest.fixture
def first(house: House) -> Holder:
    """The company's first certificate, which counts at once."""
    holder = Holder()
    assert registered(house, holder).outcome["state"] == "registered"
    return holder


class TestTheFirst:
    def test_brings_its_company_with_the_name_that_its_issuer_vouches_for(self, house: House, first: Holder) -> None:
        company = house.books.company(RSA_COMPANY)
        assert company.name == organisation_of(first.certificate.der) == "Công ty TNHH Chuyển phát nhanh Thử Nghiệm"

    def test_with_another_name_than_the_certificates_is_refused(self, house: House) -> None:
        assert code_of(registered, house, Holder(), owner="Công ty Khác") == "CERTIFICATE-OWNER-DIFFERS"
        assert house.rows("SELECT count(*) FROM company") == [(0,)]

    def test_with_another_serial_is_refused(self, house: House) -> None:
        assert code_of(registered, house, Holder(), serial="1234") == "CERTIFICATE-DIFFERS"

    def test_counts_at_once(self, house: House) -> None:
        """It passes the door; what it lacks to declare is a user."""
        filing = a_filing(lines_of("A1"))
        assert house.file(filing) == ["SIGNER-UNKNOWN"]
        registered(house, RSA)
        assert house.file(filing) == ["ACCOUNT-CANNOT-DECLARE"]

    def test_of_a_company_that_lost_its_only_one_waits(self, house: House, first: Holder) -> None:
        """Else a thief of the issuer's trust need only wait until the company has suspended its own."""
        suspended(house, first, first)
        assert registered(house, Holder()).outcome["state"] == "waiting"


class TestAFurtherOne:
    def test_waits(self, house: House, first: Holder) -> None:
        second = Holder()
        assert registered(house, second).outcome["state"] == "waiting"
        assert state_of(house, second) == "waiting"

    def test_that_waits_cannot_file(self, house: House, first: Holder) -> None:
        registered(house, RSA)
        assert house.file(a_filing(lines_of("A1"))) == ["CERTIFICATE-WAITING"]

    def test_of_another_company_is_that_companys_first(self, house: House, first: Holder) -> None:
        other = Holder(P256_COMPANY)
        assert registered(house, other, owner=organisation_of(other.certificate.der)).outcome["state"] == "registered"


class TestOnceMore:
    def test_before_its_end_it_gets_another_last_day(self, house: House, first: Holder) -> None:
        again = registered(house, first, until="2027-01-31")
        until = "2027-01-31T16:59:59.999999Z"
        assert again.outcome == {"state": "registered", "until": until, "before": "registered"}
        assert house.rows("SELECT until, deed FROM certificate") == [(until, again.deed)]

    def test_after_its_end_it_waits(self, house: House, first: Holder) -> None:
        registered(house, first, until="2027-01-31")
        house.clock.now = datetime(2027, 1, 31, 16, 59, 59, 999_999, tzinfo=UTC)
        assert code_of(suspended, house, first, first) == "CERTIFICATE-ENDED"
        assert registered(house, first).outcome["state"] == "waiting"

    def test_on_its_last_moment_it_still_counts(self, house: House, first: Holder) -> None:
        registered(house, first, until="2027-01-31")
        house.clock.now = datetime(2027, 1, 31, 16, 59, 59, 999_990, tzinfo=UTC)
        assert registered(house, first, until="2027-03-01").outcome["state"] == "registered"

    def test_while_it_waits_it_goes_on_waiting(self, house: House, first: Holder) -> None:
        second = Holder()
        registered(house, second)
        assert registered(house, second, until="2027-01-31").outcome["state"] == "waiting"

    def test_suspended_it_is_refused(self, house: House, first: Holder) -> None:
        suspended(house, first, first)
        assert code_of(registered, house, first) == "CERTIFICATE-BLOCKED"

    def test_ended_it_is_refused(self, house: House, first: Holder) -> None:
        ended(house, first, first)
        assert code_of(registered, house, first) == "CERTIFICATE-ENDED"

    def test_under_the_number_of_another_certificate_it_is_refused(self, house: House, first: Holder) -> None:
        """Issuers give each serial once; whoever shows another certificate under it is not who he was."""
        other = Holder()
        house.rows(
            "UPDATE certificate SET issuer_serial = ? WHERE issuer_serial = ?",
            other.certificate.issuer_serial,
            first.certificate.issuer_serial,
        )
        assert code_of(registered, house, other) == "ALREADY-REGISTERED"

    def test_of_an_officer_it_is_refused(self, tmp_path: Path) -> None:
        house = House(tmp_path / "full")
        officer = an_officer()
        assert code_of(registered, house, officer) != ""
        house.close()


class TestInPlaceOfAnother:
    def test_names_a_registered_one_of_its_company(self, house: House, first: Holder) -> None:
        second = Holder()
        registered(house, second, replaces=first.certificate.fingerprint)
        [(replaces,)] = house.rows("SELECT replaces FROM certificate WHERE state = 'waiting'")
        assert replaces == first.certificate.issuer_serial

    def test_may_name_a_lost_one(self, house: House, first: Holder) -> None:
        suspended(house, first, first)
        assert registered(house, Holder(), replaces=first.certificate.fingerprint).outcome["state"] == "waiting"

    @pytest.mark.parametrize("which", ["itself", "unknown", "waiting", "ended", "another company's"])
    def test_names_no_other(self, house: House, first: Holder, which: str) -> None:
        second, other = Holder(), Holder(P256_COMPANY)
        registered(house, other, owner=organisation_of(other.certificate.der))
        if which == "waiting":
            registered(house, third := Holder())
        if which == "ended":
            registered(house, third := Holder())
            confirmed(house, third, first)
            ended(house, third, first)
        named = {"itself": second, "unknown": Holder(), "another company's": other}
        fingerprint = (named.get(which) or third).certificate.fingerprint
        assert code_of(registered, house, second, replaces=fingerprint) == "CERTIFICATE-NOT-HELD"

    def test_is_for_one_that_does_not_count_yet(self, house: House, first: Holder) -> None:
        second = Holder()
        registered(house, second)
        confirmed(house, second, first)
        again = code_of(registered, house, second, replaces=first.certificate.fingerprint)
        assert again == "ALREADY-REGISTERED"


class TestTheLastDayProposed:
    @pytest.mark.parametrize(
        ("today", "ends", "proposed"),
        [
            (date(2026, 9, 2), datetime(2031, 1, 1, tzinfo=UTC), date(2029, 9, 2)),
            (date(2026, 9, 2), datetime(2029, 9, 1, 16, 59, 59, tzinfo=UTC), date(2029, 9, 1)),
            (date(2026, 9, 2), datetime(2029, 9, 1, 17, 0, tzinfo=UTC), date(2029, 9, 2)),
            (date(2028, 2, 29), datetime(2040, 1, 1, tzinfo=UTC), date(2031, 2, 28)),
        ],
    )
    def test_is_three_years_on_and_never_past_the_certificate(
        self, today: date, ends: datetime, proposed: date
    ) -> None:
        assert last_day_proposed(today, ends) == proposed


class TestTheOrganisation:
    @staticmethod
    def named(*attributes: tuple[x509.ObjectIdentifier, str]) -> str:
        subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])
        return organisation_of(Holder(subject=subject).certificate.der)

    def test_is_what_stands_under_O(self) -> None:  # noqa: N802 - the attribute's name
        assert self.named((NameOID.COMMON_NAME, "Giám đốc"), (NameOID.ORGANIZATION_NAME, "Công ty A")) == "Công ty A"

    def test_is_the_common_name_where_there_is_no_other(self) -> None:
        assert self.named((NameOID.COMMON_NAME, "Công ty A")) == "Công ty A"

    def test_is_spelled_in_one_way(self) -> None:
        assert self.named((NameOID.ORGANIZATION_NAME, "Co\u0302ng  ty A ")) == "Công ty A"

    @pytest.mark.parametrize("value", ["Công ty \u202eA", "Công ty\u200bA", "A\nB"])
    def test_that_would_not_be_shown_as_it_is_is_refused(self, value: str) -> None:
        with pytest.raises(SignatureRefused, match="CERT-ORGANISATION-NOT-PLAIN"):
            self.named((NameOID.ORGANIZATION_NAME, value))

    def test_that_is_missing_is_refused(self) -> None:
        with pytest.raises(SignatureRefused, match="CERT-ORGANISATION-MISSING"):
            self.named((NameOID.COUNTRY_NAME, "VN"))


@pytest.mark.parametrize(("seconds", "code"), [(-1, "CERT-EXPIRED"), (2, "")])
def test_a_certificate_that_has_run_out_is_not_registered(house: House, seconds: int, code: str) -> None:
    ends = NOW + timedelta(seconds=seconds)
    assert code_of(registered, house, Holder(made_at=ends - 3 * YEAR)) == code
