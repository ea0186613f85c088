"""Green, yellow, red: each indicator with a parcel that it catches and one that differs in the one fact."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import a_mec, a_mic
from thongquan import law
from thongquan.channel.categories import categories_of
from thongquan.channel.model import Channel, ChannelTable, Indicator, Routing
from thongquan.channel.routing import LOOKS_LIKE_ANOTHER, RANDOM, Router, address, addresses
from thongquan.declaration.model import Declaration

DAY = date(2026, 9, 2)
SECRET = b"s" * 32


def routed(declaration: Declaration, value: int = 400_000, same: int = 1, house: str = "GREEN") -> Routing:
    direction = "import" if declaration.__struct_config__.tag == "MIC" else "export"
    return Router(direction, DAY, SECRET).route(declaration, value, house, same)


Case = tuple[str, Channel, Declaration, dict[str, Any], Declaration, dict[str, Any]]

CASES: list[Case] = [
    ("VALUE-NEAR-CEILING", "2", a_mic(), {"value": 850_000}, a_mic(), {"value": 849_999}),
    ("HEAVY-BUT-CHEAP", "2", a_mic(gross_weight=Decimal(5)), {"value": 200_000},
     a_mic(gross_weight=Decimal("4.9")), {"value": 200_000}),
    ("HEAVY-BUT-CHEAP", "2", a_mec(gross_weight=Decimal(5)), {"value": 200_000},
     a_mec(gross_weight=Decimal(5)), {"value": 200_001}),
    ("NO-PHONE-AND-DEAR", "2", a_mic(importer_phone=""), {"value": 800_000}, a_mic(), {"value": 800_000}),
    ("ONE-ADDRESS-MANY-PARCELS", "2", a_mic(), {"same": 20}, a_mic(), {"same": 19}),
    ("WORDS-OF-CONTROLLED-GOODS", "3", a_mic(goods_description="Đồ chơi DRONE 4 cánh"), {},
     a_mic(goods_description="Đồ chơi droner 4 cánh"), {}),
    ("WORDS-OF-CONTROLLED-GOODS", "3", a_mec(goods_description="hạt giống rau"), {},
     a_mec(goods_description="hạt rau"), {}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_an_indicator_catches_its_parcel_and_lets_its_twin_go(case: Case) -> None:
    reason, channel, caught, facts, free, other_facts = case
    assert routed(caught, **facts) == Routing(channel, [reason])
    assert routed(free, **other_facts) == Routing("1", [])


def test_every_indicator_is_tried_here() -> None:
    table = law.table("channel", ChannelTable)
    assert {one.reason for one in table.indicator} == {case[0] for case in CASES}
    assert "synthetic" in table.status


def test_of_several_the_strictest_channel_is_taken_and_all_reasons_kept() -> None:
    told = routed(a_mic(goods_description="drone", importer_phone=""), value=990_000)
    assert (told.channel, len(told.reasons)) == ("3", 3)


def test_every_reason_is_worded_for_officers_in_both_languages() -> None:
    reasons = {one.reason for one in law.table("channel", ChannelTable).indicator} | {RANDOM}
    for language in law.LANGUAGES:
        assert {f"channel.{reason}" for reason in reasons} <= set(law.wording(language).sentences)


class TestTheRandomShare:
    def test_is_the_parameters_share(self) -> None:
        drawn = [routed(a_mic(), house=str(n)).reasons == [RANDOM] for n in range(20_000)]
        share = law.parameter("random_inspection_share", int).on(DAY)
        assert abs(sum(drawn) / 20 - share) < 5

    @given(st.text("AB0123456789", max_size=24))
    def test_draws_the_same_lot_for_the_same_house(self, house: str) -> None:
        assert routed(a_mic(), house=house) == routed(a_mic(notes="filed again"), house=house)

    def test_cannot_be_foretold_without_the_secret(self) -> None:
        lots = [
            [Router("import", DAY, secret).route(a_mic(), 1, str(n), 1).reasons for n in range(2000)]
            for secret in (b"a" * 32, b"b" * 32)
        ]
        assert lots[0] != lots[1]


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 1, 1), False), (date(2026, 1, 2), True), (date(2026, 1, 3), True), (date(2026, 1, 4), False)],
)
def test_an_indicator_holds_from_its_first_day_to_its_last(day: date, holds: bool) -> None:
    indicator = Indicator(reason="X", channel="2", since=date(2026, 1, 2), until=date(2026, 1, 3))
    assert indicator.holds_on(day, "import") is holds


def test_the_filer_is_told_a_category_of_every_reason_worded_in_both_languages() -> None:
    table = law.table("channel", ChannelTable)
    assert {one.reason for one in table.indicator} | {RANDOM, LOOKS_LIKE_ANOTHER} <= set(table.category)
    for language in law.LANGUAGES:
        told = law.wording(language).sentences
        assert {f"category.{one}" for one in table.category.values()} == {one for one in told if one[:9] == "category."}


def test_a_category_is_told_once_and_no_reason_with_it() -> None:
    assert categories_of(["NO-PHONE-AND-DEAR", "RANDOM", "ONE-ADDRESS-MANY-PARCELS"]) == ["party", "random"]


def test_addresses_are_counted_in_every_case_of_letters() -> None:
    one, two = a_mic(importer_address="12 LÊ LỢI"), a_mic(importer_address="12 Lê Lợi")
    assert addresses([one, two])[address(one)] == 2
