"""Transports at the authority: what is lodged of one, what declaring it wants, and who reads it back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.deeds import code_of, composed, sent, signed
from authority.house import House
from authority.listing import faults_of, user_of
from authority.transporting import (
    ARRIVING,
    a_bill_list,
    a_goods_list,
    a_step,
    at_both_ends,
    beside,
    change,
    declared,
    drafted_transport,
    key_of,
    lodge,
    registered,
    take,
    taken,
    with_lists,
)
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.paging import ordered
from thongquan.authority.transports_seen import (
    LinesWanted,
    Sought,
    transport_lines_seen,
    transport_seen,
    transport_told,
    transports_seen,
)
from thongquan.base.limits import LIMITS
from thongquan.transport.lodged import digest_of
from thongquan.transport.model import Piece


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def refused(house: House, number: str, step: str, **says: Any) -> list[tuple[str, str]]:
    return faults_of(take, house, number, step, **says)


class TestLodging:
    def test_the_text_says_what_a_person_can_check(self, house: House) -> None:
        ola, lists = with_lists(house, a_goods_list(run=1, runs=2), a_goods_list(run=2, runs=2))
        says = drafted_transport(house, ola, lists)
        assert (says["departs"], says["arrives"], says["cargo"]) == ("02DSC01", "01ACL01", ["BK01"])
        assert (says["lists"], says["lines"]) == (2, 4)
        assert says["digest"] == digest_of(transport_told(house.books, user_of(house), kept_of(house, ola, lists)))

    def test_numbers_run_through_the_country(self, house: House) -> None:
        made = [registered(house), registered(house, P256_COMPANY), registered(house)]
        assert made == ["500000000001", "500000000002", "500000000003"]

    def test_the_text_fits_only_what_was_drafted(self, house: House) -> None:
        ola = declared(house)
        text = composed(house, "transport-lodge", user_of(house), **drafted_transport(house, ola)).text
        other = beside(replace(ola, means="17"))
        assert code_of(sent, house, signed(text, key_of(RSA_COMPANY)), declaration=other) == "TRANSPORT-CHANGED"

    def test_the_same_text_is_carried_out_once(self, house: House) -> None:
        ola = declared(house)
        text = composed(house, "transport-lodge", user_of(house), **drafted_transport(house, ola)).text
        sent(house, signed(text, key_of(RSA_COMPANY)), declaration=beside(ola))
        again = code_of(sent, house, signed(text, key_of(RSA_COMPANY)), declaration=beside(ola))
        assert (again, house.rows("SELECT count(*) FROM transport")) == ("DEED-REPEATED", [(1,)])

    def test_all_that_is_wrong_is_told_at_once(self, house: House) -> None:
        ola = declared(house, means="99", customs_office="01DD", number="500000000001")
        told = faults_of(drafted_transport, house, ola, [a_goods_list("OTHER", runs=2)])
        assert {"TRANSPORT-NUMBER-OTHER", "OLA-BYA-UNLISTED", "OLA-DPR-OFFICE", "TRANSPORT-LIST-RUNS"} <= {
            code for code, _ in told
        }
        assert ("TRANSPORT-LIST-OTHER", "lists.1.number") in told

    def test_a_list_comes_as_its_enterprise_fills_it_in(self, house: House) -> None:
        ola, [made] = with_lists(house, a_goods_list())
        for changed in (replace(made, customs_seals=["H1"]), replace(made, vehicle="51C"), amended(made)):
            assert ("TRANSPORT-LIST-FILLED", "lists.1") in faults_of(drafted_transport, house, ola, [changed])

    def test_no_list_is_empty_and_two_lists_01_are_none(self, house: House) -> None:
        ola, [made] = with_lists(house, a_goods_list())
        assert ("TRANSPORT-LIST-LINES", "lists") in faults_of(drafted_transport, house, ola, [replace(made, lines=[])])
        twice = [a_bill_list(), a_bill_list()]
        assert ("TRANSPORT-LIST-RUNS", "lists") in faults_of(drafted_transport, house, ola, twice)

    def test_no_more_than_transport_bytes_travel_beside_the_text(self, house: House) -> None:
        ola = declared(house, route="x" * (LIMITS.transport_bytes + 1))
        assert code_of(drafted_transport, house, ola) == "TRANSPORT-BODY-UNREADABLE"

    @pytest.mark.parametrize(("day", "code"), [("9000-01-01", ""), ("9000-01-02", "TRANSPORT-BODY-UNREADABLE")])
    def test_a_planned_end_lies_where_days_can_be_reckoned_from_it(self, house: House, day: str, code: str) -> None:
        assert code_of(lodge, house, declared(house, finish_day=date.fromisoformat(day))) == code

    def test_no_more_than_transport_rows_are_judged_one_by_one(self, house: House) -> None:
        seals = Piece("PK1", seals=("S",) * (LIMITS.transport_rows - 3))
        assert ("OLA-SE-MANY", "pieces.1.seals") in faults_of(
            drafted_transport, house, declared(house, pieces=(seals,))
        )
        many = declared(house, pieces=(seals, seals))
        assert code_of(drafted_transport, house, many) == "TRANSPORT-BODY-UNREADABLE"

    def test_an_administrator_or_an_officer_lodges_none(self, house: House) -> None:
        says = drafted_transport(house, declared(house))
        for nobody in (RSA_COMPANY, "cb01"):
            assert code_of(composed, house, "transport-lodge", nobody, **says) == "NOT-FOUND"

    def test_bodies_lie_sealed_and_each_version_is_kept(self, house: House) -> None:
        number = registered(house, RSA_COMPANY, a_goods_list("SECRETLIST"))
        change(house, number, *with_lists(house, a_goods_list("SECRETLIST"), route="SECRETROUTE"))
        assert house.rows("SELECT count(*) FROM transport_body") == [(2,)]
        whole = b"".join(file.read_bytes() for file in (house.service.data).glob("*sqlite3*"))
        for text in ("SECRETLIST", "SECRETROUTE", "Sao Mai"):
            assert text.encode() not in whole

    def test_a_draft_is_changed_as_a_whole(self, house: House) -> None:
        number = registered(house)
        change(house, number, declared(house, means="17", finish_hour="22", start_hour="22"))
        one = transport_seen(house.books, user_of(house), number, house.clock.now)
        assert (one.declaration.means, one.declaration.number, one.head.version) == ("17", number, 2)
        assert one.head.due_at == "2026-09-02T16:00:00.000000Z"

    def test_what_is_declared_is_no_draft(self, house: House) -> None:
        number = taken(house, registered(house), "declare")
        assert code_of(change, house, number, declared(house)) == "OLA-DECLARED"

    def test_it_is_nobody_elses(self, house: House) -> None:
        number = registered(house)
        asked = {"doing": "change", "number": number, "version": 1}
        ola = declared(house, number=number)
        assert code_of(lodge, house, ola, (), P256_COMPANY, **asked) == "NOT-FOUND"

    def test_a_new_one_has_no_number_and_an_old_one_needs_it(self, house: House) -> None:
        number, says = registered(house), drafted_transport(house, declared(house))
        user = user_of(house)
        assert faults_of(composed, house, "transport-lodge", user, **{**says, "number": number}) == [
            ("TRANSPORT-NUMBER-GIVEN", "number")
        ]
        assert faults_of(composed, house, "transport-lodge", user, **{**says, "doing": "change"}) == [
            ("TRANSPORT-NUMBER-NEEDED", "number")
        ]


def kept_of(house: House, *lodged: Any) -> str:
    return str(lodge(house, *lodged).outcome["number"])


def amended(made: Any) -> Any:
    return replace(made, lines=[replace(made.lines[0], amended="(6) A → B"), *made.lines[1:]])


class TestDeclaring:
    def test_a_cargo_number_that_another_has_is_confirmed(self, house: House) -> None:
        first, second = registered(house), registered(house, P256_COMPANY)
        third = registered(house, cargo={"cargo_number": "1804-4712041"})
        taken(house, first, "declare")
        taken(house, third, "declare")
        user = user_of(house, P256_COMPANY)
        says = a_step(house, second, "declare")
        assert faults_of(composed, house, "transport-step", user, **says) == [("OLC-SAME-CARGO", "same_cargo")]
        assert composed(house, "transport-step", user, **says, same_cargo=True).text

    def test_drafts_and_what_was_cancelled_share_nothing(self, house: House) -> None:
        registered(house)
        taken(house, registered(house), "declare", "cancel")
        assert refused(house, registered(house), "declare") == []

    def test_it_is_judged_by_the_day_on_which_it_is_declared(self, house: House) -> None:
        number = registered(house)
        house.clock.now += timedelta(days=1)
        assert {code for code, _ in refused(house, number, "declare")} == {"OLA-SDT-PAST"}


class TestReading:
    def test_both_offices_and_the_company_read_it_and_nobody_else(self, house: House) -> None:
        number = registered(house)
        for reader in (user_of(house), "cb01", ARRIVING):
            assert transport_seen(house.books, reader, number, house.clock.now).head.number == number
        assert (
            code_of(transport_seen, house.books, user_of(house, P256_COMPANY), number, house.clock.now) == "NOT-FOUND"
        )
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET office = '01DD' WHERE id = 'cb01'"))
        assert code_of(transport_seen, house.books, "cb01", number, house.clock.now) == "NOT-FOUND"

    def test_it_is_overdue_from_the_end_of_its_planned_hour(self, house: House) -> None:
        number = taken(house, registered(house), "declare", "approve", "depart")
        midnight = datetime.fromisoformat("2026-09-02T17:00:00Z")
        for at, seen in ((midnight, []), (midnight + timedelta(microseconds=1), [number])):
            for watching in (ARRIVING, user_of(house)):
                page = transports_seen(house.books, watching, at, Sought("overdue"), ordered("due"))
                assert [one.number for one in page.rows] == seen
                assert [one.is_overdue for one in page.rows] == [True] * len(seen)

    def test_each_office_has_its_queue(self, house: House) -> None:
        waits = taken(house, registered(house), "declare")
        comes = taken(house, registered(house, cargo={"cargo_number": "X1"}), "declare", "approve", "depart")
        found = {
            (who, queue): [one.number for one in transports_seen(
                house.books, who, house.clock.now, Sought(queue), ordered("due")).rows]
            for who in ("cb01", ARRIVING)
            for queue in ("leaving", "arriving")
        }  # fmt: skip
        assert found == {
            ("cb01", "leaving"): [waits], ("cb01", "arriving"): [], (ARRIVING, "leaving"): [],
            (ARRIVING, "arriving"): [comes],
        }  # fmt: skip
        mine = transports_seen(house.books, user_of(house), house.clock.now, Sought(), ordered("-lodged"))
        assert [one.number for one in mine.rows] == [comes, waits]

    def test_lines_come_by_page(self, house: House) -> None:
        bills = [f"HB{n}" for n in range(5)]
        number = registered(house, RSA_COMPANY, a_goods_list(bills=bills))
        page = transport_lines_seen(house.books, "cb01", number, LinesWanted(1, 1, 3))
        assert ([line.bill for line in page.lines], page.lines[0].line, page.next) == (bills[1:4], 2, 4)
        assert transport_lines_seen(house.books, "cb01", number, LinesWanted(1, 4, 3)).next == 0
        assert code_of(transport_lines_seen, house.books, "cb01", number, LinesWanted(2)) == "NOT-FOUND"
