"""What secures a transport is reserved in the deposit ledger while it lives, and never twice."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from authority.closing import FIRST, at, hq03, hq04, room
from authority.deciding import decide
from authority.deeds import code_of, sent, signed
from authority.depositing import done, open_account, top_up
from authority.house import House, a_filing, lines_of
from authority.listing import faults_of, user_of
from authority.money_of_transports import LIVING
from authority.refunding import listed
from authority.transport_securing import (
    NOTHING,
    declared_with,
    drafted_with,
    general,
    guarantee,
    individual,
    left,
    lines,
)
from authority.transporting import (
    a_correction,
    at_both_ends,
    correct,
    declared,
    drafted_transport,
    kept,
    step_text,
    take,
    taken,
)
from demo_pki import P256_COMPANY, RSA_COMPANY
from rule_cases.case import where
from storage.operating import EVENING, damage_of, operator_of
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.deposit_accounts_seen import MovementsWanted, movements_seen
from thongquan.authority.paging import Wanted, ordered
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.transport_security import ALLOWED
from thongquan.authority.transports_seen import transport_seen
from thongquan.base.fault import Fault
from thongquan.cli.deposit_movements import row_of
from thongquan.cli.words import Words
from thongquan.declarant.deposit_desk import MovementTold
from thongquan.storage.reconciling import reconcile
from thongquan.transport.standing import Held

LIMIT, AMOUNT = 8_000_000, 5_000_000
ENDS = [
    ("approve", "depart", "arrive"),
    ("approve", "depart", "take-back-departure", "depart", "arrive-differing", "note-discrepancies", "settle"),
    ("refuse",),
    ("cancel",),
    ("approve", "ask-cancellation", "decline-cancellation", "ask-cancellation", "grant-cancellation"),
]
BL = general("BL/01", AMOUNT)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    at_both_ends(house)
    yield house
    house.close()


def told(work: Callable[..., Any], *arguments: Any, **more: Any) -> dict[str, Any]:
    """The one fault: its code, place and facts."""
    try:
        work(*arguments, **more)
    except FormFaulty as refusal:
        [fault] = refusal.faults
        assert isinstance(fault, Fault)
        return {"code": fault.code, "at": fault.at, **fault.facts}
    return {}


class TestHolding:
    def test_it_is_held_until_it_arrived_intact_or_came_to_nothing(self, house: House) -> None:
        account = guarantee(house, "BL/01", LIMIT)
        for place, steps in enumerate(ENDS):
            number = drafted_with(house, f"X{place}", **BL)
            assert left(house, account) == (LIMIT, 0)  # a draft binds nobody
            for step in ("declare", *steps):
                take(house, number, step)
                held = AMOUNT if kept(house, number).state in LIVING else 0
                assert left(house, account) == (LIMIT - held, held), (steps, step)
            assert lines(house, number) == [(account, "reserve", AMOUNT), (account, "release", AMOUNT)]
        assert damage_of(operator_of(house)) == []

    def test_what_turns_out_to_differ_after_it_arrived_takes_nothing_again(self, house: House) -> None:
        account = guarantee(house, "BL/01", LIMIT)
        number = declared_with(house, "X1", **BL)
        taken(house, number, "approve", "depart", "arrive", "note-discrepancies", "settle")
        assert (left(house, account), len(lines(house, number))) == ((LIMIT, 0), 2)

    def test_one_guarantee_secures_to_the_dong_and_not_beyond(self, house: House) -> None:
        account = guarantee(house, "BL/01", LIMIT)
        declared_with(house, "X1", **BL)
        second = drafted_with(house, "X2", **general("BL/01", 3_000_001))
        assert told(take, house, second, "declare") == {
            "code": "OLC-SECURITY-TOO-LITTLE", "at": "security_amount", "guarantee": "BL/01", "office": "02DS",
            "left": 3_000_000, "needed": 3_000_001, "missing": 1,
        }  # fmt: skip
        declared_with(house, "X3", **general("BL/01", 3_000_000))
        assert left(house, account) == (0, LIMIT)

    def test_an_individual_one_is_the_guarantee_of_its_cargo_else_the_deposit_account(self, house: House) -> None:
        account, deposit = guarantee(house, "BR/7", LIMIT, cargo="X-1"), open_account(house, AMOUNT)
        first, second = (declared_with(house, cargo, **individual(AMOUNT)) for cargo in ("X1", "X2"))
        shown = [transport_seen(house.books, "cb01", one, EVENING).standing.held for one in (first, second)]
        assert shown == [Held(account, "BR/7", AMOUNT), Held(deposit, "deposit", AMOUNT)]
        third = drafted_with(house, "X3", **individual(7))
        short = {"code": "OLC-DEPOSIT-TOO-LITTLE", "left": 0, "needed": 7, "missing": 7, "office": "02DS"}
        assert told(take, house, third, "declare").items() >= short.items()
        top_up(house, 7, reference="FT2")
        take(house, third, "declare")
        assert left(house, deposit) == (0, AMOUNT + 7)

    def test_without_a_security_nothing_moves_and_one_without_amount_is_none(self, house: House) -> None:
        guarantee(house, "BL/01", LIMIT)
        assert lines(house, declared_with(house, "X1")) == []
        for amount in (None, 0):
            number = drafted_with(house, "X2", **general("BL/01", amount))
            assert told(take, house, number, "declare")["code"] == "OLC-SECURITY-AMOUNT"


class TestCorrecting:
    def test_the_difference_moves(self, house: House) -> None:
        account = guarantee(house, "BL/01", LIMIT)
        number = declared_with(house, "X1", **BL)
        for amount in (LIMIT, 1, 2):
            correct(house, number, security_amount=amount)
            assert left(house, account) == (LIMIT - amount, amount)
        assert lines(house, number)[1:] == [
            (account, "reserve", 3_000_000), (account, "release", 7_999_999), (account, "reserve", 1),
        ]  # fmt: skip

    def test_all_of_it_moves_to_another_or_nothing_does(self, house: House) -> None:
        one, other = guarantee(house, "BL/01", LIMIT), guarantee(house, "BL/02", AMOUNT)
        number = declared_with(house, "X1", **BL)
        before = house.rows("SELECT * FROM movement"), kept(house, number)
        more = {"security_amount": LIMIT + 1}
        assert told(correct, house, number, **more)["missing"] == 1  # what it holds itself it may use again
        assert told(correct, house, number, **general("BL/02", AMOUNT + 1))["left"] == AMOUNT
        assert (house.rows("SELECT * FROM movement"), kept(house, number)) == before
        correct(house, number, **general("BL/02", AMOUNT))
        assert (left(house, one), left(house, other)) == ((LIMIT, 0), (0, AMOUNT))
        correct(house, number, **NOTHING)
        assert (left(house, one), left(house, other)) == ((LIMIT, 0), (AMOUNT, 0))
        assert damage_of(operator_of(house)) == []

    def test_what_leaves_the_security_alone_asks_nothing_of_it(self, house: House) -> None:
        account = guarantee(house, "BL/01", LIMIT)
        number = declared_with(house, "X1", **BL)
        says = {"number": "BL/01", "company": RSA_COMPANY, "office": "02DS", "reason": "ngân hàng rút"}
        done(house, "guarantee-end", **says)
        correct(house, number, means="17")
        assert left(house, account) == (LIMIT - AMOUNT, AMOUNT)
        assert told(correct, house, number, security_amount=1)["code"] == "COT-GENERAL-ENDED"

    def test_on_the_way_the_amount_moves_but_not_the_kind(self, house: House) -> None:
        account = guarantee(house, "BL/01", LIMIT)
        open_account(house, LIMIT)
        number = taken(house, declared_with(house, "X1", **BL), "approve", "depart")
        correct(house, number, security_amount=AMOUNT + 1)
        assert left(house, account) == (LIMIT - AMOUNT - 1, AMOUNT + 1)
        assert told(correct, house, number, **individual(AMOUNT + 1))["code"] == "COT-TOS-LOCKED"

    def test_what_was_approved_is_secured_no_less_by_a_dong(self, house: House) -> None:
        guarantee(house, "BL/01", LIMIT)
        number = taken(house, declared_with(house, "X1", **BL), "approve")
        less = [told(correct, house, number, **asked) for asked in ({"security_amount": AMOUNT - 1}, NOTHING)]
        assert {one["code"] for one in less} == {"COT-SECURITY-LESS"}

    def test_one_that_was_declared_before_anything_was_reserved_is_secured_when_it_is_corrected(
        self, house: House
    ) -> None:
        """As books of an older version have it: the security is named, and nothing is held."""
        account, number = guarantee(house, "BL/01", LIMIT), taken(house, declared_with(house, "X1"), "approve")
        correct(house, number, **BL)
        assert left(house, account) == (LIMIT - AMOUNT, AMOUNT)


LONG_AGO, LATER = {"until": "2026-09-01"}, {"since": "2026-09-03"}
OTHERS = {"company": P256_COMPANY}
WRONG: list[tuple[str, dict[str, Any] | None, str, str, str]] = [
    ("unknown", None, "OLA-SECURITY-UNKNOWN", "COT-INDIVIDUAL-UNKNOWN", "COT-GENERAL-UNKNOWN"),
    ("others", OTHERS, "OLA-SECURITY-NOT-YOURS", "COT-INDIVIDUAL-NOT-YOURS", "COT-GENERAL-NOT-YOURS"),
    ("ended", {}, "OLA-SECURITY-UNKNOWN", "COT-INDIVIDUAL-ENDED", "COT-GENERAL-ENDED"),
    ("later", LATER, "OLA-SECURITY-EFFECT", "COT-INDIVIDUAL-NOT-YET", "COT-GENERAL-NOT-YET"),
    ("expired", LONG_AGO, "OLA-SECURITY-EFFECT", "COT-INDIVIDUAL-EXPIRED", "COT-GENERAL-EXPIRED"),
]
"""What is wrong with the guarantee, its terms, and what OLA and COT answer, of an individual and of a general one."""


class TestCodes:
    @pytest.mark.parametrize(("cargo", "security"), [("", {}), ("X1", individual(1))], ids=["general", "individual"])
    def test_each_procedure_answers_with_its_own(self, house: House, cargo: str, security: dict[str, Any]) -> None:
        number = declared_with(house, "X9")
        found = []
        for place, (wrong, terms, *_) in enumerate(WRONG):
            named, cargo_number = f"BL/0{place}", f"X{place}" if cargo else ""
            if terms is not None:
                guarantee(house, named, LIMIT, cargo=cargo_number, **terms)
            if wrong == "ended":
                done(house, "guarantee-end", number=named, company=RSA_COMPANY, office="02DS", reason="rút")
            says = security or general(named, 1)
            ola = declared(house, cargo={"cargo_number": cargo_number or "X8"}, **says)
            first = told(drafted_transport, house, ola)
            other = declared_with(house, cargo_number) if cargo else number
            second = told(correct, house, other, **says)
            found.append((first["code"], second["code"]))
        place_ = 3 if cargo else 4
        assert found == [(row[2], row[place_]) for row in WRONG]

    def test_an_individual_guarantee_is_not_named_as_a_general_one(self, house: House) -> None:
        guarantee(house, "BR/7", LIMIT, cargo="X1")
        fault = told(drafted_transport, house, declared(house, **general("BR/7", 1)))
        assert fault["code"] == "OLA-SECURITY-INDIVIDUAL"

    def test_one_for_a_declaration_of_goods_is_not_meant_for_a_transport(self, house: House) -> None:
        for place, meant in enumerate(({"form": "MIC"}, {"declared_on": "2026-09-03"}), start=1):
            guarantee(house, f"BR{place}", LIMIT, cargo=f"X{place}", **meant)
            fault = told(correct, house, declared_with(house, f"X{place}"), **individual(1))
            assert fault["code"] == "COT-INDIVIDUAL-OTHER-USE"

    def test_declaring_asks_again(self, house: House) -> None:
        for place in range(3):
            guarantee(house, f"BL/0{place}", LIMIT, until="2026-09-11" if place == 2 else "2026-12-31")
        numbers = [drafted_with(house, f"X{place}", **general(f"BL/0{place}", 1)) for place in range(3)]
        says = {"number": "BL/00", "company": RSA_COMPANY, "office": "02DS", "reason": "ngân hàng rút"}
        done(house, "guarantee-end", **says)
        house.sit(lambda now: now.books.connection.execute("UPDATE transport SET company = ? WHERE number = ?", (
            P256_COMPANY, numbers[1])))  # fmt: skip
        theirs = step_of(house, numbers[1])
        found = [told(take, house, numbers[0], "declare"), theirs, told(take, house, numbers[2], "declare")]
        assert [one["code"] for one in found] == [
            "OLC-SECURITY-UNKNOWN", "OLC-SECURITY-NOT-YOURS", "OLC-SECURITY-SHORT",
        ]  # fmt: skip
        assert found[2].items() >= {"until": "2026-09-11", "needed": "2026-09-12"}.items()

    def test_the_law_may_demand_one_or_take_none(self, house: House) -> None:
        guarantee(house, "BL/01", LIMIT)
        bare, secured, day = drafted_with(house, "X1"), drafted_with(house, "X2", **BL), date(2026, 9, 2)
        found = []
        for allowed, security, one in (("must", {}, bare), ("none", BL, secured)):
            with where({ALLOWED: allowed}, day):
                first = told(drafted_transport, house, declared(house, **security))
                found += [first, told(take, house, one, "declare")]
        taken(house, bare, "declare")
        taken(house, secured, "declare")
        with where({ALLOWED: "must"}, day):
            found.append(told(correct, house, secured, **NOTHING))
        with where({ALLOWED: "none"}, day):
            found.append(told(correct, house, bare, **BL))
        assert [one["code"] for one in found] == [
            "OLA-SECURITY-DUE", "OLC-SECURITY-DUE", "OLA-SECURITY-BARRED", "OLA-SECURITY-BARRED", "OLA-SECURITY-DUE",
            "COT-SECURITY-BARRED",
        ]  # fmt: skip


def step_of(house: House, number: str) -> dict[str, Any]:
    """The other company declares what has become its own."""
    return told(step_text, house, number, "declare", user_of(house, P256_COMPANY))


CHANGES = (
    "UPDATE movement SET number = 0 WHERE number < 0",
    "UPDATE movement SET number = number - 1 WHERE kind = 'release' AND number < 0",
    "UPDATE movement SET cause = cause - 1 WHERE kind = 'release' AND number < 0",
    "UPDATE movement SET tax = 'GTGT' WHERE kind = 'release' AND number < 0",
    "DELETE FROM movement WHERE seq = (SELECT max(seq) FROM movement)",
    """INSERT INTO movement SELECT seq + 1, account, 'release', at, number, '', 1, available + 1, reserved - 1, 0, cause
    FROM movement ORDER BY seq DESC LIMIT 1""",
)


def written_back(connection: Any, rows: list[tuple[Any, ...]]) -> None:
    connection.execute("DELETE FROM movement")
    connection.executemany(f"INSERT INTO movement VALUES ({', '.join('?' * 11)})", rows)


class TestBooks:
    def test_a_deed_that_was_cut_off_moved_nothing_and_is_carried_out_once(self, tmp_path: Path) -> None:
        house = House(tmp_path / "h")
        account = guarantee(house, "BL/01", LIMIT)
        number = drafted_with(house, "X1", **BL)
        deed = signed(*step_text(house, number, "declare"))

        def cut_off(now: Any) -> None:
            carry_out(now, admit_deed(now, deed, PROCEDURES), {}, PROCEDURES)
            assert now.books.deposits.figures(account).reserved == AMOUNT
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            house.sit(cut_off)
        assert left(house, account) == (LIMIT, 0)
        house.close()
        house = House(tmp_path / "h", now=house.clock.now)
        assert (left(house, account), lines(house, number)) == ((LIMIT, 0), [])
        sent(house, deed)
        house.close()
        house = House(tmp_path / "h", now=house.clock.now)
        assert code_of(sent, house, deed) == "DEED-REPEATED"
        assert lines(house, number) == [(account, "reserve", AMOUNT)]
        house.close()

    def test_what_no_deed_moved_is_damage(self, house: House) -> None:
        guarantee(house, "BL/01", LIMIT)
        taken(house, declared_with(house, "X1", **BL), "cancel")
        declared_with(house, "X2", **general("BL/01", 2))
        kept_ = house.rows("SELECT * FROM movement")
        assert damage_of(operator_of(house)) == []
        for change in CHANGES:
            house.sit(lambda now, change=change: now.books.connection.execute(change))
            assert "deposit" in {one.what for one in damage_of(operator_of(house))}, change
            house.sit(lambda now: written_back(now.books.connection, kept_))

    def test_what_is_held_of_living_transports_is_reconciled(self, house: House) -> None:
        deposit = open_account(house, LIMIT)
        declared_with(house, "X1", **individual(AMOUNT))
        taken(house, declared_with(house, "X2", **individual(1)), "cancel")
        house.file(a_filing(lines_of("A1", goods_description="Drone mini")))
        [one] = reconcile(house.books.connection)
        held = [transport_seen(house.books, "cb01", f"50000000000{n}", EVENING).standing.held for n in (1, 2)]
        assert (one.transports, one.differs) == (sum(each.amount for each in held if each), False)
        assert one.transports < one.reserved == left(house, deposit)[1]


class TestShown:
    def test_the_forms_of_the_day_and_the_refund_list_say_what_they_said_without_it(self, house: House) -> None:
        at(house, "2026-09-02 11:00")
        open_account(house, 10_000_000)
        house.file(a_filing(lines_of("A1", hs_code="33049930")))

        def forms() -> list[Any]:
            found = [hq03(house, FIRST), hq04(house, FIRST)]
            return [(one.rows, one.sums) for one in found] + [listed(house)]

        before = forms()
        first = declared_with(house, "X1", **individual(AMOUNT))
        declared_with(house, "X2", **individual(1))
        taken(house, first, "cancel")
        assert forms() == before

    def test_what_acts_moved_is_found_between_what_deeds_moved(self, house: House) -> None:
        """Places of acts and of deeds are no one order: the first act comes after many deeds."""
        open_account(house, 10_000_000)
        declared_with(house, "X1", **individual(1))
        [answer] = house.file(a_filing(lines_of("A1", hs_code="33049930")))
        decision = answer["outcomes"][0]["decision"]
        declared_with(house, "X2", **individual(1))
        for verdict in ("scan-suspect", "seize"):
            decide(house, decision["number"], verdict, "vì vậy")
        declared_with(house, "X3", **individual(1))
        found = house.books.closings.of_receipt("02DS", decision["receipt"])
        assert [one.kind for one in found] == ["charge", "reverse"]
        every = house.books.statements.of_declaration(1, int(decision["number"]))
        assert [one.movement.kind for one in every] == ["charge", "reverse"]

    def test_the_movement_names_the_transport_that_caused_it(self, house: House) -> None:
        account = open_account(house, LIMIT)
        house.file(a_filing(lines_of("A1", goods_description="Drone mini")))
        number = declared_with(house, "X1", **individual(AMOUNT))
        declared_with(house, "X2", **individual(1))
        house.clock.now += timedelta(minutes=5)
        correct(house, number, security_amount=7)
        who, seen = user_of(house), ordered("at")
        all_ = movements_seen(room(house), who, MovementsWanted(account), seen).rows
        assert [(one.kind, one.transport, bool(one.number)) for one in all_ if one.kind != "top-up"] == [
            ("reserve", "", True), ("reserve", number, False), ("reserve", "500000000002", False),
            ("release", number, False),
        ]  # fmt: skip
        page = movements_seen(room(house), who, MovementsWanted(account, declaration=number), Wanted("at"))
        assert [(one.kind, one.amount) for one in page.rows] == [("reserve", AMOUNT), ("release", AMOUNT - 7)]

    def test_commands_say_so_in_words(self) -> None:
        told_ = {"at": "2026-09-02T03:00:00.000000Z", "number": "", "tax": "", "amount": 5, "available": 0}
        one = MovementTold(place=1, kind="release", **told_, reserved=0, receipt="", transport="500000000007")
        assert [row_of(one, Words(lang))[1:3] for lang in ("vi", "en")] == [
            ["thôi giữ, hết bảo đảm vận chuyển", "500000000007"], ["released of a transport", "500000000007"],
        ]  # fmt: skip


def test_a_correction_is_drafted_with_the_same_faults_as_it_is_carried_out_with(house: House) -> None:
    guarantee(house, "BL/01", LIMIT)
    number = declared_with(house, "X1", **BL)
    asked = {"doing": "correct", "number": number, "version": kept(house, number).version}
    changed = a_correction(house, number, security_amount=LIMIT + 1)
    assert faults_of(drafted_transport, house, changed, **asked) == [("OLC-SECURITY-TOO-LITTLE", "security_amount")]
