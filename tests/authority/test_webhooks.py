"""Webhooks: who may register what, what is due to them, how failures are waited out, and when one is stopped."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from authority.accounts import register_admin
from authority.applying import with_administrator
from authority.house import House, a_filing, lines_of, the_pki
from authority.test_feed import read, told
from authority.webhooking import (
    ADDRESS,
    added,
    changed,
    faults_of,
    now_of,
    signature,
    tell,
    waiting,
    webhook_of,
)
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import backup_of, operator_of, restored
from thongquan.authority.refusals import NotFound
from thongquan.authority.webhook_delivering import Delivered, Delivery, due, note, wait_seconds
from thongquan.authority.webhooks_seen import webhooks_of
from thongquan.base.limits import LIMITS
from thongquan.registration.webhook import is_address
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

FEW = replace(LIMITS, webhook_events=2, webhook_first_wait_seconds=10, webhook_wait_seconds=60, webhook_days=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "h", FEW)
    for company in (RSA_COMPANY, P256_COMPANY):
        with_administrator(house, company)
    yield house
    house.close()


def events(one: Delivery) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = msgspec.json.decode(one.body)["events"]
    return found


def filed(house: House, *houses: str, key: str = "rsa") -> list[str]:
    [answer] = house.file(a_filing(lines_of(*houses), key=key))
    return [one["decision"]["number"] for one in answer["outcomes"]]


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.vn/x",
        "https://hooks.example.vn",
        "https://hooks.example.vn:8443/x",
        "https://hooks.example.vn:443/x",
        "https://user@hooks.example.vn/x",
        "https://user:pass@hooks.example.vn/x",
        "https://hooks.example.vn/x?token=1",
        "https://hooks.example.vn/x#y",
        "https://hooks.example.vn/../x",
        "https://hooks.example.vn/%0d%0aX:y",
        "https://hooks.example.vn\\@inside/x",
        "https://Hooks.example.vn/x",
        "https://hooks..example.vn/x",
        "https://-hooks.example.vn/x",
        "https://hooks.example.vn./x",
        "https:///x",
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://0177.0.0.1/x",
        "https://[::1]/x",
        "https://[::ffff:169.254.169.254]/x",
        "ftp://hooks.example.vn/x",
    ],
)
def test_an_address_is_https_with_a_name_and_a_path_and_nothing_else(address: str) -> None:
    assert is_address(ADDRESS, 443)
    assert not is_address(address, 443)


class TestRegistering:
    def test_of_another_address_is_refused_before_anything_is_signed(self, house: House) -> None:
        assert faults_of(house, "webhook-add", address="https://127.0.0.1/x") == {"WEBHOOK-ADDRESS"}
        assert faults_of(house, "webhook-add", address=ADDRESS + "x" * LIMITS.webhook_address_characters) == {
            "FIELD-TOO-LONG"
        }

    def test_is_for_the_administrator(self, house: House) -> None:
        with pytest.raises(NotFound):
            faults_of(house, "webhook-add", "00001XY7", address=ADDRESS)

    def test_of_so_many_and_of_each_address_once(self, house: House) -> None:
        first, _ = added(house)
        assert faults_of(house, "webhook-add", address=ADDRESS) == {"WEBHOOK-TWICE"}
        for n in range(FEW.company_webhooks - 1):
            added(house, f"{ADDRESS}/{n}")
        assert faults_of(house, "webhook-add", address=f"{ADDRESS}/more") == {"WEBHOOK-TOO-MANY"}
        changed(house, first, "end")
        assert faults_of(house, "webhook-add", address=ADDRESS) == set(), "one that was ended counts no more"

    def test_shows_a_secret_that_nothing_in_the_books_tells(self, house: House) -> None:
        webhook, secret = added(house)
        assert secret.startswith("whsec_")
        kept = b"".join(path.read_bytes() for path in house.service.data.rglob("*") if path.is_file())
        assert webhook.encode() in kept, "this is where it would be"
        assert secret.removeprefix("whsec_").encode() not in kept
        assert b64decode(secret.removeprefix("whsec_")) not in kept
        assert ADDRESS.encode() not in kept, "an address lies sealed"
        assert secret not in repr(read(house, lambda room: webhooks_of(room, RSA_COMPANY, house.clock.now)))


class TestWhatIsDue:
    def test_is_what_happened_since_as_the_feed_tells_it(self, house: House) -> None:
        filed(house, "BEFORE1")
        _, secret = added(house)
        assert waiting(house) == []
        filed(house, "OTHERS1", key="p256")
        assert waiting(house) == [], "another company's is nothing to it"
        numbers = filed(house, "AFTER1", "AFTER2", "AFTER3")
        [one] = waiting(house)
        own = told(house, RSA_COMPANY)[1:]
        assert one.body.encode() == msgspec.json.encode({"events": own[:2], "next": own[1].cursor})
        assert [event["number"] for event in events(one)] == numbers[:2]
        assert one.headers["webhook-signature"] == signature(secret, one)

    def test_comes_again_the_same_until_it_was_taken(self, house: House) -> None:
        added(house)
        filed(house, "AGAIN1", "AGAIN2", "AGAIN3")
        [one], [again] = waiting(house), waiting(house)
        assert (again.headers["webhook-id"], again.body) == (one.headers["webhook-id"], one.body)
        tell(house, one)
        [rest] = waiting(house)
        assert (len(events(rest)), rest.after) == (1, one.next)
        assert rest.headers["webhook-id"] != one.headers["webhook-id"]
        tell(house, rest)
        assert waiting(house) == []
        after = webhook_of(house, one.webhook)
        tell(house, one)
        tell(house, one, "FETCH-SLOW")
        assert webhook_of(house, one.webhook) == after, "a report that comes late changes nothing"

    def test_is_nothing_while_paused_and_all_of_it_afterwards(self, house: House) -> None:
        webhook, _ = added(house)
        filed(house, "PAUSED1")
        [before] = waiting(house)
        changed(house, webhook, "pause")
        tell(house, before)
        assert waiting(house) == []
        filed(house, "PAUSED2")
        changed(house, webhook, "resume")
        [one] = waiting(house)
        assert (one.after, len(events(one))) == (before.after, 2)

    def test_is_nothing_once_ended_or_while_the_company_is_suspended(self, house: House) -> None:
        webhook, _ = added(house)
        filed(house, "ENDED1")
        house.sit(lambda now: now.books.connection.execute("UPDATE company SET suspended = 1"))
        assert waiting(house) == []
        house.sit(lambda now: now.books.connection.execute("UPDATE company SET suspended = 0"))
        assert len(waiting(house)) == 1
        changed(house, webhook, "end")
        assert waiting(house) == []
        assert faults_of(house, "webhook-change", webhook=webhook, change="resume") == {"WEBHOOK-STEP"}

    def test_leaves_out_those_that_something_is_sent_to_now(self, house: House) -> None:
        webhook, _ = added(house)
        filed(house, "BUSY1")
        found = house.books.webhooks.due(now_of(house), "", [webhook], 9)
        assert found == []

    def test_is_told_of_so_many_at_a_time_whoever_waits_longest_first(self, house: House) -> None:
        first, second = (added(house, f"{ADDRESS}/{n}")[0] for n in range(2))
        filed(house, "MANY1")
        authority = replace(house.parts.authority, limits=replace(FEW, webhooks_at_once=1))
        assert [one.webhook for one in due(house.books, authority, house.clock.now)] == [first]
        found = due(house.books, authority, house.clock.now, [first])
        assert [one.webhook for one in found] == [second]


class TestItsSecret:
    def test_is_renewed_and_the_one_before_still_signs_for_some_hours(self, house: House) -> None:
        webhook, first = added(house)
        filed(house, "RENEW1")
        second = changed(house, webhook, "renew").shown["webhook_secret"]
        [one] = waiting(house)
        assert one.headers["webhook-signature"].split() == [signature(second, one), signature(first, one)]
        house.clock.now += timedelta(hours=FEW.webhook_overlap_hours)
        [one] = waiting(house)
        assert one.headers["webhook-signature"] == signature(second, one)

    def test_is_another_for_each_webhook(self, house: House) -> None:
        assert len({added(house, f"{ADDRESS}/{n}")[1] for n in range(3)}) == 3

    def test_is_not_renewed_by_an_old_text(self, house: House) -> None:
        webhook, _ = added(house)
        changed(house, webhook, "renew")
        asked = {"webhook": webhook, "change": "renew", "number": 2}
        assert faults_of(house, "webhook-change", **asked) == {"CREDENTIALS-NUMBER"}


class TestFailures:
    def test_are_waited_out_longer_each_time(self, house: House) -> None:
        webhook, _ = added(house)
        filed(house, "WAIT1")
        waits = []
        for _ in range(5):
            [one] = waiting(house)
            tell(house, one, "HTTP 500", chance=0)
            began = house.clock.now
            while not waiting(house):
                house.clock.now += timedelta(seconds=1)
            waits.append(round((house.clock.now - began).total_seconds()))
        assert waits == [10, 20, 40, 60, 60]
        failing = webhook_of(house, webhook)
        assert (failing.failures, failing.failed_with) == (5, "HTTP 500")
        [one] = waiting(house)
        tell(house, one)
        well = webhook_of(house, webhook)
        assert (well.failures, well.failing_since, well.state) == (0, "", "active")

    def test_of_receivers_that_failed_together_are_not_tried_together(self) -> None:
        assert wait_seconds(3, 0, FEW) == 40
        assert wait_seconds(3, 1, FEW) == 20
        longest = [wait_seconds(n, 0, LIMITS) for n in range(1, 60)]
        assert (longest[0], longest[-1]) == (5, 4 * 3600)
        assert all(a <= b for a, b in pairwise(longest))

    def test_of_one_hold_up_no_other(self, house: House) -> None:
        added(house)
        added(house, f"{ADDRESS}/2")
        filed(house, "HOLD1")
        tell(house, waiting(house)[0], "FETCH-SLOW")
        assert len(waiting(house)) == 1

    def test_of_days_stop_it_and_the_feed_says_so_and_resumed_it_goes_on_where_it_got_to(self, house: House) -> None:
        webhook, _ = added(house)
        filed(house, "STOP1", "STOP2")
        [first] = waiting(house)
        tell(house, first, "FETCH-FAILED")
        house.clock.now += timedelta(days=FEW.webhook_days)
        house.books.companies_told()
        tell(house, waiting(house)[0], "HTTP 410")
        assert webhook_of(house, webhook).state == "stopped"
        assert house.books.companies_told() == {RSA_COMPANY}, "whoever waits for its events is woken"
        assert waiting(house) == []
        stopped = told(house, RSA_COMPANY)[-1]
        assert (stopped.kind, stopped.number, stopped.cursor) == ("webhook-stopped", webhook, "2-1")
        assert told(house, RSA_COMPANY, stopped.cursor) == []
        assert [one.kind for one in told(house, RSA_COMPANY, "2")] == ["webhook-stopped"]
        assert told(house, P256_COMPANY) == []
        filed(house, "STOP3")
        changed(house, webhook, "resume")
        got = []
        while found := waiting(house):
            got += events(found[0])
            tell(house, found[0])
        assert [one["cursor"] for one in got] == ["1", "2", "2-1", "3"]

    def test_that_end_within_the_days_are_forgotten(self, house: House) -> None:
        webhook, _ = added(house)
        filed(house, "DAYS1")
        tell(house, waiting(house)[0], "FETCH-FAILED")
        house.clock.now += timedelta(days=FEW.webhook_days) - timedelta(seconds=1)
        tell(house, waiting(house)[0], "FETCH-FAILED")
        assert webhook_of(house, webhook).state == "active"


def test_notices_come_with_the_acts_page_by_page_in_one_order(house: House) -> None:
    filed(house, "PAGE1", "PAGE2")
    webhooks = [added(house, f"{ADDRESS}/{n}")[0] for n in range(2)]
    filed(house, "PAGE3")
    for one in waiting(house):
        tell(house, one, "FETCH-FAILED")
    house.clock.now += timedelta(days=FEW.webhook_days)
    for one in waiting(house):
        tell(house, one, "FETCH-FAILED")
    filed(house, "PAGE4")
    pages, after = [], ""
    while page := told(house, RSA_COMPANY, after, 2):
        pages += [one.cursor for one in page]
        after = pages[-1]
    assert pages == ["1", "2", "3", "3-1", "3-2", "4"]
    assert {one.number for one in told(house) if one.kind == "webhook-stopped"} == set(webhooks)


def test_another_company_is_told_nothing_of_it_and_can_do_nothing_to_it(house: House) -> None:
    webhook, _ = added(house)
    asked = {"webhook": webhook, "change": "end", "number": 1}
    assert faults_of(house, "webhook-change", P256_COMPANY, **asked) == {"WEBHOOK-UNKNOWN"}
    assert read(house, lambda room: webhooks_of(room, P256_COMPANY, house.clock.now)) == []


def test_the_cursor_of_a_history_takes_the_place_of_one_of_before_whatever_its_letters(house: House) -> None:
    webhook, _ = added(house)
    filed(house, "MARK1")
    [one] = waiting(house)
    tell(house, replace(one, next="1.ffffffff"))
    house.sit(lambda now: note(now, Delivered(webhook, "1.ffffffff", "1.00000000"), 0))
    assert webhook_of(house, webhook).cursor == "1.00000000"


def test_books_that_were_put_back_send_on_from_where_they_were(tmp_path: Path) -> None:
    house = House(tmp_path / "h", FEW)
    register_admin(house, the_pki().rsa)
    added(house)
    filed(house, "BACK1")
    tell(house, waiting(house)[0])
    made = backup_of(operator_of(house), tmp_path / "b")
    filed(house, "BACK2")
    tell(house, waiting(house)[0])
    restored(operator_of(house), made.file, tmp_path / "r" / "data")
    connection = open_for_reading(tmp_path / "r" / "data")
    room = SqliteReadingRoom(connection, house.parts.ledger.vault)
    [one] = due(room, house.parts.authority, house.clock.now)
    connection.close()
    house.close()
    assert [event["kind"] for event in events(one)] == ["restored"]
