"""Why a channel was given: recorded at once, told to the filer by category after clearance, to auditors whole."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.applying import with_officer
from authority.deciding import decide
from authority.deeds import code_of
from authority.drawing import a_house_bill
from authority.house import SECRET, House, a_filing, an_owner, lines_of
from authority.test_correcting import a_correction, corrected
from building import a_mic
from demo_pki import NOW
from storage.operating import damage_of, operator_of
from thongquan.authority.auditing import declaration_audited
from thongquan.authority.ports import Numbers
from thongquan.base.moment import business_day
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import Decision

NUMBER = "100000000010"
DRONE = {"goods_description": "Drone mini", "house_bill": "FIRST1", **an_owner("FIRST1")}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def red(house: House) -> House:
    house.file(a_filing([encode_line(a_mic(**DRONE))]))
    return house


@pytest.fixture
def yellow(house: House) -> House:
    """Drawn at random, and nothing else."""
    house.file(a_filing(lines_of(drawn_bill(house))))
    return house


def drawn_bill(house: House) -> str:
    return a_house_bill(house, business_day(NOW), drawn=True)


def now_with_a_drone(house: House) -> list[Any]:
    """Corrected: the goods are controlled ones."""
    bill = drawn_bill(house)
    return corrected(house, a_correction(house_bill=bill, **an_owner(bill)))


def read_back(house: House) -> Decision:
    return house.parts.desk._open_room().declaration(NUMBER, sha256(SECRET).digest()).decision


class TestTheReasons:
    def test_are_recorded_when_the_channel_is_given(self, red: House) -> None:
        assert red.books.case(NUMBER).reasons == ["WORDS-OF-CONTROLLED-GOODS"]

    def test_of_a_correction_come_beside_those_that_were(self, yellow: House) -> None:
        [decision] = now_with_a_drone(yellow)
        assert decision["channel"] == "3"
        assert yellow.books.case(NUMBER).reasons == ["RANDOM", "WORDS-OF-CONTROLLED-GOODS"]


class TestTheFiler:
    def test_is_told_nothing_before_clearance(self, red: House) -> None:
        """Also when somebody has looked at it, and when it is refused."""
        for verdict in ("goods-fit", "refuse"):
            assert decide(red, NUMBER, verdict, "giấy phép").categories == []

    def test_is_told_the_category_after_it(self, red: House) -> None:
        decide(red, NUMBER, "clear")
        assert read_back(red).categories == ["goods"]

    def test_is_told_it_among_the_decisions_too(self, yellow: House) -> None:
        decide(yellow, NUMBER, "clear")
        batch, secret = yellow.rows("SELECT id FROM filing")[0][0], sha256(SECRET).digest()
        [told] = yellow.parts.desk._open_room().decided_since(batch, secret, Numbers(0, 10**12), 1, 0)
        assert msgspec.json.decode(told.decision)["categories"] == ["random"]

    def test_is_never_told_the_reason(self, red: House) -> None:
        decide(red, NUMBER, "clear")
        assert b"WORDS-OF" not in msgspec.json.encode(read_back(red))

    def test_of_a_green_one_is_told_no_category(self, house: House) -> None:
        house.file(a_filing(lines_of(a_house_bill(house, business_day(NOW), drawn=False))))
        assert (read_back(house).state, read_back(house).categories) == ("cleared", [])

    def test_holds_with_the_books(self, red: House) -> None:
        """What is told is bound by the leaf of the decision like all of it."""
        decide(red, NUMBER, "clear")
        assert damage_of(operator_of(red)) == []


class TestAnOfficersOverride:
    def test_of_a_yellow_one_needs_a_reason(self, yellow: House) -> None:
        assert code_of(decide, yellow, NUMBER, "inspect") == "REASON-MISSING"
        assert decide(yellow, NUMBER, "inspect", "bao bì rách").channel == "3"

    def test_is_recorded_with_who_and_why(self, yellow: House) -> None:
        told = decide(yellow, NUMBER, "inspect", "bao bì rách")
        assert (told.decided_by, told.reason, told.step) == ("cb01", "bao bì rách", "inspect")

    def test_of_a_red_one_is_none(self, red: House) -> None:
        assert decide(red, NUMBER, "inspect").channel == "3"


class TestAnAuditor:
    @pytest.fixture(autouse=True)
    def _auditor(self, house: House) -> None:
        with_officer(house, "kt01", "079180000177", role="auditor")

    def audited(self, house: House, account: str = "kt01", number: str = NUMBER) -> Any:
        return declaration_audited(house.parts.desk._open_room(), account, number, house.clock())

    def test_sees_every_act_with_its_reasons(self, yellow: House) -> None:
        now_with_a_drone(yellow)
        decide(yellow, NUMBER, "clear", "đủ giấy tờ")
        acts = self.audited(yellow).acts
        assert [one.kind for one in acts] == ["registered", "corrected", "decided", "decided"]
        assert [one.reasons for one in acts[:2]] == [["RANDOM"], ["RANDOM", "WORDS-OF-CONTROLLED-GOODS"]]
        assert [bool(one.line) for one in acts] == [True, True, False, False]
        assert (acts[-1].by, acts[-1].decision.reason) == ("cb01", "đủ giấy tờ")

    @pytest.mark.parametrize("account", ["cb01", "ct01"])
    def test_is_the_only_one(self, red: House, account: str) -> None:
        assert code_of(self.audited, red, account) == "OFFICER-ROLE"

    @pytest.mark.parametrize(("account", "number"), [("kt01", "100000000020"), ("kt01", "x"), ("nobody", NUMBER)])
    def test_finds_nothing_that_is_not_there(self, red: House, account: str, number: str) -> None:
        assert code_of(self.audited, red, account, number) == "NOT-FOUND"
