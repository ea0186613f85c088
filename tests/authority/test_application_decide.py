"""Threat 14: who decides on what a company applies for: in his office and hours, after looking, never for himself."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, get_args

import msgspec
import pytest

from authority.applying import (
    OFFICERS,
    a_declarant,
    an_application,
    application_of,
    approved,
    carried,
    decide,
    drafted,
    everybody,
    look,
    officer_signer,
    send,
    two_changes,
    with_certificates,
    with_officer,
)
from authority.deeds import code_of, composed
from authority.house import NAMES, House, add_company
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.application_effect import take_effect
from thongquan.authority.application_ports import QueueSought
from thongquan.authority.application_queue import InQueue, case_shown, queue
from thongquan.authority.deed_work import compose
from thongquan.authority.paging import ordered
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.moment import stamp
from thongquan.registration.application import State
from thongquan.registration.model import Role
from thongquan.storage.accounts import SqliteAccounts

ROLES, STATES, VERDICTS = get_args(Role), get_args(State), ("approve", "reject", "return")
OFFICES = ("02DS", "02CI")
HOURS = {"on duty": "07:00-19:00", "off duty": "19:00-07:00"}  # the clock of the tests stands at 10:00 in Viet Nam


@pytest.fixture
def sent(house: House) -> str:
    """An application that waits at 02DS for one new user."""
    signers = everybody(house)
    draft = drafted(house, an_application(a_declarant(signers[0])))
    send(house, draft)
    return draft.application.id


def put(house: House, application: str, **changes: Any) -> None:
    one = msgspec.structs.replace(application_of(house, application), **changes)
    house.sit(lambda now: now.books.applications.put(one))


def tried(house: House, officer: str, application: str, verdict: str) -> str:
    """The refusal of a decision as its text is composed, by somebody who has looked."""
    version = application_of(house, application).version
    says = {"application": application, "version": version, "verdict": verdict, "reason": "Vì lý do."}
    return code_of(house.sit, lambda now: compose(now, PROCEDURES, "application-decide", officer, says))


class TestMatrix:
    """Role, state, office, hours and verdict: 4 × 8 × 2 × 2 × 3 cells, each tried."""

    @pytest.fixture
    def officers(self, house: House) -> dict[tuple[str, str, str], str]:
        made = {}
        for number, (role, office, duty) in enumerate(product(ROLES, OFFICES, HOURS)):
            name = f"m{number:02d}"
            with_officer(house, name, f"0791800{number:05d}", role=role, office=office, hours=HOURS[duty])
            made[role, office, duty] = name
        return made

    @pytest.mark.parametrize("state", STATES)
    def test_every_forbidden_cell_is_refused_and_every_other_is_not(
        self, house: House, sent: str, officers: dict[tuple[str, str, str], str], state: str
    ) -> None:
        put(house, sent, state=state, sent_at="" if state == "draft" else "2026-09-02T00:00:00.000000Z")
        version = application_of(house, sent).version
        allowed = 0
        for (role, office, duty), officer in officers.items():
            house.sit(lambda now, who=officer: now.books.applications.look(who, sent, version, stamp(now.at)))
            for verdict in VERDICTS:
                may = role in {"officer", "head"} and office == "02DS" and duty == "on duty"
                may = may and state in {"sent", "seconded"}
                told = tried(house, officer, sent, verdict)
                assert (told == "") is may, (role, office, duty, state, verdict, told)
                allowed += may
        assert allowed == (6 if state in {"sent", "seconded"} else 0)

    @pytest.mark.parametrize("account", [RSA_COMPANY, P256_COMPANY, "00001AB1", "nobody"])
    def test_nobody_decides_who_is_no_officer(self, house: House, sent: str, account: str) -> None:
        assert tried(house, account, sent, "approve") == "NOT-FOUND"

    def test_an_officer_who_has_left_decides_nothing(self, house: House, sent: str) -> None:
        house.sit(
            lambda now: now.books.connection.execute(
                "UPDATE officer SET ended_at = ? WHERE id = 'cb01'", ("2026-09-01",)
            )
        )
        assert tried(house, "cb01", sent, "approve") == "NOT-FOUND"


class TestLooking:
    def test_nothing_is_decided_unseen(self, house: House, sent: str) -> None:
        assert code_of(decide, house, "cb01", sent, unseen=True) == "NOT-LOOKED-AT"
        look(house, "cb02", sent)
        assert code_of(decide, house, "cb01", sent, unseen=True) == "NOT-LOOKED-AT"
        look(house, "cb01", sent)
        assert decide(house, "cb01", sent, unseen=True).outcome["state"] == "approved"

    def test_only_the_version_that_was_looked_at_is_decided_on(self, house: House, sent: str) -> None:
        look(house, "cb01", sent)
        put(house, sent, version=application_of(house, sent).version + 1)
        assert code_of(decide, house, "cb01", sent, unseen=True) == "NOT-LOOKED-AT"
        assert code_of(decide, house, "cb01", sent, unseen=True, version=2) == "APPLICATION-CHANGED"

    def test_each_look_is_recorded(self, house: House, sent: str) -> None:
        look(house, "cb01", sent)
        [(officer, what, version, at)] = house.rows("SELECT * FROM look")
        assert (officer, what, version, at) == ("cb01", sent, 2, stamp(house.clock.now))

    def test_what_changed_while_the_officer_signed_is_not_decided_on(self, house: House, sent: str) -> None:
        look(house, "cb01", sent)
        text = composed(house, "application-decide", "cb01", application=sent, version=2, verdict="approve").text
        put(house, sent, version=3)
        assert code_of(carried, house, text, officer_signer("cb01")) == "APPLICATION-CHANGED"
        assert application_of(house, sent).state == "sent"


class TestDeciding:
    @pytest.mark.parametrize("verdict", ["reject", "return"])
    def test_a_refusal_says_why(self, house: House, sent: str, verdict: str) -> None:
        assert code_of(decide, house, "cb01", sent, verdict) == "REASON-MISSING"
        decide(house, "cb01", sent, verdict, reason="Số CCCD không khớp.")
        assert application_of(house, sent).note == "Số CCCD không khớp."

    def test_nobody_approves_himself(self, house: House) -> None:
        signers = everybody(house)
        draft = drafted(house, an_application(a_declarant(signers[0], identity=OFFICERS["cb01"])))
        send(house, draft)
        assert code_of(decide, house, "cb01", draft.application.id) == "OFFICER-OWN-CASE"
        assert decide(house, "cb02", draft.application.id).outcome["state"] == "approved"

    def test_nobody_approves_what_his_own_company_asks(self, house: House, sent: str) -> None:
        accounts = house.books.accounts
        admin = accounts.account(RSA_COMPANY)
        accounts.put(msgspec.structs.replace(admin, person=accounts.account("cb01").person))
        assert code_of(decide, house, "cb01", sent) == "OFFICER-OWN-COMPANY"

    def test_another_officers_signature_is_not_ones_own(self, house: House, sent: str) -> None:
        look(house, "cb01", sent)
        text = composed(house, "application-decide", "cb01", application=sent, version=2, verdict="approve").text
        assert code_of(carried, house, text, officer_signer("cb02")) == "SIGNER-UNKNOWN"

    def test_what_was_right_when_it_was_sent_may_hinder_now(self, house: House, sent: str) -> None:
        serial = with_certificates(house)[0].certificate.issuer_serial
        house.sit(lambda now: now.books.certificates.put(serial, "suspended"))
        assert code_of(decide, house, "cb01", sent) == "FORM-FAULTY"
        assert decide(house, "cb01", sent, "reject", reason="Chứng thư số đã tạm ngừng.").outcome["state"] == "rejected"

    def test_a_decision_names_what_it_decides_on(self, house: House, sent: str) -> None:
        look(house, "cb01", sent)
        text = composed(house, "application-decide", "cb01", application=sent, version=2, verdict="approve").text
        assert "\nQuyết định: chấp nhận (approve)\n" in text
        assert f"\nMã số thuế doanh nghiệp: {RSA_COMPANY}\n" in text
        says = {"application": sent, "version": 2, "verdict": "approve"}
        for other in ({"tax_code": P256_COMPANY}, {"company": "Công ty Khác"}, {"asked": "0" * 64}):
            work = lambda: composed(house, "application-decide", "cb01", **says, **other)  # noqa: B023, E731 - at once
            assert code_of(work) == "APPLICATION-CHANGED"


class TestFourEyes:
    @pytest.fixture
    def changing(self, house: House) -> str:
        """An application that gives a user another certificate: two must approve it."""
        signers = everybody(house)
        [user] = approved(house, a_declarant(signers[0])).users
        change = {"action": "change", "user": user, "certificate": signers[1].certificate.fingerprint}
        draft = drafted(house, an_application(change, terminals=0))
        send(house, draft)
        return draft.application.id

    def test_the_first_signature_completes_nothing(self, house: House, changing: str) -> None:
        assert decide(house, "cb01", changing).outcome["state"] == "seconded"
        assert application_of(house, changing).effective_at == ""

    def test_the_same_officer_is_not_the_second(self, house: House, changing: str) -> None:
        decide(house, "cb01", changing)
        assert code_of(decide, house, "cb01", changing) == "OFFICER-SAME"
        assert decide(house, "ct01", changing).outcome["state"] == "approved"

    def test_who_looked_before_the_first_signature_looks_again(self, house: House, changing: str) -> None:
        look(house, "cb02", changing)
        decide(house, "cb01", changing)
        assert code_of(decide, house, "cb02", changing, unseen=True) == "NOT-LOOKED-AT"

    def test_what_was_returned_begins_anew(self, house: House, changing: str) -> None:
        decide(house, "cb01", changing)
        decide(house, "cb02", changing, "return", reason="Bổ sung giấy tờ.")
        one = application_of(house, changing)
        send(house, one)
        assert application_of(house, changing).seconded_by == ""
        assert decide(house, "cb01", changing).outcome["state"] == "seconded"


class TestEffect:
    @pytest.mark.parametrize(
        ("accepted", "from_when"),
        [
            ("2026-09-02T16:59:59.000000Z", "2026-09-02T17:00:00.000000Z"),
            ("2026-09-02T17:00:01.000000Z", "2026-09-03T17:00:00.000000Z"),
        ],
    )
    def test_it_counts_from_the_next_midnight_in_viet_nam(self, house: House, accepted: str, from_when: str) -> None:
        signers = everybody(house)
        draft = drafted(house, an_application(a_declarant(signers[0])))
        send(house, draft)
        look(house, "cb01", draft.application.id)
        house.clock.now = datetime.fromisoformat(accepted)
        [user] = users_of(decide(house, "cb01", draft.application.id))
        account, midnight = house.books.accounts.account(user), datetime.fromisoformat(from_when)
        assert account.effective_at == from_when
        assert not account.is_open(stamp(midnight - timedelta(seconds=1)))
        assert account.is_open(stamp(midnight))

    def test_in_a_demonstration_it_counts_at_once(self, house: House, sent: str) -> None:
        authority = msgspec.structs.replace(house.parts.authority, at_once=True)
        house.parts = msgspec.structs.replace(house.parts, authority=authority)
        [user] = users_of(decide(house, "cb01", sent))
        assert house.books.accounts.account(user).is_open(stamp(house.clock.now))
        assert application_of(house, sent).state == "effective"

    def test_a_user_is_cancelled_from_then_on_and_its_certificate_is_free(self, house: House) -> None:
        signers = everybody(house)
        [user] = approved(house, a_declarant(signers[0])).users
        house.clock.now += timedelta(days=1)
        approved(house, {"action": "remove", "user": user}, a_declarant(signers[0], name="Phan Thị Mới"))
        account = house.books.accounts.account(user)
        assert account.is_open("2026-09-03T16:59:59.000000Z")
        assert not account.is_open("2026-09-03T17:00:00.000000Z")

    def test_a_certificate_that_a_user_gets_tomorrow_is_not_given_to_another(self, house: House) -> None:
        signers = everybody(house)
        [user] = approved(house, a_declarant(signers[0])).users
        change = {"action": "change", "user": user, "certificate": signers[1].certificate.fingerprint}
        changing = drafted(house, an_application(change, terminals=0))
        send(house, changing)
        for officer in ("cb01", "cb02"):
            decide(house, officer, changing.application.id)
        other = drafted(house, an_application(a_declarant(signers[1], identity="079185000124")))
        assert [one.code for one in other.faults] == ["DECLARANT-CERTIFICATE-CLAIMED"]

    def test_a_change_waits_for_its_day(self, house: House) -> None:
        signers = everybody(house)
        [user] = approved(house, a_declarant(signers[0])).users
        approved(house, {"action": "change", "user": user, "name": "Đặng Thị Thu Hà Mới"}, terminals=0)
        house.sit(take_effect)
        assert house.books.accounts.account(user).person.name == "Đặng Thị Thu Hà"
        house.clock.now = datetime(2026, 9, 2, 17, 0, tzinfo=UTC)
        house.sit(take_effect)
        assert house.books.accounts.account(user).person.name == "Đặng Thị Thu Hà Mới"

    def test_a_user_keeps_its_certificate_where_another_got_the_new_one_first(self, house: House) -> None:
        user, taken = two_changes(house)[0]
        before = house.books.accounts.account(user).certificate
        add_company(house, NAMES[RSA_COMPANY], RSA_COMPANY, taken.certificate.der)
        house.clock.now += timedelta(days=1)
        assert house.sit(take_effect).entered == 3  # with the one that brought the users
        account = house.books.accounts.account(user)
        assert (account.certificate, account.person.name) == (before, "Tên Mới")
        assert house.books.accounts.user_of(taken.certificate.issuer_serial).name != user

    def test_what_cannot_be_entered_stops_no_other(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        (user, taken), (other, _) = two_changes(house)
        add_company(house, NAMES[RSA_COMPANY], RSA_COMPANY, taken.certificate.der)
        monkeypatch.setattr(SqliteAccounts, "user_of", lambda *_: None)
        house.clock.now += timedelta(days=1)
        assert [house.sit(take_effect).entered for _ in range(2)] == [2, 0]
        names = [house.books.accounts.account(one).person.name for one in (user, other)]
        assert names == ["Đặng Thị Thu Hà", "Tên Mới"]

    def test_an_effect_is_taken_once(self, house: House, sent: str) -> None:
        decide(house, "cb01", sent)
        house.clock.now += timedelta(days=1)
        assert [house.sit(take_effect).entered for _ in range(2)] == [1, 0]


def waiting_at(house: House, officer: str) -> list[InQueue]:
    return house.sit(lambda now: queue(now.books, officer, now.at, QueueSought(), ordered("sent"))).rows


class TestQueue:
    def test_the_oldest_comes_first_with_its_age(self, house: House) -> None:
        signers = everybody(house)
        first, second = (
            drafted(house, an_application(a_declarant(one, identity=number)))
            for one, number in zip(signers, ("079185000123", "079185000124"), strict=False)
        )
        send(house, second)
        house.clock.now += timedelta(hours=5, minutes=30)
        send(house, first)
        told = waiting_at(house, "cb01")
        assert [(one.waiting.id, one.hours) for one in told] == [(second.application.id, 5), (first.application.id, 0)]

    def test_another_offices_queue_is_another(self, house: House, sent: str) -> None:
        with_officer(house, "cb09", office="02CI")
        assert waiting_at(house, "cb09") == []
        assert code_of(look, house, "cb09", sent) == "NOT-FOUND"

    def test_a_draft_is_nobodys_business_yet(self, house: House) -> None:
        everybody(house)
        draft = drafted(house, an_application())
        assert code_of(look, house, "cb01", draft.application.id) == "NOT-FOUND"

    def test_the_officer_is_told_of_the_same_person_elsewhere_and_the_company_is_not(self, house: House) -> None:
        everybody(house)
        [other] = with_certificates(house, 1, P256_COMPANY)
        mine = drafted(house, an_application(a_declarant(with_certificates(house)[0])))
        theirs = drafted(
            house, an_application(a_declarant(other), company="Công ty CP Giao nhận Đường Sáng"), P256_COMPANY
        )
        send(house, theirs, P256_COMPANY)
        assert mine.faults == []
        send(house, mine)
        told = shown_to(house, "cb01", mine.application.id)
        assert [(one.code, one.facts["companies"]) for one in told.warnings] == [
            ("OFFICE-PERSON-ELSEWHERE", [P256_COMPANY])
        ]

    def test_the_officer_sees_how_each_certificate_stands_now(self, house: House, sent: str) -> None:
        [certificate] = shown_to(house, "cb01", sent).certificates
        assert (certificate.registration, certificate.refusal) == ("registered", "")
        house.clock.now = datetime(2029, 8, 15, tzinfo=UTC)
        [certificate] = shown_to(house, "cb01", sent).certificates
        assert certificate.refusal == "CERT-EXPIRED"

    def test_a_name_that_is_not_the_registered_one_is_told(self, house: House) -> None:
        signers = everybody(house)
        draft = drafted(house, an_application(a_declarant(signers[0]), company="Công ty Tên Lạ"))
        send(house, draft)
        assert [one.code for one in shown_to(house, "cb01", draft.application.id).warnings] == [
            "OFFICE-COMPANY-NAME-DIFFERS"
        ]


def shown_to(house: House, officer: str, application: str) -> Any:
    return case_shown(look(house, officer, application), house.parts.authority.trust, house.clock.now)


def users_of(carried_out: Any) -> list[str]:
    return carried_out.outcome["users"].split(", ")
