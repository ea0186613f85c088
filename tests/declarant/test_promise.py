"""What `check` calls ready the authority never refuses on its content, and one mistake is one fault.

Seeded; 300 examples each on a build server, `THONGQUAN_DRILL=1` tries 10,000.
"""

import os
import random
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from building import DAY, a_house_bill, a_mec, a_mic, a_person, a_profile, a_shop, faults
from thongquan.authority import judging
from thongquan.authority.aggregating import Owners
from thongquan.authority.houses import Housed, whose
from thongquan.base.fault import Fault
from thongquan.consignment.bill import normalised
from thongquan.consignment.model import HouseBill, Party
from thongquan.declarant.check import Checked, check_manifests
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import plan_for
from thongquan.manifest.model import HouseRow, Manifest, Sheet

seeded = settings(
    max_examples=10_000 if os.environ.get("THONGQUAN_DRILL") else 300, derandomize=True, deadline=None, database=None
)

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


@seeded
@given(manifests)
def test_what_check_calls_ready_the_authority_accepts(manifest: tuple[str, list[HouseBill]]) -> None:
    direction, bills = manifest
    form = "MIC" if direction == "import" else "MEC"
    result = checked(direction, bills)
    houses = [normalised(declaration.house_bill) for declaration in result.ready]
    assert len(houses) == len(set(houses))
    for declaration in result.ready:
        line = encode_line(msgspec.structs.replace(declaration, nonce=NONCE))
        read = decode_line(line)
        assert judging.misplaced(read, PROFILE.customs_office, form, DAY) == []
        assert plan_for(form, DAY).judge(read).faults == []
    assert refused_together(result.ready) == {}


def refused_together(ready: list[Declaration]) -> dict[int, list[Fault]]:
    """What the authority refuses of one filing because its houses are of one owner."""
    housed = [
        Housed(judging.Passed(line, b"", one, plan_for(one.__struct_config__.tag, DAY).judge(one)), b"", whose(one))
        for line, one in enumerate(ready, start=1)
    ]
    found: dict[int, list[Fault]] = {}
    Owners({}, DAY).without_splits(housed, PROFILE.filer, found)
    return found


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


# What is changed, and the one fault it is. Every change is made to a declaration that is right.
PLANTED: list[tuple[str, dict[str, Any], str]] = [
    ("MIC", {"party_kind": ""}, "MIC-SKB-EMPTY"),
    ("MIC", {"party_kind": "6"}, "MIC-SKB-UNLISTED"),
    ("MIC", {"customs_office": "99ZZ", "customs_team": ""}, "MIC-CH-UNLISTED"),
    ("MIC", {"customs_office": "47D1"}, "MIC-02-MERGED"),
    ("MIC", {"customs_office": "01DD"}, "MIC-03-OFFICE"),
    ("MIC", {"customs_office": "01DD", "customs_team": ""}, "MIC-03-DERIVED"),
    ("MIC", {"customs_team": "ZZ"}, "MIC-03-UNKNOWN"),
    ("MIC", {"importer_code": "9901234561"}, "MIC-04-CODE"),
    ("MIC", {"importer_name": ""}, "MIC-05-NEEDED"),
    ("MIC", {"importer_name": "a\u200bb"}, "MIC-IMN-CHARACTERS"),
    ("MIC", {"importer_address": ""}, "MIC-07-NEEDED"),
    ("MIC", {"importer_phone": "090-000"}, "MIC-IMT-FORMAT"),
    ("MIC", {"importer_code": "", "importer_phone": ""}, "MIC-08-NEEDED"),
    ("MIC", {"exporter_name": "", "exporter_code": ""}, "MIC-10-NEEDED"),
    ("MIC", {"exporter_name": "A" * 71}, "MIC-EPN-LENGTH"),
    ("MIC", {"exporter_street": "é"}, "MIC-EPA-CHARACTERS"),
    ("MIC", {"exporter_country": "ZZ"}, "MIC-13-NEVER"),
    ("MIC", {"exporter_country": "XX"}, "MIC-EPO-UNLISTED"),
    ("MIC", {"house_bill": ""}, "MIC-HAB-EMPTY"),
    ("MIC", {"house_bill": "X1", "master_bill": "X1"}, "MIC-14-MASTER"),
    ("MIC", {"packages": None}, "MIC-NO-EMPTY"),
    ("MIC", {"packages": 0}, "MIC-16-ONE"),
    ("MIC", {"packages": -1}, "MIC-16-ONE"),
    ("MIC", {"packages": 1_000_000}, "MIC-NO-FORMAT"),
    ("MIC", {"gross_weight": None}, "MIC-GW-EMPTY"),
    ("MIC", {"gross_weight": Decimal(0)}, "MIC-17-LEAST"),
    ("MIC", {"gross_weight": Decimal(-2)}, "MIC-17-LEAST"),
    ("MIC", {"gross_weight": Decimal("0.05")}, "MIC-GW-FORMAT"),
    ("MIC", {"gross_weight": Decimal("1.25")}, "MIC-GW-FORMAT"),
    ("MIC", {"gross_weight": Decimal(1_000_000)}, "MIC-17-RANGE"),
    ("MIC", {"storage_place": "ZZZZZZZ"}, "MIC-ST-UNLISTED"),
    ("MIC", {"storage_place": "47NBCNB"}, "MIC-18-RUN"),
    ("MIC", {"storage_place": "47NBOZZ", "notes": "Kho 5 Amata 3/9"}, "MIC-18-TEMPORARY"),
    ("MIC", {"storage_place": "02DSOZZ", "notes": ""}, "MIC-18-NOTES"),
    ("MIC", {"flight": "KE359/03SEP"}, "MIC-VSN-FORMAT"),
    ("MIC", {"flight": "KE0359/3SEP"}, "MIC-19-DATE"),
    ("MIC", {"flight": "KE0359/31SEP"}, "MIC-19-DATE"),
    ("MIC", {"arrival_date": None}, "MIC-ARR-EMPTY"),
    ("MIC", {"unloading_place": "??"}, "MIC-DST-UNLISTED"),
    ("MIC", {"loading_place": "VNSGN"}, "MIC-22-FOREIGN"),
    ("MIC", {"unloading_place": "HUG"}, "MIC-21-ROAD"),
    ("MIC", {"loading_place": "KRXXX"}, "MIC-PSC-UNLISTED"),
    ("MIC", {"loading_place": "XXXXX"}, "MIC-22-COUNTRY"),
    ("MIC", {"loading_place": "ZZZ"}, "MIC-22-ZZZ"),
    ("MIC", {"price_term": ""}, "MIC-23-SET"),
    ("MIC", {"price_term": "XYZ"}, "MIC-IP2-UNLISTED"),
    ("MIC", {"price_kind": ""}, "MIC-23-KIND"),
    ("MIC", {"price_kind": "E"}, "MIC-IP1-UNLISTED"),
    ("MIC", {"invoice_currency": "AFN"}, "MIC-23-RATE"),
    ("MIC", {"invoice_currency": "XXY"}, "MIC-IP3-UNLISTED"),
    ("MIC", {"invoice_value": Decimal("10.00001")}, "MIC-IP4-FORMAT"),
    ("MIC", {"invoice_value": Decimal(-5)}, "MIC-IP4-FORMAT"),
    ("MIC", {"invoice_value": Decimal(5000), "customs_value": None}, "MIC-28-CEILING"),
    ("MIC", {"freight_class": "B", "freight_currency": "USD", "freight_amount": Decimal(1)}, "MIC-24-CLASS"),
    ("MIC", {"freight_class": "A", "freight_currency": "", "freight_amount": None}, "MIC-24-SET"),
    ("MIC", {"freight_class": "A", "freight_currency": "AFN", "freight_amount": Decimal(1)}, "MIC-24-RATE"),
    ("MIC", {"insurance_class": "", "insurance_currency": "USD", "insurance_amount": None}, "MIC-25-SET"),
    ("MIC", {"goods_description": ""}, "MIC-CMN-EMPTY"),
    ("MIC", {"goods_description": "護膚品"}, "MIC-26-SCRIPT"),
    ("MIC", {"goods_description": "x" * 201}, "MIC-CMN-LENGTH"),
    ("MIC", {"origin": ""}, "MIC-OR-EMPTY"),
    ("MIC", {"customs_value": 0}, "MIC-28-ZERO"),
    ("MIC", {"customs_value": -5}, "MIC-DPR-FORMAT"),
    ("MIC", {"customs_value": 1_000_001}, "MIC-28-CEILING"),
    ("MIC", {"notes": "x" * 101}, "MIC-NT1-LENGTH"),
    ("MIC", {"notes": "TK gốc: 100000000540"}, "MIC-30-ORIGINAL"),
    ("MIC", {"internal_reference": "r"}, "MIC-REF-CHARACTERS"),
    ("MEC", {"exporter_code": "9901234561"}, "MEC-04-CODE"),
    ("MEC", {"exporter_name": ""}, "MEC-05-NEEDED"),
    ("MEC", {"exporter_address": ""}, "MEC-07-NEEDED"),
    ("MEC", {"consignee_name": "", "consignee_code": ""}, "MEC-10-NEEDED"),
    ("MEC", {"consignee_country": "ZZ"}, "MEC-13-NEVER"),
    ("MEC", {"house_bill": ""}, "MEC-AWB-EMPTY"),
    ("MEC", {"packages": 0}, "MEC-16-ONE"),
    ("MEC", {"gross_weight": Decimal(100_000_000)}, "MEC-17-RANGE"),
    ("MEC", {"storage_place": "02DSOZZ", "notes": "Kho 5"}, "MEC-18-NOTES"),
    ("MEC", {"final_destination": "VNSGN"}, "MEC-21-ABROAD"),
    ("MEC", {"final_destination": "XXNRT"}, "MEC-21-COUNTRY"),
    ("MEC", {"final_destination": "JPXXX"}, "MEC-DSC-UNLISTED"),
    ("MEC", {"notes": "TK gốc: 300000000540"}, "MEC-30-ORIGINAL"),
    ("MEC", {"loading_place": ""}, "MEC-PSC-EMPTY"),
    ("MEC", {"invoice_currency": "AFN"}, "MEC-23-RATE"),
    ("MEC", {"invoice_currency": "", "declared_value": 100}, "MEC-23-SET"),
    ("MEC", {"invoice_currency": "", "invoice_value": None, "declared_value": None}, "MEC-23-NEEDED"),
    ("MEC", {"declared_value": 5_000_000}, "MEC-28-CEILING"),
    ("MEC", {"declared_value": 0}, "MEC-28-ZERO"),
]
small = st.decimals(min_value=1, max_value=30, places=2).map(lambda amount: Decimal(format(amount.normalize(), "f")))
right: dict[str, st.SearchStrategy[Any]] = {
    "packages": st.integers(1, 999_999),
    "gross_weight": st.integers(1, 9_999_999).map(
        lambda tenths: Decimal(tenths // 10) if tenths % 10 == 0 else Decimal(tenths) / 10
    ),
    "invoice_value": small,
    "goods_description": st.sampled_from(["Kem dưỡng da mặt 50 ml", "Áo thun nam bằng cotton", "Face cream"]),
    "notes": st.sampled_from(["", "Trọng lượng chính xác: 0.44 KGM"]),
    "internal_reference": st.sampled_from(["", "REF-1"]),
}
right_mics = st.fixed_dictionaries(
    {
        **right,
        "party_kind": st.sampled_from("12345"),
        "price_term": st.sampled_from(["FOB", "FCA", "CFR", "CPT", "DAP", "DAT", "C&F", "DAF", "DES", "DEQ"]),
        "price_kind": st.sampled_from("CD"),
        "origin": st.sampled_from(["KR", "CN", "US"]),
        "loading_place": st.sampled_from(["KRICN", "ZZZZZ"]),
        "freight_amount": st.just(Decimal("2.5")),
        "insurance_class": st.sampled_from(["", "D"]),
    }
)
right_mecs = st.fixed_dictionaries(
    {
        **right,
        "final_destination": st.sampled_from(["JPNRT", "", "ZZZ", "VNZZZ", "ZZZZZ"]),
        "declared_value": st.one_of(st.none(), st.integers(1, 4_999_999)),
    }
)


@seeded
@given(right_mics, right_mecs, st.sampled_from(PLANTED))
def test_one_mistake_is_one_fault(
    mic: dict[str, Any], mec: dict[str, Any], planted: tuple[str, dict[str, Any], str]
) -> None:
    form, change, code = planted
    build, facts = (a_mic, mic) if form == "MIC" else (a_mec, mec)
    assert faults(build(**facts)) == []
    assert [fault.code for fault in faults(build(**{**facts, **change}))] == [code]
