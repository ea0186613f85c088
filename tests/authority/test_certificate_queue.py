"""What waits for customs, what an officer sees of it, and that he may refuse it (rows 7, 14 and 15)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.accounts import register_admin
from authority.applying import an_application, deed, drafted, officer_signer, send, with_officer
from authority.deeds import code_of, composed, sent, signed
from authority.house import NAMES, House, the_pki
from authority.signers import (
    YEAR,
    Holder,
    about,
    an_officer,
    by_officer,
    confirmed,
    refused_by_officer,
    registered,
    state_of,
    suspended,
)
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_at
from thongquan.authority import certificate_queue
from thongquan.authority.certificate_case import CertificateCase, case_of, certificate_case
from thongquan.authority.certificate_queue import (
    WaitingCertificate,
    look_at_waiting,
    waiting_at,
    waiting_certificates,
    waiting_one,
)
from thongquan.base.limits import LIMITS
from thongquan.registration.account import Person

FIRST, STRANGER = the_pki().rsa, the_pki().p256
OLD = FIRST.certificate.fingerprint


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "house")
    yield house
    house.close()


@pytest.fixture
def lost(house: House) -> Holder:
    """The company's only certificate is gone; another waits."""
    suspended(house, FIRST, FIRST)
    holder = Holder()
    registered(house, holder, replaces=OLD)
    return holder


def queue(house: House, account: str = "cb01") -> list[WaitingCertificate]:
    trust = house.parts.authority.trust
    found: list[WaitingCertificate] = house.sit(lambda now: waiting_certificates(now.books, trust, account, now.at))
    return found


def case(house: House, holder: Any, account: str = "cb01") -> CertificateCase:
    trust, name = house.parts.authority.trust, holder.certificate.fingerprint
    found: CertificateCase = house.sit(lambda now: certificate_case(now.books, trust, account, name, now.at))
    return found


def to_another_office(house: House) -> None:
    """The company applied to another office than that of the house's officers."""
    register_admin(house, FIRST)
    send(house, drafted(house, an_application(terminals=1, office="02B1")))


class TestTheQueue:
    def test_tells_who_asks_for_what_since_when(self, house: House, lost: Holder) -> None:
        house.clock.now += timedelta(hours=5)
        [one] = queue(house)
        assert (one.tax_code, one.company, one.hours, one.replaces) == (RSA_COMPANY, NAMES[RSA_COMPANY], 5, OLD)
        assert (one.look.serial, one.look.tax_code) == (lost.certificate.serial, RSA_COMPANY)
        assert [(check.name, check.state) for check in one.look.checks[-2:]] == [
            ("look_chain", "good"),
            ("look_revocation", "good"),
        ]
        assert house.rows("SELECT max(seq) FROM deed WHERE kind = 'certificate-register'") == [(one.deed,)]

    def test_leaves_to_a_company_what_it_can_confirm_itself(self, house: House) -> None:
        registered(house, Holder())
        assert queue(house) == []

    def test_has_what_is_waiting_where_the_only_other_is_trusted_no_more(self, house: House, lost: Holder) -> None:
        """Registered here, but run out: nobody of the company could confirm."""
        house.rows("UPDATE certificate SET state = 'registered', until = '2026-09-01T00:00:00.000000Z' WHERE deed = 1")
        assert [one.look.serial for one in queue(house)] == [lost.certificate.serial]

    def test_the_oldest_is_first(self, house: House, lost: Holder) -> None:
        suspended(house, STRANGER, STRANGER)
        second = Holder(P256_COMPANY)
        registered(house, second)
        third = Holder()
        registered(house, third)
        assert [one.look.serial for one in queue(house)] == [one.certificate.serial for one in (lost, second, third)]

    def test_is_of_the_office_that_the_company_applied_to(self, house: House) -> None:
        to_another_office(house)
        suspended(house, FIRST, FIRST)
        registered(house, holder := Holder())
        assert queue(house) == []
        assert code_of(case, house, holder) == "NOT-FOUND"
        assert (
            code_of(house.sit, lambda now: look_at_waiting(now, "cb01", holder.certificate.fingerprint)) == "NOT-FOUND"
        )
        with_officer(house, "cb09", office="02B1")
        assert [one.look.serial for one in queue(house, "cb09")] == [holder.certificate.serial]
        trust = house.parts.authority.trust
        told = {
            office: len(house.sit(lambda now, of=office: waiting_at(now.books, trust, of, now.at)))
            for office in ("02DS", "02B1")
        }
        assert told == {"02DS": 0, "02B1": 1}

    @pytest.mark.parametrize(("role", "told"), [("head", ""), ("auditor", ""), ("operator", "OFFICER-ROLE")])
    def test_is_read_by_whoever_reads_the_others(self, house: House, lost: Holder, role: str, told: str) -> None:
        house.rows("UPDATE officer SET role = ? WHERE id = 'cb01'", role)
        assert code_of(queue, house) == told
        assert code_of(house.sit, lambda now: look_at_waiting(now, "cb01", lost.certificate.fingerprint)) == told

    @pytest.mark.parametrize("account", [RSA_COMPANY, P256_COMPANY, "nobody"])
    def test_is_not_there_for_companies(self, house: House, lost: Holder, account: str) -> None:
        assert code_of(queue, house, account) == "NOT-FOUND"

    def test_by_its_serial_one_is_found(self, house: House, lost: Holder) -> None:
        trust = house.parts.authority.trust
        one = house.sit(lambda now: waiting_one(now.books, trust, lost.certificate.serial, now.at))
        assert one.look.fingerprint == lost.certificate.fingerprint
        assert code_of(house.sit, lambda now: waiting_one(now.books, trust, "00", now.at)) == "NOT-FOUND"

    @pytest.mark.parametrize(("most", "found"), [(1, 1), (2, 2)])
    def test_looks_at_so_many_and_first_at_those_of_companies_without_another(
        self, house: House, monkeypatch: pytest.MonkeyPatch, most: int, found: int
    ) -> None:
        registered(house, Holder(P256_COMPANY))
        suspended(house, FIRST, FIRST)
        for _ in range(3):
            registered(house, Holder())
        monkeypatch.setattr(certificate_queue, "LIMITS", replace(LIMITS, certificates_waiting=most))
        assert len(queue(house)) == found


class TestACase:
    def test_shows_the_other_certificates_and_nothing_to_warn_of(self, house: House, lost: Holder) -> None:
        told = case(house, lost)
        assert [(one.fingerprint, one.state) for one in told.others] == [(OLD, "suspended")]
        assert told.warnings == []

    def test_warns_where_name_or_tax_code_differ(self, house: House, lost: Holder) -> None:
        [one] = queue(house)
        house.rows("UPDATE company SET name = 'Tên khác' WHERE tax_code = ?", RSA_COMPANY)
        assert [fault.code for fault in case(house, lost).warnings] == ["OFFICE-COMPANY-NAME-DIFFERS"]
        other = replace(one, look=replace(one.look, tax_code=""))
        told = house.sit(lambda now: case_of(now.books, other, now.at))
        assert [fault.code for fault in told.warnings] == ["OFFICE-TAX-CODE-DIFFERS"]

    def test_warns_where_it_is_good_no_more(self, house: House) -> None:
        suspended(house, FIRST, FIRST)
        registered(house, late := Holder(made_at=NOW - 3 * YEAR + timedelta(days=1)))
        house.clock.now = NOW + timedelta(days=1, seconds=1)
        assert [fault.code for fault in case(house, late).warnings] == ["OFFICE-CERTIFICATE-NOT-TRUSTED"]

    def test_warns_where_it_ends_soon(self, house: House, lost: Holder) -> None:
        house.rows("UPDATE certificate SET until = '2026-09-20T00:00:00.000000Z' WHERE state = 'waiting'")
        assert [fault.code for fault in case(house, lost).warnings] == ["OFFICE-CERTIFICATE-ENDS-SOON"]

    def test_warns_where_its_holder_works_for_another_company_too(self, house: House, lost: Holder) -> None:
        [one] = queue(house)
        named = replace(one, look=replace(one.look, identity="079185000123"))
        house.sit(lambda now: now.books.applications.identify("x", P256_COMPANY, ["079185000123"]))
        told = house.sit(lambda now: case_of(now.books, named, now.at))
        assert [(fault.code, fault.facts["companies"]) for fault in told.warnings] == [
            ("OFFICE-PERSON-ELSEWHERE", [P256_COMPANY])
        ]

    def test_that_an_officer_had_it_before_him_is_on_record(self, house: House, lost: Holder) -> None:
        house.sit(lambda now: look_at_waiting(now, "cb01", lost.certificate.fingerprint))
        looks = house.rows("SELECT officer, what, version FROM look")
        assert looks == [("cb01", lost.certificate.fingerprint, queue(house)[0].deed)]


class TestRefusing:
    def test_ends_the_waiting_with_a_reason_on_record(self, house: House, lost: Holder) -> None:
        assert refused_by_officer(house, lost, an_officer(), replaces=OLD).outcome == {"state": "refused"}
        assert (state_of(house, lost), queue(house)) == ("refused", [])
        [told, *_] = house.books.deeds.of_company(RSA_COMPANY, before=100, limit=1)
        assert "Lý do từ chối: Thiếu giấy giới thiệu" in told.text

    def test_nothing_is_signed_with_what_was_refused(self, house: House, lost: Holder) -> None:
        refused_by_officer(house, lost, an_officer(), replaces=OLD)
        text = composed(house, "certificate-suspend", RSA_COMPANY, **about(lost, reason="lost")).text
        assert code_of(sent, house, signed(text, lost)) == "CERTIFICATE-REFUSED"

    def test_asks_for_a_reason(self, house: House, lost: Holder) -> None:
        says = about(lost, tax_code=RSA_COMPANY, grounds="", replaces=OLD)
        assert code_of(composed, house, "certificate-refuse-by-officer", "cb01", **says) == "FORM-FAULTY"

    def test_undoes_a_first_confirmation_and_both_look_anew(self, house: House, lost: Holder) -> None:
        by_officer(house, lost, an_officer(), replaces=OLD)
        refused_by_officer(house, lost, an_officer("ct01"), "ct01", replaces=OLD)
        registered(house, lost, replaces=OLD)
        assert state_of(house, lost) == "waiting"
        assert by_officer(house, lost, an_officer("ct01"), "ct01", replaces=OLD).outcome["seconded_by"] == "ct01"
        assert by_officer(house, lost, an_officer(), replaces=OLD).outcome["state"] == "registered"

    def test_the_books_follow_it(self, house: House, lost: Holder, tmp_path: Path) -> None:
        by_officer(house, lost, an_officer(), replaces=OLD)
        refused_by_officer(house, lost, an_officer("ct01"), "ct01", replaces=OLD)
        assert damage_of(operator_at(tmp_path / "house")) == []
        registered(house, lost, replaces=OLD)
        assert damage_of(operator_at(tmp_path / "house")) == []
        house.rows("UPDATE certificate SET state = 'refused' WHERE state = 'waiting'")
        assert {one.what for one in damage_of(operator_at(tmp_path / "house"))} == {"certificate"}

    def test_one_that_ran_out_is_refused_but_not_confirmed(self, house: House) -> None:
        suspended(house, FIRST, FIRST)
        late = Holder(made_at=NOW - 3 * YEAR + timedelta(days=1))
        registered(house, late)
        house.clock.now = NOW + timedelta(days=1, seconds=1)
        assert code_of(by_officer, house, late, an_officer()) == "CERT-EXPIRED"
        assert refused_by_officer(house, late, an_officer()).outcome["state"] == "refused"


KINDS = ("certificate-confirm-by-officer", "certificate-refuse-by-officer")


@pytest.mark.parametrize("kind", KINDS)
class TestNeither:
    """Confirming and refusing are for the same people, about the same certificates, and once."""

    @staticmethod
    def tried(house: House, kind: str, holder: Any, signer: Any = None, account: str = "cb01", **more: Any) -> str:
        says = {**about(holder, tax_code=RSA_COMPANY, grounds="Công văn 12", replaces=OLD), **more}
        text = composed(house, kind, account, **says).text
        return code_of(sent, house, signed(text, signer or an_officer()))

    @pytest.mark.parametrize("role", ["auditor", "operator"])
    def test_by_the_wrong_role(self, house: House, lost: Holder, kind: str, role: str) -> None:
        an_officer()
        house.rows("UPDATE officer SET role = ? WHERE id = 'cb01'", role)
        assert self.tried(house, kind, lost) == "OFFICER-DOES-NOT-DECIDE"

    def test_off_duty(self, house: House, lost: Holder, kind: str) -> None:
        house.rows("UPDATE officer SET hours = '19:00-07:00' WHERE id = 'cb01'")
        assert self.tried(house, kind, lost) == "OFFICER-OFF-DUTY"

    def test_for_another_office(self, house: House, kind: str) -> None:
        to_another_office(house)
        suspended(house, FIRST, FIRST)
        registered(house, holder := Holder(), replaces=OLD)
        assert self.tried(house, kind, holder) == "OFFICER-OTHER-OFFICE"
        with_officer(house, "cb09", office="02B1")
        assert self.tried(house, kind, holder, officer_signer("cb09"), "cb09") == ""

    def test_by_somebody_of_the_company(self, house: House, lost: Holder, kind: str) -> None:
        own = house.books.accounts.account("cb01")
        theirs = house.books.accounts.of_company(RSA_COMPANY)[0]
        house.books.accounts.put(replace(theirs, person=Person("Trùng", own.person.identity)))
        assert self.tried(house, kind, lost) == "OFFICER-OWN-COMPANY"

    def test_under_another_companys_tax_code(self, house: House, lost: Holder, kind: str) -> None:
        suspended(house, STRANGER, STRANGER)
        assert self.tried(house, kind, lost, tax_code=P256_COMPANY, replaces="") == "CERTIFICATE-NOT-HELD"

    def test_signed_by_a_company_or_by_another_officer(self, house: House, lost: Holder, kind: str) -> None:
        for signer in (STRANGER, lost, an_officer("ct01")):
            assert self.tried(house, kind, lost, signer) in ("SIGNER-UNKNOWN", "CERTIFICATE-WAITING")
        assert state_of(house, lost) == "waiting"

    def test_where_the_company_can_say_it_itself(self, house: House, kind: str) -> None:
        registered(house, second := Holder())
        assert self.tried(house, kind, second, replaces="") == "COMPANY-CONFIRMS-ITSELF"

    def test_twice(self, house: House, lost: Holder, kind: str) -> None:
        says = about(lost, tax_code=RSA_COMPANY, grounds="Công văn 12", replaces=OLD)
        captured = signed(composed(house, kind, "cb01", **says).text, an_officer())
        sent(house, captured)
        before = (state_of(house, lost), house.rows("SELECT count(*) FROM deed"))
        assert code_of(sent, house, captured) == "DEED-REPEATED"
        assert (state_of(house, lost), house.rows("SELECT count(*) FROM deed")) == before


def test_a_company_that_got_one_confirmed_has_its_next_by_itself(house: House, lost: Holder) -> None:
    by_officer(house, lost, an_officer(), replaces=OLD)
    by_officer(house, lost, an_officer("ct01"), "ct01", replaces=OLD)
    registered(house, third := Holder())
    assert queue(house) == []
    confirmed(house, third, lost)
    assert deed(house, "certificate-end", RSA_COMPANY, lost, **about(third)).outcome["state"] == "ended"
