"""What an officer's desk shows of declarations, what is recorded of looking, and that nothing is decided unseen."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from authority.applying import with_officer
from authority.deciding import KIND, decide, look, what_is_said
from authority.deeds import code_of, composed, sent, signed
from authority.giving import CONTRACT, INVOICE, NUMBER, asked_for_documents, give, user_of
from authority.house import House, a_filing, an_owner, the_pki
from building import a_mec, a_mic
from demo_pki import RSA_COMPANY
from thongquan.authority.declaration_open import open_declaration
from thongquan.authority.declaration_ports import DeclarationsSought
from thongquan.authority.declaration_queue import InQueue, queue, search
from thongquan.authority.declaration_shown import DeclarationShown, declaration_shown
from thongquan.authority.paging import Page, ordered
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import ImportCorrection

YELLOW = {"goods_description": "Drone mini"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    with_officer(house, "tt01", "079180000177", role="auditor")
    with_officer(house, "vh01", "079180000178", role="operator")
    with_officer(house, "xa01", "079180000179", office="01E1")
    yield house
    house.close()


def filed(house: House, *bills: str, **changes: Any) -> list[str]:
    """Imports that wait for an officer, by their numbers."""
    lines = [encode_line(a_mic(house_bill=one, **{**YELLOW, **an_owner(one), **changes})) for one in bills]
    [answer] = house.file(a_filing(lines))
    return [one["decision"]["number"] for one in answer["outcomes"]]


def waiting(
    house: House, account: str = "cb01", order: str = "registered", rows: int = 50, **sought: str
) -> Page[InQueue]:
    at, wanted = house.clock(), ordered(order, rows=rows)
    return queue(house.books, account, at, DeclarationsSought(**sought), wanted)


def numbers(page: Page[InQueue]) -> list[str]:
    return [one.waiting.number for one in page.rows]


def opened(house: House, number: str, account: str = "cb01") -> DeclarationShown:
    case = house.sit(lambda now: open_declaration(now, account, number))
    trust, at = house.parts.authority.trust, house.clock()
    return house.sit(lambda now: declaration_shown(now.books, account, case, trust, at))


def corrected(house: House, number: str, bill: str, **changes: Any) -> str:
    mic = a_mic(house_bill=bill, **{**YELLOW, **an_owner(bill), **changes})
    line = encode_line(ImportCorrection(**asdict(mic), number=number))  # type: ignore[misc] # MIE
    [answer] = house.file(a_filing([line], kind="correction"))
    return str(answer["outcomes"][0]["decision"]["number"])


class TestTheQueue:
    def test_it_holds_what_waits_the_oldest_first(self, house: House) -> None:
        first, second = filed(house, "Q1", "Q2")
        assert numbers(waiting(house)) == [first, second]
        assert numbers(waiting(house, order="-registered")) == [second, first]

    def test_what_is_brought_to_an_end_leaves_it(self, house: House) -> None:
        first, second = filed(house, "Q1", "Q2")
        decide(house, first, "refuse", "hàng cấm")
        assert numbers(waiting(house)) == [second]

    def test_page_by_page_everything_once(self, house: House) -> None:
        all_of_them, told, after = filed(house, *(f"P{n}" for n in range(7))), [], ""
        while True:
            at, wanted = house.clock(), ordered("registered", after, 3)
            page = house.sit(
                lambda now, at=at, wanted=wanted: queue(now.books, "cb01", at, DeclarationsSought(), wanted)
            )
            told += numbers(page)
            after = page.next
            if not after:
                break
        assert told == all_of_them

    @pytest.mark.parametrize(
        ("sought", "found"),
        [
            ({"state": "documents"}, [1]),
            ({"state": "registered"}, [0]),
            ({"channel": "3"}, [0, 1]),
            ({"channel": "2"}, []),
            ({"direction": "import"}, [0, 1]),
            ({"direction": "export"}, []),
            ({"filer": RSA_COMPANY[:4]}, [0, 1]),
            ({"filer": "7"}, []),
        ],
    )
    def test_by_state_channel_direction_and_filer(self, house: House, sought: dict[str, str], found: list[int]) -> None:
        both = filed(house, "Q1", "Q2")
        decide(house, both[1], "ask-documents", "hóa đơn")
        assert numbers(waiting(house, **sought)) == [both[n] for n in found]

    def test_another_office_has_a_queue_of_its_own(self, house: House) -> None:
        filed(house, "Q1")
        assert numbers(waiting(house, "xa01")) == []

    def test_each_team_has_its_own(self, house: House) -> None:
        [second] = filed(house, "Q1", customs_team="02")
        filed(house, "Q2", customs_team="04")
        assert numbers(waiting(house, team="02")) == [second]
        assert waiting(house, team="02").rows[0].waiting.team == "02"

    def test_it_tells_which_ones_one_has_opened_as_they_stand(self, house: House) -> None:
        first, _ = filed(house, "Q1", "Q2")
        opened(house, first)
        assert [one.is_seen for one in waiting(house).rows] == [True, False]
        assert [one.is_seen for one in waiting(house, "tt01").rows] == [False, False]
        decide(house, first, "scan-clean")
        assert not waiting(house).rows[0].is_seen

    def test_the_hours_run_again_from_when_the_documents_were_given(self, house: House) -> None:
        asked_for_documents(house)
        assert waiting(house).rows[0].deadline == ""
        house.clock.now += timedelta(days=7)
        give(house, [INVOICE])
        [one] = waiting(house).rows
        assert (one.is_overdue, one.deadline > one.waiting.documents_at) == (False, True)

    @pytest.mark.parametrize(("account", "code"), [("tt01", ""), ("vh01", "OFFICER-ROLE"), ("nobody", "NOT-FOUND")])
    def test_who_reads_it(self, house: House, account: str, code: str) -> None:
        assert code_of(waiting, house, account) == code
        [number] = filed(house, "Q1")
        assert code_of(opened, house, number, account) == code
        assert code_of(lambda: house.sit(lambda now: search(now.books, account, now.at, "Q1"))) == code

    def test_after_eight_working_hours_red_is_overdue(self, house: House) -> None:
        filed(house, "Q1")
        [one] = waiting(house).rows
        assert (one.is_overdue, one.hours) == (False, 0)
        house.clock.now += timedelta(days=4)
        [later] = waiting(house).rows
        assert (later.is_overdue, later.hours, later.deadline) == (True, 96, one.deadline)


def test_how_much_is_found_is_limited(house: House) -> None:
    from thongquan.base.limits import LIMITS

    assert LIMITS.declarations_found == 50
    [number] = filed(house, "S1")
    assert len(house.books.declarations.of_house("02DS", "S1", 0)) == 0
    assert house.books.declarations.of_house("02DS", "S1", LIMITS.declarations_found) == [number]


class TestFinding:
    def found(self, house: House, text: str, account: str = "cb01") -> list[str]:
        return house.sit(lambda now: search(now.books, account, now.at, text))

    def test_by_number_whichever_correction_it_counts(self, house: House) -> None:
        [number] = filed(house, "F1")
        assert self.found(house, f" {number[:11]}7 ") == [number]

    def test_by_house_bill_however_it_is_spelled(self, house: House) -> None:
        [number] = filed(house, "FX-12")
        assert self.found(house, "fx 12") == [number]

    def test_what_has_ended_is_found_too(self, house: House) -> None:
        [number] = filed(house, "F1")
        house.books.connection.execute("UPDATE declaration SET live = 0, state = 'withdrawn'")
        assert self.found(house, "F1") == [number]

    @pytest.mark.parametrize("text", ["", "F", "F11", "999999999990", "%", "F1' OR 1=1"])
    def test_nothing_else(self, house: House, text: str) -> None:
        filed(house, "F1")
        assert self.found(house, text) == []

    def test_not_at_another_office(self, house: House) -> None:
        [number] = filed(house, "F1")
        assert self.found(house, number, "xa01") == self.found(house, "F1", "xa01") == []


class TestOpening:
    def test_it_is_recorded_with_the_version(self, house: House) -> None:
        [number] = filed(house, "O1")
        opened(house, number)
        [(latest,)] = house.rows("SELECT latest FROM declaration")
        assert house.rows("SELECT officer, what, version FROM look") == [("cb01", number, latest)]

    def test_another_offices_is_not_there(self, house: House) -> None:
        [number] = filed(house, "O1")
        assert code_of(opened, house, number, "xa01") == code_of(opened, house, "999999999990", "xa01") == "NOT-FOUND"
        assert house.rows("SELECT count(*) FROM look") == [(0,)]

    def test_its_history_says_who_when_why_and_under_which_rule(self, house: House) -> None:
        [number] = filed(house, "O1")
        decide(house, number, "ask-documents", "thiếu hóa đơn")
        first, asked = opened(house, number).history
        assert (first.kind, first.state) == ("registered", "registered")
        assert (asked.by, asked.step, asked.reason) == ("cb01", "ask-documents", "thiếu hóa đơn")
        assert (asked.under, asked.at > first.at) == ("Luật Hải quan 2014 Điều 32", True)

    def test_a_correction_shows_what_it_changed(self, house: House) -> None:
        [number] = filed(house, "O1")
        now = corrected(house, number, "O1", packages=2)
        shown = opened(house, now)
        assert shown.number == now
        assert [(one.field, one.before, one.after) for one in shown.history[1].changes] == [("packages", "1", "2")]

    def test_the_reasons_of_its_channel_are_told(self, house: House) -> None:
        [number] = filed(house, "O1")
        shown = opened(house, number)
        assert shown.reasons == shown.history[0].reasons != []

    def test_its_signature_is_reported(self, house: House) -> None:
        [number] = filed(house, "O1")
        told = opened(house, number).signature
        assert (told.report.verdict, told.is_root_signed, told.are_leaves_true) == ("valid", True, True)
        assert told.report.signer is not None
        assert told.report.signer.tax_code == told.filer

    def test_of_a_corrected_one_that_of_the_correction(self, house: House) -> None:
        [number] = filed(house, "O1")
        before = opened(house, number).signature
        after = opened(house, corrected(house, number, "O1", packages=2)).signature
        assert after.received_at >= before.received_at
        assert (after.report.verdict, after.is_root_signed, after.are_leaves_true) == ("valid", True, True)
        assert house.rows("SELECT count(*) FROM filing") == [(2,)]

    def test_with_the_certificate_as_it_was_then(self, house: House) -> None:
        [number] = filed(house, "O1")
        told = opened(house, number).signature
        assert told.certificate is not None
        assert told.report.signer is not None
        assert told.certificate.serial == told.report.signer.serial
        assert len(told.certificate.chain) >= 1
        assert [one.name for one in told.report.checks][-2:] == ["check_chain", "check_revocation"]

    def test_its_documents_say_who_gave_them_and_that_they_were_seen_is_recorded(self, house: House) -> None:
        asked_for_documents(house)
        give(house, [INVOICE, CONTRACT])
        assert house.rows("SELECT count(*) FROM attachment_look") == [(0,)]
        told = opened(house, NUMBER).documents
        assert [(one.place, one.name, one.kind, one.given_by) for one in told] == [
            (1, INVOICE[0], "text", user_of(house)),
            (2, CONTRACT[0], "text", user_of(house)),
        ]
        assert house.rows("SELECT officer, place FROM attachment_look") == [("cb01", 0)]

    def test_a_root_that_nobody_signed_is_noticed(self, house: House) -> None:
        [number] = filed(house, "O1")
        house.books.connection.execute("UPDATE filing SET root = zeroblob(32)")
        assert not opened(house, number).signature.is_root_signed

    def test_a_leaf_that_binds_something_else_is_noticed(self, house: House) -> None:
        [number] = filed(house, "O1")
        house.books.connection.execute("UPDATE act SET leaf = zeroblob(32)")
        assert not opened(house, number).signature.are_leaves_true

    def test_the_other_houses_of_its_owner_on_that_flight(self, house: House) -> None:
        own = {**an_owner("SAME"), "invoice_value": Decimal(1)}
        first, second = filed(house, "T1", "T2", **own)
        filed(house, "ELSE1")
        filed(house, "T3", **own, master_bill="62200000011")
        assert [one.number for one in opened(house, first).siblings] == [second]

    def test_the_steps_that_lead_on(self, house: House) -> None:
        [number] = filed(house, "O1")
        steps = {one.name: one for one in opened(house, number).steps}
        assert steps.keys() == {
            "ask-documents", "inspect", "goods-fit", "goods-differ", "refuse", "hold", "scan-clean", "scan-suspect",
            "instruct", "to-paper", "close-on-paper", "cancel",
        }  # fmt: skip
        assert (steps["refuse"].needs_reason, steps["inspect"].needs_reason) == (True, False)
        decide(house, number, "goods-fit")
        assert "clear" in {one.name for one in opened(house, number).steps}

    def test_none_for_an_auditor(self, house: House) -> None:
        [number] = filed(house, "O1")
        assert opened(house, number, "tt01").steps == []

    def test_a_ground_where_one_fits(self, house: House) -> None:
        [number] = filed(house, "O1")
        decide(house, number, "ask-documents", "hóa đơn")
        house.clock.now += timedelta(days=40)
        [cancel] = [one for one in opened(house, number).steps if one.name == "cancel"]
        assert cancel.grounds != []


class TestDecidingUnseen:
    def test_is_refused(self, house: House) -> None:
        [number] = filed(house, "U1")
        says = what_is_said(house, number, "goods-fit")
        assert code_of(composed, house, KIND, "cb01", **says) == "NOT-LOOKED-AT"

    def test_and_is_possible_for_whoever_looked_only(self, house: House) -> None:
        [number] = filed(house, "U1")
        says = what_is_said(house, number, "goods-fit")
        opened(house, number, "ct01")
        assert code_of(composed, house, KIND, "cb01", **says) == "NOT-LOOKED-AT"
        assert code_of(composed, house, KIND, "ct01", **says) == ""

    def test_each_version_anew(self, house: House) -> None:
        [number] = filed(house, "U1")
        opened(house, number)
        decide(house, number, "scan-clean")
        says = what_is_said(house, number, "goods-fit")
        assert code_of(composed, house, KIND, "cb01", **says) == "NOT-LOOKED-AT"
        opened(house, number)
        assert code_of(composed, house, KIND, "cb01", **says) == ""

    def test_nor_is_it_carried_out_once_it_was_corrected(self, house: House) -> None:
        [number] = filed(house, "U1")
        look(house, number)
        says = what_is_said(house, number, "goods-fit")
        text = signed(composed(house, KIND, "cb01", **says).text, the_pki().officer("cb01"))
        corrected(house, number, "U1", packages=2)
        assert code_of(sent, house, text) == "FORM-FAULTY"


def test_exports_wait_in_the_same_queue(house: House) -> None:
    lines = [encode_line(a_mec(house_bill=f"X{n}")) for n in range(60)]
    [answer] = house.file(a_filing(lines, direction="export"))
    there = [one["decision"] for one in answer["outcomes"] if one["decision"]["state"] == "registered"]
    assert numbers(waiting(house, direction="export")) == [one["number"] for one in there]
