"""Links for drivers: good for one transport, until a moment, told once; what is told by them moves nothing."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from authority.deeds import code_of
from authority.house import House
from authority.linking import DRIVER, end_link, give_link, secret_of, seen_by, tell
from authority.listing import faults_of, user_of
from authority.transporting import (
    ARRIVING,
    a_goods_list,
    at_both_ends,
    correct,
    kept,
    registered,
    take,
    taken,
)
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.transport_link import is_good
from thongquan.authority.transport_link_ports import Link
from thongquan.authority.transport_links_seen import links_seen, prefilled, reports_seen
from thongquan.authority.transport_report import driver_sees
from thongquan.base.limits import LIMITS
from thongquan.base.moment import VIETNAM, read_stamp, stamp
from thongquan.transport.reports import TOLD

DEAD = "TRANSPORT-LINK-DEAD"
CARGO = count(1)
MICROSECOND = timedelta(microseconds=1)
FEW = replace(LIMITS, transport_links=2, transport_links_ever=4, link_reports=3)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("links"), FEW)
    at_both_ends(house)
    yield house
    house.close()


@pytest.fixture(autouse=True)
def its_hour(house: House) -> Iterator[None]:
    now = house.clock.now
    yield
    house.clock.now = now


def drafted(house: House) -> str:
    """With a list of goods, and cargo that no other has."""
    return registered(house, RSA_COMPANY, a_goods_list(f"BK{next(CARGO)}"))


@pytest.fixture
def number(house: House) -> str:
    return taken(house, drafted(house), "declare", "approve")


def test_its_driver_sees_vehicles_packages_and_seals_of_that_transport(house: House, number: str) -> None:
    take(house, number, "seal")
    seen = seen_by(house, secret_of(house, number))
    [run] = seen.runs
    assert (seen.departs, seen.arrives) == ("TT VC-BUU DIEN TPHCM 02DSC01", "CTY CP DV HH NOI BAI 01ACL01")
    assert (seen.number, seen.state, seen.driver, seen.next) == (number, "approved", DRIVER, ["ready", "left"])
    assert (run.vehicle, run.packages, run.bills) == ("51C-12345", 2, ["HB1", "HB2"])
    assert (run.carrier_seals, run.customs_seals) == (["CH10", "CH11"], ["HQ0001"])


def test_without_a_list_of_goods_he_sees_what_the_declaration_itself_names(house: House) -> None:
    number = taken(house, registered(house), "declare", "approve", "seal")
    [run] = seen_by(house, secret_of(house, number)).runs
    assert (run.packages, run.bills, run.carrier_seals) == (1, ["18044712040"], ["CH0001"])
    assert (run.vehicle, run.customs_seals) == ("51C-12345", ["HQ0001"])


class TestItIsGiven:
    @pytest.mark.parametrize(
        ("hours", "found"), [(0, ["until_day"]), (1 / 60, []), (14 * 24, []), (14 * 24 + 1, ["until_day"])]
    )
    def test_for_no_longer_than_it_may_be(self, house: House, number: str, hours: float, found: list[str]) -> None:
        assert [at for _, at in faults_of(give_link, house, number, hours=hours)] == found

    def test_until_an_hour_as_a_page_sends_it(self, house: House, number: str) -> None:
        until = house.clock.now + timedelta(hours=24)
        asked = f"{until.astimezone(VIETNAM):%H%M}"
        assert give_link(house, number, until_time=asked).outcome["until"] == stamp(
            until.replace(second=0, microsecond=0)
        )

    def test_for_a_day_that_there_is(self, house: House, number: str) -> None:
        asked = {"until_day": "2026-02-30"}
        assert faults_of(give_link, house, number, **asked) == [("TRANSPORT-LINK-UNTIL", "until_day")]

    def test_in_no_larger_number_than_may_be_good_at_once(self, house: House, number: str) -> None:
        first, _ = (give_link(house, number).outcome["link"] for _ in range(FEW.transport_links))
        assert faults_of(give_link, house, number) == [("TRANSPORT-LINKS-MANY", "number")]
        end_link(house, number, first)
        assert faults_of(give_link, house, number) == []

    def test_no_oftener_than_its_reports_can_be_shown(self, house: House, number: str) -> None:
        for _ in range(FEW.transport_links_ever):
            end_link(house, number, give_link(house, number).outcome["link"])
        assert faults_of(give_link, house, number) == [("TRANSPORT-LINKS-SPENT", "number")]

    @pytest.mark.parametrize("steps", [(), ("declare", "refuse"), ("declare", "cancel")])
    def test_for_no_transport_that_carries_nothing(self, house: House, steps: tuple[str, ...]) -> None:
        number = taken(house, drafted(house), *steps)
        assert faults_of(give_link, house, number) == [("TRANSPORT-LINK-STATE", "number")]

    def test_by_its_own_company_alone(self, house: House, number: str) -> None:
        assert code_of(give_link, house, number, P256_COMPANY) == "NOT-FOUND"
        link = give_link(house, number).outcome["link"]
        assert code_of(end_link, house, number, link, P256_COMPANY) == "NOT-FOUND"

    def test_with_a_secret_of_128_bits_or_more_each_time_another(self, house: House, number: str) -> None:
        one, other = secret_of(house, number), secret_of(house, number)
        assert one != other
        assert 55 ** len(one) > 2**128


class TestItIsDead:
    @pytest.mark.parametrize(("seconds", "told"), [(-1, ""), (0, DEAD), (1, DEAD)])
    def test_from_its_moment_on(self, house: House, number: str, seconds: int, told: str) -> None:
        secret = secret_of(house, number, hours=1)
        house.clock.now = house.clock.now.replace(second=0, microsecond=0) + timedelta(hours=1, seconds=seconds)
        assert (code_of(seen_by, house, secret), code_of(tell, house, secret)) == (told, told)

    def test_at_its_very_microsecond(self) -> None:
        link = Link("TL0", "5", DRIVER, b"", stamp(NOW), "", "", "")
        assert is_good(link, stamp(NOW - MICROSECOND))
        assert not is_good(link, link.until)

    def test_once_it_was_ended(self, house: House, number: str) -> None:
        given_ = give_link(house, number)
        secret = given_.shown["transport_link"].removeprefix("/t/")
        end_link(house, number, given_.outcome["link"])
        assert (code_of(seen_by, house, secret), code_of(tell, house, secret)) == (DEAD, DEAD)
        assert faults_of(end_link, house, number, given_.outcome["link"]) == [("TRANSPORT-LINK-ENDED", "link")]

    @pytest.mark.parametrize("secret", ["", "x" * 24, "x" * 5000, "đ\udcff", "../../etc/passwd"])
    def test_where_there_never_was_one(self, house: House, secret: str) -> None:
        assert (code_of(seen_by, house, secret), code_of(tell, house, secret)) == (DEAD, DEAD)

    def test_an_hour_after_its_transport_ended(self, house: House, number: str) -> None:
        secret = secret_of(house, number)
        taken(house, number, "depart", "arrive-differing")
        late = timedelta(minutes=LIMITS.transport_late_minutes)
        over = read_stamp(house.books.transports.standing(kept(house, number)).steps[-1].at) + late
        driver_sees(house.books, secret, over - MICROSECOND)
        assert code_of(driver_sees, house.books, secret, over) == DEAD
        house.clock.now += late - timedelta(seconds=1)
        tell(house, secret, "seal", note="đứt", id_="1" * 32)
        assert seen_by(house, secret).next == []
        taken(house, number, "settle")  # a later step does not open it again
        house.clock.now += timedelta(seconds=1)
        assert (code_of(seen_by, house, secret), code_of(tell, house, secret)) == (DEAD, DEAD)

    def test_its_place_in_another_transport_is_none(self, house: House, number: str) -> None:
        link = give_link(house, number).outcome["link"]
        other = taken(house, drafted(house), "declare", "approve")
        assert faults_of(end_link, house, other, link) == [("TRANSPORT-LINK-UNKNOWN", "link")]


class TestItTellsOnce:
    def test_what_comes_again_is_answered_as_the_first_time(self, house: House, number: str) -> None:
        secret = secret_of(house, number)
        first = tell(house, secret, told_at=stamp(house.clock.now))
        house.clock.now += timedelta(minutes=5)
        assert tell(house, secret, told_at=first.said.told_at) == first
        assert len(reports_seen(house.books, user_of(house), number)) == 1

    def test_another_report_under_the_same_id_is_refused(self, house: House, number: str) -> None:
        secret = secret_of(house, number)
        tell(house, secret)
        assert code_of(tell, house, secret, "arrived") == "TRANSPORT-REPORT-ID-TAKEN"

    def test_two_drivers_may_draw_the_same_id_and_see_their_own_words(self, house: House, number: str) -> None:
        secrets = [secret_of(house, number) for _ in range(2)]
        for secret, note in zip(secrets, ("một", "hai"), strict=True):
            tell(house, secret, note=note)
        assert [[one.said.note for one in seen_by(house, secret).reports] for secret in secrets] == [["một"], ["hai"]]
        assert len(reports_seen(house.books, user_of(house), number)) == 2

    def test_no_more_than_are_kept_of_one_link_which_keeps_no_other_from_being_heard(
        self, house: House, number: str
    ) -> None:
        secret = secret_of(house, number)
        for place in range(FEW.link_reports):
            tell(house, secret, "trouble", note="kẹt xe", id_=f"{place:032x}")
        assert faults_of(tell, house, secret, id_="f" * 32) == [("REPORTS-MANY", "what")]
        tell(house, secret, "trouble", note="kẹt xe")  # what was kept is answered all the same
        tell(house, secret_of(house, number), "left")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.sampled_from(sorted(TOLD)), max_size=3),
    steps=st.sampled_from([(), ("declare",), ("declare", "approve"), ("declare", "approve", "seal", "depart")]),
)
def test_no_report_changes_the_transport_or_what_became_of_it(
    house: House, told: list[str], steps: tuple[str, ...]
) -> None:
    number = taken(house, drafted(house), *(steps or ("declare",))[:1])
    secret = secret_of(house, number)
    taken(house, number, *steps[1:])
    before = kept(house, number), house.books.transports.standing(kept(house, number))
    for place, what in enumerate(told):
        tell(house, secret, what, id_=f"{place:032x}", note="vì vậy", seals=["HQ9999"])
    assert (kept(house, number), house.books.transports.standing(kept(house, number))) == before


class TestItIsRead:
    def test_by_its_company_and_both_offices_at_once(self, house: House, number: str) -> None:
        tell(house, secret_of(house, number), "seal", note="chì HQ0001 đứt", seals=["HQ0002"])
        for account in (user_of(house), "cb01", ARRIVING):
            [report] = reports_seen(house.books, account, number)
            assert (report.driver, report.what, report.note, report.seals) == (
                DRIVER, "seal", "chì HQ0001 đứt", ["HQ0002"]
            )  # fmt: skip
            assert (report.told_at, report.received_at, report.state) == ("", stamp(house.clock.now), "approved")
        assert code_of(reports_seen, house.books, user_of(house, P256_COMPANY), number) == "NOT-FOUND"

    def test_its_links_by_the_company_alone(self, house: House, number: str) -> None:
        secret = secret_of(house, number)
        [link] = links_seen(house.books, user_of(house), number, house.clock.now)
        assert (link.driver, link.is_good, link.reports) == (DRIVER, True, 0)
        assert secret not in str(link)
        for account in ("cb01", user_of(house, P256_COMPANY)):
            assert code_of(links_seen, house.books, account, number, house.clock.now) == "NOT-FOUND"

    def test_it_stands_for_a_departure_that_is_signed(self, house: House, number: str) -> None:
        secret = secret_of(house, number)
        earlier, ahead = house.clock.now - timedelta(minutes=7), house.clock.now + timedelta(minutes=7)
        tell(house, secret, "left", told_at=stamp(earlier), seals=["HQ0001"])
        tell(house, secret, "arrived", id_="1" * 32, told_at=stamp(ahead))
        found: Any = reports_seen(house.books, "cb01", number)
        left, arrived = prefilled(found, "depart"), prefilled(found, "arrive")
        assert left is not None
        assert (left.time, left.seals) == ("0953", ["HQ0001"])
        assert arrived is not None
        assert arrived.time == "1000"  # a clock that runs ahead is not believed
        assert prefilled(found, "seal") is None

    def test_a_correction_keeps_it(self, house: House, number: str) -> None:
        secret = secret_of(house, number)
        tell(house, secret)
        correct(house, number, route="QL1A")
        assert [one.said.what for one in seen_by(house, secret).reports] == ["left"]
