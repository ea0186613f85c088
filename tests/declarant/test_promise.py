"""What `check` calls ready the authority never refuses on its content, with the same law on both sides.

Seeded: the same house bills each time; `THONGQUAN_DRILL=1` tries more than 10,000.
"""

import contextlib
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from authority.house import House, a_filing
from building import DAY, a_house_bill, a_person, a_profile, a_shop
from faults.size import size
from thongquan.authority.file_group import file_group, hear
from thongquan.authority.front_door import admit
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.consignment.model import HouseBill, Party
from thongquan.declarant.check import Checked, check_manifests
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import Declaration
from thongquan.manifest.model import HouseRow, Manifest, Sheet

seeded = settings(max_examples=size(300, 5_000), derandomize=True, deadline=None, database=None)

PROFILE = a_profile(unloading_place="SGN")
USUAL = "SEL00000001VN"
NONCE = "0123456789abcdef0123456789abcdef"
TERMS = [
    "CIF", "CIP", "FOB", "FCA", "FAS", "EXW", "C&F", "CFR", "CPT",
    "DDP", "DAP", "DAT", "C&I", "DAF", "DDU", "DES", "DEQ",
]  # fmt: skip
CURRENCIES = ["USD", "CNY", "KRW", "VND", "JPY"]

amounts = st.one_of(
    st.decimals(min_value=0, max_value=60, places=2),
    st.decimals(min_value=0, max_value=100_000, places=4),
    st.sampled_from([*map(Decimal, ("-1", "0", "0.005", "999999", "1E+3", "1E+25", "12345678901234567.5"))]),
    st.none(),
)
weights = st.one_of(
    st.decimals(min_value=0, max_value=70, places=3),
    st.sampled_from([*map(Decimal, ("-1", "0", "0.01", "0.1", "0.05", "999999.94", "999999.95", "1E+8", "1E+30"))]),
    st.none(),
)
texts = st.one_of(
    st.sampled_from([
        "Kem dưỡng da mặt", "Face cream", "Tài liệu", "Documents", "quà tặng", "Camera drone", "Áo thun  nam", " trà ",
        "護膚品", "Tra\u0302n", "a\u202eb", "x" * 201, "Bút (10 cái) $5",
    ]),
    st.text(max_size=40),
)  # fmt: skip
persons = st.builds(
    a_person,
    name=st.one_of(st.sampled_from(["Trần Thị Ánh", "Công ty TNHH Sao Mai", ""]), st.text(max_size=20)),
    code=st.sampled_from(["", "079185000123", "9901234560", "9901234560-001", "9901234561", "123456789", "12", "ABC"]),
    address=st.sampled_from(["12 Lê Lợi, Phường Sài Gòn", "", "x" * 101, "5 Quận 1 "]),
    phone=st.sampled_from(["0900000123", "", "+84 90", "090-000", "1" * 21]),
    postcode=st.sampled_from(["", "700000", "12345678"]),
)
shops = st.builds(
    a_shop,
    name=st.sampled_from(["SEOUL BEAUTY CO LTD", "Città d’Oro", "서울", "", "A" * 71, "o'neil $ co"]),
    address=st.one_of(st.sampled_from(["12 TEHERAN-RO, SEOUL", "", "X" * 60, "A " * 50]), st.text(max_size=80)),
    country=st.sampled_from(["KR", "US", "ZZ", "XX", ""]),
    city=st.sampled_from(["", "Seoul", "Y" * 40]),
    code=st.sampled_from(["", "123", "abc"]),
)
LISTS: dict[str, list[Any]] = {
    "number": ["SEL00000000VN", "sel 00000001 vn", "", "sel1", "A" * 21, "SEL 1", "180-44712040"],
    "master_bill": ["180-44712040", "", "B" * 21],
    "flight": ["KE0359/03SEP", "", "KE359/03SEP", "KE0359/31SEP"],
    "arrival_date": [date(2026, 9, 3), None],
    "loading_place": ["KRICN", "ICN", "VNSGN", "ZZZZZ", "SGN", "XXXXX", ""],
    "unloading_place": ["SGN", "VNSGN", "CLI01", "XXX", ""],
    "final_destination": ["JPNRT", "NRT", "ZZZ", "VNZZZ", "", "VNSGN"],
    "hs_code": ["33049930", "", "3304", "00000000"],
    "origin": ["KR", "CN", "", "ZZ", "??"],
    "packages": [1, 3, 0, -1, None, 1_000_000],
    "currency": [*CURRENCIES, "", "XXX", "AFN"],
    "price_term": [*TERMS, "", "XYZ"],
    "freight_currency": [*CURRENCIES, "", "AFN"],
    "insurance_currency": [*CURRENCIES, "", "AFN"],
    "kind": ["", "documents", "low", "high"],
    "reference": ["", "REF-1", "ref", "R" * 21],
}


def spoiled_bills(direction: str) -> st.SearchStrategy[HouseBill]:
    """A right house bill with a few values changed, to others that are right or wrong."""
    changes: dict[str, st.SearchStrategy[Any]] = {name: st.sampled_from(some) for name, some in LISTS.items()}
    changes |= dict.fromkeys(("value", "freight", "insurance"), amounts)
    changes |= {"weight": weights, "goods_vi": texts, "goods_en": texts, "sender": shops, "receiver": persons}
    if direction == "export":
        changes |= {"sender": persons, "receiver": shops}
    few = st.lists(st.sampled_from(sorted(changes)), max_size=6, unique=True)
    return few.flatmap(lambda names: st.fixed_dictionaries({name: changes[name] for name in names})).map(
        lambda changed: a_bill(direction, changed)
    )


def a_bill(direction: str, changes: dict[str, Any]) -> HouseBill:
    if direction == "import":
        return a_house_bill(**{"value": Decimal(7), **changes})
    sides = {"sender": a_person(), "receiver": a_shop(), "loading_place": "SGN", "final_destination": "JPNRT"}
    return a_house_bill(**{**sides, "price_term": "", "freight": None, **changes})


def checked(direction: str, bills: list[HouseBill]) -> Checked:
    """Houses whose number was left alone have each their own."""
    own = [
        msgspec.structs.replace(bill, number=f"SEL{n:08}VN") if bill.number == USUAL else bill
        for n, bill in enumerate(bills)
    ]
    rows = [HouseRow(n, n + 1, bill, [], [], [], []) for n, bill in enumerate(own, start=1)]
    sheet = Sheet("1", direction, {}, 1, [], rows, [])
    return check_manifests([Manifest("manifest.csv", [sheet])], profile=PROFILE, day=DAY)


directions = st.sampled_from(["import", "export"])
manifests = directions.flatmap(
    lambda direction: st.tuples(st.just(direction), st.lists(spoiled_bills(direction), min_size=1, max_size=4))
)


class _Undone(Exception):  # noqa: N818 # nothing went wrong
    """Books as they were before: each manifest meets the same reference snapshot."""


def outcomes(house: House, direction: str, ready: list[Declaration]) -> list[dict[str, Any]]:
    """What the authority answers to each of them, filed together and signed, through its front door."""
    lines = [encode_line(msgspec.structs.replace(one, nonce=NONCE)) for one in ready]
    filing = admit(a_filing(lines, direction=direction), house.parts.authority, house.books)
    answer: list[bytes | Refusal] = []

    def enter(now: Sitting) -> None:
        answer.extend(file_group([hear(filing, DAY, house.parts.authority.choice)], now))
        raise _Undone

    with contextlib.suppress(_Undone):
        house.sit(enter)
    [told] = answer
    assert isinstance(told, bytes), told
    found: list[dict[str, Any]] = msgspec.json.decode(told)["outcomes"]
    return found


def test_what_check_calls_ready_the_authority_accepts(tmp_path: Path) -> None:
    house, houses, filed = House(tmp_path), 0, 0

    @settings(seeded, max_examples=size(120, 4_500))
    @given(manifests)
    def accepts(manifest: tuple[str, list[HouseBill]]) -> None:
        nonlocal houses, filed
        direction, bills = manifest
        ready = checked(direction, bills).ready
        houses, filed = houses + len(bills), filed + len(ready)
        if ready:
            told = outcomes(house, direction, ready)
            assert len(told) == len(ready)
            assert [one for one in told if one["outcome"] != "registered"] == []

    accepts()
    house.close()
    assert houses >= size(200, 10_000)
    assert filed >= houses // 10


@seeded
@given(manifests, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_no_verdict(manifest: tuple[str, list[HouseBill]], order: random.Random) -> None:
    direction, bills = manifest
    own = [msgspec.structs.replace(bill, number=f"ORD{n:08}VN") for n, bill in enumerate(bills)]
    other = own.copy()
    order.shuffle(other)
    told = [
        {v.house_bill: msgspec.structs.replace(v, row=0) for v in checked(direction, some).verdicts}
        for some in (own, other)
    ]
    assert told[0] == told[1]


def owned(n: int, value: int, person: Party) -> HouseBill:
    return a_house_bill(number=f"SEL{n:08}VN", receiver=person, value=Decimal(value), freight=None)


@seeded
@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["079185000123", "048080916671"])), max_size=6))
def test_an_owner_is_exempt_exactly_while_his_houses_are_within_the_ceiling(houses: list[tuple[int, str]]) -> None:
    """CV 3923/TCHQ-GSQL, at 25,880 đồng for a dollar."""
    result = checked("import", [owned(n, value, a_person(code=code)) for n, (value, code) in enumerate(houses)])
    for verdict, (value, code) in zip(result.verdicts, houses, strict=True):
        together = [other for other, whose in houses if whose == code]
        beyond = value * 25_880 > 1_000_000 or (len(together) > 1 and sum(together) * 25_880 > 1_000_000)
        assert (verdict.form, verdict.outcome) == (("ordinary", "elsewhere") if beyond else ("MIC", "ready"))
