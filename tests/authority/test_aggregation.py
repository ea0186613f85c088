"""Houses of one owner under one master bill count together over filings, filers and hours (CV 3923/TCHQ-GSQL)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority.deciding import decide
from authority.house import House, a_filing, lines_of
from building import a_mec
from demo_pki import NOW
from storage.operating import damage_of, operator_of
from thongquan.authority.aggregating import Owners
from thongquan.authority.file_group import file_group
from thongquan.consignment.aggregation import NAMED
from thongquan.declaration.codec import encode_line

ONE = {"importer_code": "048085000001"}
"""The owner of all houses here. At 25,880 đồng for a dollar, 20 dollars and 2.5 of freight are 582,300 đồng."""
HALF = {**ONE, "invoice_value": Decimal(20)}
FIFTH = {**ONE, "invoice_value": Decimal(5)}
DONG = {
    **ONE,
    "invoice_currency": "VND",
    "freight_class": "",
    "freight_currency": "",
    "freight_amount": None,
}
RULE_BEGINS = datetime(2021, 8, 5, 17, tzinfo=UTC)


def codes(answer: dict[str, Any]) -> list[str]:
    """The fault of each line, "" for one that is registered."""
    return [one["faults"][0]["code"] if "faults" in one else "" for one in answer["outcomes"]]


def filed(house: House, *houses: str, key: str = "rsa", **changes: Any) -> list[str]:
    return codes(house.file(a_filing(lines_of(*houses, **{**HALF, **changes}), key=key))[0])


def facts(house: House, *houses: str, key: str = "rsa", **changes: Any) -> dict[str, Any]:
    [outcome, *_] = house.file(a_filing(lines_of(*houses, **{**HALF, **changes}), key=key))[0]["outcomes"]
    told: dict[str, Any] = outcome["faults"][0]["facts"]
    return told


class TestSplitOverFilings:
    def test_of_one_filer_at_another_hour_are_refused(self, house: House) -> None:
        assert filed(house, "A1") == [""]
        house.clock.now += timedelta(hours=5)
        assert filed(house, "A2") == ["AGGREGATION-REGISTERED"]

    def test_of_two_filers_are_refused(self, house: House) -> None:
        assert filed(house, "A1") == [""]
        assert filed(house, "A2", key="p256") == ["AGGREGATION-ELSEWHERE"]

    def test_of_one_group_are_refused_but_for_the_first(self, house: House) -> None:
        answers = house.file(
            a_filing(lines_of("A1", **HALF)),
            a_filing(lines_of("A2", **HALF)),
            a_filing(lines_of("A3", **HALF), key="p256"),
        )
        assert list(map(codes, answers)) == [[""], ["AGGREGATION-REGISTERED"], ["AGGREGATION-ELSEWHERE"]]

    def test_are_registered_up_to_the_ceiling_exactly(self, house: House) -> None:
        """400,000 and 600,000 đồng are within it, and one more đồng is not."""
        assert filed(house, "A1", invoice_value=Decimal(400_000), **DONG) == [""]
        assert filed(house, "A2", invoice_value=Decimal(600_001), **DONG) == ["AGGREGATION-REGISTERED"]
        assert filed(house, "A2", invoice_value=Decimal(600_000), **DONG) == [""]
        assert filed(house, "A3", invoice_value=Decimal(1), **DONG) == ["AGGREGATION-REGISTERED"]

    def test_lose_only_what_is_new(self, house: House) -> None:
        filed(house, "A1")
        filed(house, "A2")
        assert house.rows("SELECT count(*) FROM declaration WHERE state = 'cleared'") == [(1,)]

    def test_all_new_ones_of_the_owner_are_refused_and_nobody_else_is(self, house: House) -> None:
        filed(house, "A1")
        lines = lines_of("A2", "A3", **FIFTH) + lines_of("B1")
        assert codes(house.file(a_filing(lines))[0]) == ["", "", ""]
        lines = lines_of("A4", "A5", **FIFTH) + lines_of("B2")
        assert codes(house.file(a_filing(lines))[0]) == ["AGGREGATION-REGISTERED"] * 2 + [""]

    def test_above_the_ceiling_by_themselves_are_told_so(self, house: House) -> None:
        filed(house, "A1")
        assert filed(house, "A2", "A3") == ["AGGREGATION"] * 2

    @pytest.mark.parametrize("master", ["18044712040", "180 44712040", "180-4471-2040", "180/44712040"])
    def test_are_found_however_the_master_bill_is_spelled(self, house: House, master: str) -> None:
        filed(house, "A1")
        assert filed(house, "A2", master_bill=master) == ["AGGREGATION-REGISTERED"]
        assert filed(house, "A3", master_bill="180-44712051") == [""]

    def test_are_found_by_name_telephone_and_address_where_there_is_no_code(self, house: House) -> None:
        nameless = {"importer_code": "", "importer_address": "12 Lê Lợi"}
        assert filed(house, "A1", **nameless) == [""]
        assert filed(house, "A2", **{**nameless, "importer_address": "12 LE LOI"}) == ["AGGREGATION-REGISTERED"]
        assert filed(house, "A3", **{**nameless, "importer_address": "14 Lê Lợi"}) == [""]

    def test_without_master_bill_count_within_one_filing_only(self, house: House) -> None:
        assert filed(house, "A1", "A2", master_bill="") == ["AGGREGATION"] * 2
        assert [filed(house, name, master_bill="") for name in ("A1", "A2")] == [[""], [""]]

    def test_of_a_master_bill_in_two_spellings_count_together_within_a_filing(self, house: House) -> None:
        lines = lines_of("A1", **HALF) + lines_of("A2", **HALF, master_bill="18044712040")
        assert codes(house.file(a_filing(lines))[0]) == ["AGGREGATION"] * 2

    def test_exports_do_not_count(self, house: House) -> None:
        for name in ("E1", "E2"):
            line = encode_line(a_mec(house_bill=name, invoice_value=Decimal(100)))
            assert codes(house.file(a_filing([line], direction="export"))[0]) == [""]
        assert house.rows("SELECT count(*) FROM declaration WHERE owned IS NOT NULL") == [(0,)]


class TestWhatIsTold:
    def test_of_ones_own_is_the_number_and_the_sum(self, house: House) -> None:
        filed(house, "A1")
        assert facts(house, "A2", "A3", **FIFTH | {"invoice_value": Decimal(9)}) == {
            "numbers": ["100000000010"],
            "others": ["A3"],
            "total": 582_300 + 2 * 297_620,
        }

    def test_of_many_of_ones_own_are_the_first_numbers_and_the_whole_sum(self, house: House) -> None:
        """What is live of an owner comes in one row, however much it is, whether it was filed before or just now."""
        cents = {**DONG, "invoice_value": Decimal(1_000)}
        for group in (1, 2):
            names = [f"A{group}{n:02}" for n in range(15)]
            house.file(*(a_filing(lines_of(name, **{**HALF, **cents})) for name in names))
        told = facts(house, "B1", **DONG, invoice_value=Decimal(980_000))
        numbers = [f"1{n:010}0" for n in range(1, NAMED + 1)]
        assert told == {"numbers": [*numbers, "…"], "others": [], "total": 30 * 1_000 + 980_000}
        [[key]] = house.rows("SELECT DISTINCT owned FROM declaration WHERE owned IS NOT NULL")
        [own] = house.books.live_of_owners([key], NOW.date()).values()
        assert (len(own.numbers), own.customs_value) == (NAMED + 1, 30_000)

    def test_of_anothers_is_only_that_there_are_some(self, house: House) -> None:
        """Neither number nor value: the sum would tell it."""
        filed(house, "A1")
        assert facts(house, "A2", key="p256") == {"others": [], "ceiling": 1_000_000}

    def test_of_many_others_is_not_everything(self, house: House) -> None:
        """A thousand houses that name each other would be a million names."""
        others = facts(house, *(f"A{n:02}" for n in range(30)))["others"]
        assert others == [*(f"A{n:02}" for n in range(1, NAMED + 1)), "…"]


class TestNoLongerCounts:
    def test_what_an_officer_refused(self, house: House) -> None:
        told = house.file(a_filing(lines_of("A1", goods_description="Drone", **HALF)))[0]
        number = told["outcomes"][0]["decision"]["number"]
        assert filed(house, "A2") == ["AGGREGATION-REGISTERED"]
        decide(house, number, "refuse", "hàng cấm")
        assert filed(house, "A2") == [""]
        assert damage_of(operator_of(house)) == []

    def test_what_is_not_live(self, house: House) -> None:
        filed(house, "A1")
        house.sit(lambda now: now.books.connection.execute("UPDATE declaration SET live = 0"))
        assert filed(house, "A2") == [""]

    @pytest.mark.parametrize(
        ("then", "counts"),
        [
            (datetime(2026, 10, 2, 16, 59, 59, tzinfo=UTC), True),  # the last second of the thirtieth day in Viet Nam
            (datetime(2026, 10, 2, 17, 0, 0, tzinfo=UTC), False),
        ],
    )
    def test_what_was_registered_more_than_thirty_days_ago(self, house: House, then: datetime, counts: bool) -> None:
        filed(house, "A1", **DONG, invoice_value=Decimal(600_000))
        house.clock.now = then
        told = filed(house, "A2", **DONG, invoice_value=Decimal(600_000))
        assert told == (["AGGREGATION-REGISTERED"] if counts else [""])


class TestTheDayOfRegistration:
    def test_decides_whether_they_are_summed(self, house: House) -> None:
        """The letter is of 6 August 2021; what was registered the evening before counts from that midnight on."""
        told, shop = [], {**DONG, "importer_code": "9901234560", "invoice_value": Decimal(600_000)}
        heard = [house._hear(a_filing(lines_of(name, **shop))) for name in ("A1", "A2", "A3")]
        for one, seconds in zip(heard, (-2, -1, 0), strict=True):
            house.clock.now = RULE_BEGINS + timedelta(seconds=seconds)
            [reply] = house.sit(lambda now, one=one: file_group([one], now))
            told += codes(msgspec.json.decode(reply))
        assert told == ["", "", "AGGREGATION-REGISTERED"]


def test_one_question_for_a_group_however_much_is_stored(house: House) -> None:
    """What is asked does not grow with the books, and SQLite finds it by the index."""
    asked: list[str] = []
    connection = house.books.connection
    house.file(a_filing(lines_of(*(f"B{n}" for n in range(50)))))
    connection.set_exec_trace(lambda _, sql, __: not asked.append(sql))
    house.file(a_filing(lines_of("A1", "A2", "A3")), a_filing(lines_of("A4", "A5")))
    connection.set_exec_trace(None)
    [sql] = [sql for sql in asked if "owned = value" in sql]
    plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", (apsw.carray((b"x",)), "", 1)))
    assert plan.count("USING INDEX of_one_owner") == 2
    assert "SCAN declaration" not in plan


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("h"), now=NOW)
    yield house
    house.close()


COUNT = iter(range(10**9))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 38), st.sampled_from("XYZ")), min_size=1, max_size=4), min_size=1, max_size=4
    ),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.booleans(),
)
def test_live_houses_of_an_owner_are_never_above_the_ceiling(
    shared: House, filings: list[list[tuple[int, str]]], filers: list[bool], together: bool
) -> None:
    """However they are spread over filings, filers and groups; and what is refused would have gone above it."""
    run = next(COUNT)
    received, owned = [], []
    for filing, own in zip(filings, filers, strict=False):
        lines = []
        for dollars, whose in filing:
            lines += lines_of(
                f"H{next(COUNT)}",
                importer_code=f"0{run:010d}{ord(whose) % 10}",
                invoice_value=Decimal(dollars),
                freight_class="",
                freight_currency="",
                freight_amount=None,
            )
        owned.append([(dollars * 25_880, whose) for dollars, whose in filing])
        received.append(a_filing(lines, key="rsa" if own else "p256"))
    answers = shared.file(*received) if together else [shared.file(one)[0] for one in received]
    live: dict[str, int] = {"X": 0, "Y": 0, "Z": 0}
    for houses, answer in zip(owned, answers, strict=True):
        for owner in "XYZ":
            outcomes = [
                (value, fault) for (value, whose), fault in zip(houses, codes(answer), strict=True) if whose == owner
            ]
            beyond = (live[owner] > 0 or len(outcomes) > 1) and live[owner] + sum(v for v, _ in outcomes) > 1_000_000
            assert all(bool(fault) is beyond for _, fault in outcomes)
            live[owner] += 0 if beyond else sum(value for value, _ in outcomes)


def test_the_order_of_lines_decides_nothing(house: House) -> None:
    filed(house, "A1")
    lines = lines_of("A2", "A3", "A4", **FIFTH) + lines_of("B1", "B2", importer_code="048085000002")
    told = [
        dict(zip(range(5), codes(house.file(a_filing(lines))[0]), strict=True)),
        dict(zip(reversed(range(5)), codes(house.file(a_filing(lines[::-1]))[0]), strict=True)),
    ]
    assert told[0] == told[1]


def test_nobody_known_counts_with_nobody() -> None:
    assert Owners({}, NOW.date()).without_splits([], "", {}) == []
