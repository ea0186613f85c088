"""Right declarations of every kind that the law of `DAY` allows: what the properties of the catalogue start from.

Each part is one subject of the annex; its fields are drawn together, because the law relates them. When a new rule
refuses what is drawn here, this is the one place to change.
"""

from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from functools import cache
from random import Random
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from stdnum.vn import mst

from building import DAY
from faults.size import size
from thongquan import law
from thongquan.declaration.model import Declaration, ExportDeclaration, ImportDeclaration
from thongquan.valuation.customs_value import WITHOUT_CUSTOMS_VALUE, WITHOUT_INSURANCE, exchanged, terms_with_freight
from thongquan.valuation.exchange import rates_on


def tried(small: int, full: int) -> settings:
    """So many examples on a build server and so many in the drill; one that fails is long, but quickly told."""
    phases = (Phase.explicit, Phase.generate)
    return settings(max_examples=size(small, full), phases=phases, derandomize=True, deadline=None, database=None)


Fields = dict[str, Any]
Drawn = st.SearchStrategy[Fields]

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
LETTERS = "abcdeghiklmnopqrstuvxyĂÂĐÊÔƠƯăâđêôơưáàảãạấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ0123456789"
SIGNS = (",", ".", "-", "/", "(", ")", "&", "'", "+", ":", ";", "%", "#", "!", "?")
GOODS = ("Kem dưỡng da mặt", "Áo thun nam bằng cotton", "Ốp lưng điện thoại", "Face cream 50 ml", "Tai nghe có dây")
BY_ROAD = "land_border_gate_or_depot"
TRANSIT = "OZZ"
"""Ends the codes of storage places that are not yet coded, of which the notes must say more."""


def codes_of(table: str) -> list[str]:
    return sorted(law.codes(table).on(DAY))


@cache
def one_of(table: str) -> st.SearchStrategy[str]:
    """One code of a table of the day."""
    return st.sampled_from(codes_of(table))


@cache
def or_blank(some: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.just("") | some


def words(alphabet: str, most: int) -> st.SearchStrategy[str]:
    """Words with single blanks between them and signs at their ends; often as long as an item may be at most."""
    return st.integers(0, 2**32).map(lambda seed: _spoken(Random(seed), alphabet, most))


def _spoken(random: Random, alphabet: str, most: int) -> str:
    length = random.choice([1, most, random.randint(1, most)])
    text = "".join(random.choices(alphabet, k=length))
    for place in range(random.randint(2, 9), length - 2, random.randint(3, 9)):
        text = text[:place] + random.choice(SIGNS) + " " + text[place + 2 :]
    return text


def capitals(most: int) -> st.SearchStrategy[str]:
    return words(CAPITALS, most)


def letters(most: int) -> st.SearchStrategy[str]:
    return words(LETTERS, most)


@cache
def item_text(form: str, field: str) -> st.SearchStrategy[str]:
    """Any text that the item holds."""
    [item] = [one for one in law.criteria(form) if one.field == field]
    return (capitals if item.attribute == "A" else letters)(item.characters)


def tax_code(number: int, branch: int) -> str:
    """The next code from this number on that has a check digit; a branch has three digits more."""
    while len(digit := mst.calc_check_digit(f"{number:09d}")) != 1 or number % 10_000_000 == 0:
        number += 1
    return f"{number:09d}{digit}" + (f"{branch:03d}" if branch else "")


tax_codes = st.builds(tax_code, st.integers(1_000_000, 899_999_999), st.integers(0, 999))
citizen_numbers = st.integers(0, 999_999).map(lambda serial: f"079185{serial:06d}")
phones = st.text("0123456789+ ", max_size=20).map(lambda text: " ".join(text.split()))
countries = st.sampled_from([code for code in codes_of("countries") if code != "ZZ"])


@cache
def offices() -> list[tuple[str, list[str], list[str]]]:
    """Offices of the day, each with its teams and storage places."""
    places: dict[str, list[str]] = {}
    for code, row in law.codes("warehouse_locations").on(DAY).items():
        if not code.endswith(TRANSIT):
            places.setdefault(row["office"], []).append(code)
    teams: dict[str, list[str]] = {}
    for row in law.codes("customs_subsections").on(DAY).values():
        teams.setdefault(row["office"], []).append(row["team"])
    return [
        (office, teams[office], places[office])
        for office in codes_of("customs_offices")
        if office in teams and office in places
    ]


@st.composite
def where_filed(draw: st.DrawFn) -> Fields:
    """Office, team and storage place (2, 3, 18): the first two may be left to the authority."""
    office, teams, places = draw(st.sampled_from(offices()))
    derived = "00" in teams or len(teams) == 1
    told = draw(st.sampled_from(["both", "both", *(["office", "neither"] if derived else [])]))
    return {
        "customs_office": "" if told == "neither" else office,
        "customs_team": draw(st.sampled_from(teams)) if told == "both" else "",
        "storage_place": draw(st.sampled_from(places)),
    }


@st.composite
def party_here(draw: st.DrawFn, form: str, side: str) -> Fields:
    """The party in Viet Nam (4 to 8); without a code he is called by telephone."""
    kind = draw(st.sampled_from("12345" if form == "MIC" else "0"))
    code = draw({"1": citizen_numbers | st.just(""), "2": citizen_numbers | st.just("")}.get(kind, tax_codes))
    drawn = {
        f"{side}_code": code,
        f"{side}_name": draw(item_text(form, f"{side}_name")),
        f"{side}_postcode": draw(or_blank(st.text("0123456789", min_size=5, max_size=6))),
        f"{side}_address": draw(item_text(form, f"{side}_address")),
        f"{side}_phone": draw(phones if code else st.text("0123456789", min_size=8, max_size=20)),
    }
    return drawn | ({"party_kind": kind} if form == "MIC" else {})


@st.composite
def party_abroad(draw: st.DrawFn, form: str, side: str) -> Fields:
    """The foreign party (9 to 13); no register leads from the code to the name. An unknown country stays blank."""
    code = draw(or_blank(st.text(CAPITALS, min_size=5, max_size=13)))
    boxes = ("street_2", "city", "country_name", "postcode")
    return {
        f"{side}_code": code,
        f"{side}_name": draw(item_text(form, f"{side}_name")),
        f"{side}_street": draw(item_text(form, f"{side}_street")),
        f"{side}_country": draw(or_blank(countries)),
        **{f"{side}_{box}": draw(or_blank(item_text(form, f"{side}_{box}"))) for box in boxes},
    }


@st.composite
def bills(draw: st.DrawFn, form: str) -> Fields:
    """House and master bill (14, 15), packages and weight (16, 17), goods, reference, notes (26, 29, 30)."""
    house = draw(st.text(CAPITALS, min_size=5, max_size=20))
    tenths = draw(st.integers(1, 9_999_999 if form == "MIC" else 999_999_999))
    drawn = {
        "house_bill": house,
        "packages": draw(st.integers(1, 999_999)),
        "gross_weight": plain(Decimal(tenths) / 10),
        "goods_description": draw(st.sampled_from(GOODS) | item_text(form, "goods_description")),
        "notes": draw(or_blank(item_text(form, "notes"))),
        "internal_reference": draw(or_blank(item_text(form, "internal_reference"))),
    }
    if form == "MEC":
        return drawn
    return {**drawn, "master_bill": draw(or_blank(st.integers(10**10, 10**11 - 1).map(str))), "origin": draw(countries)}


ABROAD = st.sampled_from([code for code in codes_of("foreign_places") if not code.startswith("VN")])


UNLOADED = st.sampled_from([code for code, row in law.codes("vn_places").on(DAY).items() if row["kind"] != BY_ROAD])
LOADED_ABROAD = st.just("ZZZZZ") | ABROAD
DESTINATIONS = st.sampled_from(["", "ZZZ", "VNZZZ", "ZZZZZ"]) | ABROAD


@st.composite
def carriage(draw: st.DrawFn) -> Fields:
    """Flight, arrival and ports of an import (19 to 22): the flight's day is the day of arrival or the one before."""
    arrival = DAY + timedelta(days=draw(st.integers(-10, 10)))
    left = arrival - timedelta(days=draw(st.integers(0, 1)))
    airline, number = draw(one_of("airlines")), draw(st.integers(0, 9999))
    return {
        "flight": f"{airline}{number:04d}/{left:%d}{left:%b}".upper(),
        "arrival_date": arrival,
        "unloading_place": draw(UNLOADED),
        "loading_place": draw(LOADED_ABROAD),
    }


@st.composite
def route(draw: st.DrawFn) -> Fields:
    """Loading place and final destination of an export (21, 22)."""
    return {"loading_place": draw(one_of("vn_places")), "final_destination": draw(DESTINATIONS)}


@st.composite
def money(draw: st.DrawFn, least: int, most: int) -> tuple[str, Decimal]:
    """A currency with a rate of the day, and an amount worth so many đồng, with no more decimals than it has."""
    currency = draw(st.sampled_from(sorted(rates_on(DAY))))
    decimals = int(law.codes("currencies").on(DAY)[currency]["decimals"] or 0)
    unit = Decimal(1).scaleb(-draw(st.integers(0, min(decimals, 4))))
    amount = (Decimal(draw(st.integers(least, most))) / rates_on(DAY)[currency]).quantize(unit, ROUND_DOWN)
    return currency, plain(max(amount, unit))


@st.composite
def import_price(draw: st.DrawFn) -> Fields:
    """Invoice, freight, insurance and customs value (23, 24, 25, 28) with what the price term demands or forbids."""
    if draw(st.integers(0, 9)) == 0:
        return {**NO_PRICE, "customs_value": draw(st.integers(1, 1_000_000))}
    term = draw(one_of("incoterms"))
    holds_freight = term in terms_with_freight(DAY)
    currency, value = draw(money(30_000, 600_000))
    drawn = {
        **NO_PRICE,
        "price_kind": draw(st.sampled_from("BCD" if holds_freight else "ACD")),
        "price_term": term,
        "invoice_currency": currency,
        "invoice_value": value,
        **draw(charged("freight", "E" if holds_freight else "A", 200_000)),
        **(
            {}
            if term in WITHOUT_INSURANCE.on(DAY)
            else draw(st.just({"insurance_class": "D"}) | charged("insurance", "A", 100_000))
        ),
    }
    if term in WITHOUT_CUSTOMS_VALUE.on(DAY) or draw(st.booleans()):
        parts = [(drawn[f"{one}_{what}"], drawn[f"{one}_currency"]) for one, what in PARTS]
        drawn["customs_value"] = exchanged(parts, DAY).dong
    return drawn


PARTS = (("invoice", "value"), ("freight", "amount"), ("insurance", "amount"))
NO_PRICE: Fields = {
    "price_kind": "",
    "price_term": "",
    "invoice_currency": "",
    "invoice_value": None,
    "freight_class": "",
    "freight_currency": "",
    "freight_amount": None,
    "insurance_class": "",
    "insurance_currency": "",
    "insurance_amount": None,
    "customs_value": None,
}


@st.composite
def charged(draw: st.DrawFn, what: str, class_: str, most: int) -> Fields:
    """Freight or insurance declared apart, or not at all."""
    if draw(st.booleans()):
        return {}
    currency, amount = draw(money(1_000, most))
    return {f"{what}_class": class_, f"{what}_currency": currency, f"{what}_amount": amount}


@st.composite
def export_price(draw: st.DrawFn) -> Fields:
    """Invoice and declared value (23, 28): one of them at least."""
    invoiced, declared = draw(st.sampled_from([(True, False), (True, True), (False, True)]))
    currency, value = draw(money(30_000, 4_000_000)) if invoiced else ("", None)
    own = draw(st.integers(1, 4_999_999)) if declared else None
    return {"invoice_currency": currency, "invoice_value": value, "declared_value": own}


def plain(amount: Decimal) -> Decimal:
    return Decimal(format(amount.normalize(), "f"))


def _joined(parts: tuple[Fields, ...]) -> Fields:
    return {name: value for part in parts for name, value in part.items()}


nonces = st.binary(min_size=16, max_size=16).map(lambda some: {"nonce": some.hex()})
PARTS_OF: dict[str, tuple[Drawn, ...]] = {
    "MIC": (
        nonces,
        where_filed(),
        party_here("MIC", "importer"),
        party_abroad("MIC", "exporter"),
        bills("MIC"),
        carriage(),
        import_price(),
    ),
    "MEC": (
        nonces,
        where_filed(),
        party_here("MEC", "exporter"),
        party_abroad("MEC", "consignee"),
        bills("MEC"),
        route(),
        export_price(),
    ),
}
right_mics: st.SearchStrategy[Declaration] = st.tuples(*PARTS_OF["MIC"]).map(
    lambda parts: ImportDeclaration(**_joined(parts))
)
right_mecs: st.SearchStrategy[Declaration] = st.tuples(*PARTS_OF["MEC"]).map(
    lambda parts: ExportDeclaration(**_joined(parts))
)
RIGHT = {"MIC": right_mics, "MEC": right_mecs}
