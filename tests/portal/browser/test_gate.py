"""With a phone at the gate: a printed form is scanned, its vehicle sealed and let go; it arrives without network."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Locator, Page, Route, expect

from authority.accounts import put
from authority.applying import officer_signer, with_officer
from authority.house import House, the_pki
from authority.running import Server
from authority.transporting import ARRIVING, a_goods_list, at_both_ends, registered, taken
from chromium import DESK, PHONE, Seen, chromium, opened
from demo_pki import NOW, RSA_COMPANY
from demo_pki import PASSWORD as OF_THE_FILE
from page_checks import axe, overflow, picture
from server.applying import MANY, Applicant
from server.logging_in import PASSWORD, Person
from thongquan.authority.transport_printed import printed_transport
from thongquan.forms.render_transport import pictures_of_declaration
from thongquan.portal.cookies import SESSION
from thongquan.registration.password import hashed

CAMERA = ("--use-fake-device-for-media-stream", "--use-file-for-fake-video-capture={}")
WIDE, HIGH = 1280, 720
SEEN_BY_CAMERA = """async ([png, wide, high]) => {
  const octets = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const page = await createImageBitmap(new Blob([octets], { type: "image/png" }));
  const canvas = new OffscreenCanvas(wide, high), context = canvas.getContext("2d");
  context.fillStyle = "#888";
  context.fillRect(0, 0, wide, high);
  context.drawImage(page, wide * 0.8 - page.width, 60); // its corner in the middle, as the page asks for
  const { data } = context.getImageData(0, 0, wide, high);
  let grey = "";
  for (let i = 0; i < data.length; i += 4) grey += String.fromCharCode(16 + (data[i] * 219) / 255);
  return btoa(grey);
}"""


class Gate:
    """Three transports: one that may leave, two on the way; and what is printed of the first."""

    def __init__(self, folder: Path) -> None:
        house = House(folder, now=NOW - timedelta(hours=1))
        with_officer(house, "cb01")
        at_both_ends(house)
        for officer in ("cb01", ARRIVING):
            put(house, officer, password=hashed(PASSWORD), password_state="own", password_until="")
        self._transports(house)
        house.close()
        self.server = Server(folder, replace(MANY))

    def _transports(self, house: House) -> None:
        self.leaving = taken(house, registered(house, RSA_COMPANY, a_goods_list("BK01")), "declare", "approve")
        self.other, self.third = (
            taken(house, registered(house, RSA_COMPANY, a_goods_list(number)), "declare", "approve", "seal", "depart")
            for number in ("BK02", "BK03")
        )
        form = printed_transport(house.books, "cb01", self.leaving)
        [self.print, *_] = pictures_of_declaration(form, 200)

    def log_in(self, account: str) -> Person:
        person = Applicant(self.server, account, officer_signer(account))
        assert person.log_in().status_code == 200
        return person


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    gate = Gate(tmp_path)
    yield gate
    assert gate.server.end() == 0


@contextmanager
def phone(browser: Browser, person: Person, **options: Any) -> Iterator[tuple["Hand", Seen]]:
    with opened(browser, width=PHONE, has_touch=True, **options) as (page, seen):
        url = person.server.address.replace("http://", "https://")
        cookie = {"name": SESSION, "url": url, "value": person.cookie}
        page.context.add_cookies([{**cookie, "secure": True, "httpOnly": True, "sameSite": "Strict"}])  # type: ignore[list-item] # a cookie's fields
        page.clock.install()
        page.goto(f"{person.server.address}/desk/gate")
        yield Hand(page), seen


class Hand:
    """Counts what it taps; what it types is not counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.tap()

    def presses(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def opens_key(self, file: Path) -> None:
        self.taps += 2  # the field, and the file in what the phone shows
        self.page.set_input_files("#sign-p12", file)
        self.page.fill("#sign-password", OF_THE_FILE)

    def types(self, number: str) -> None:
        self.page.fill("#number", number)
        self.presses("Mở")

    def sees(self, text: str, place: str = "#gate-one") -> None:
        expect(self.page.locator(place)).to_contain_text(text)

    def looks(self, name: str) -> None:
        assert (axe(self.page), overflow(self.page)) == ([], 0)
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": 740})
            picture(self.page, f"gate-{name}-{width}")

    @property
    def status(self) -> Locator:
        return self.page.locator('[data-part="told"]')


def filmed(page: Page, print_: bytes, file: Path) -> None:
    """What the camera is shown: the upper part of the printed page, in grey."""
    grey = b64decode(page.evaluate(SEEN_BY_CAMERA, [b64encode(print_).decode(), WIDE, HIGH]))
    frame = b"FRAME\n" + grey + b"\x80" * (len(grey) // 2)
    file.write_bytes(b"YUV4MPEG2 W%d H%d F5:1 Ip C420\n" % (WIDE, HIGH) + frame * 2)


def leaves(hand: Hand, gate: Gate) -> None:
    hand.presses("Quét mã")
    hand.sees(gate.leaving)
    one = hand.page.locator("#gate-one")
    one.get_by_label("Biển số, số toa").fill("51c-12345")
    one.get_by_label("Số niêm phong").fill("HQ0001 HQ0002")
    hand.presses("Niêm phong")
    hand.sees("Niêm phong hải quan 2: HQ0002", '[data-part="text"]')
    hand.opens_key(the_pki().officer_p12("cb01"))
    hand.looks("signing")
    hand.presses("Ký và gửi 1 việc")
    hand.sees("HQ0002")
    hand.presses("Cho khởi hành")
    hand.sees("Khởi hành", '[data-part="text"]')
    expect(hand.page.locator("#sign-p12")).to_be_hidden()  # the key is open still
    hand.presses("Ký và gửi 1 việc")
    expect(hand.page.locator("#gate-one")).to_contain_text("đang vận chuyển", ignore_case=True)


def arrive_without_network(hand: Hand, gate: Gate) -> None:
    page = hand.page
    page.context.set_offline(True)
    hand.types(" ".join((gate.leaving[:4], gate.leaving[4:])))
    hand.sees("HQ0002")
    expect(hand.status).to_contain_text("Không có mạng")
    hand.presses("Đã đến, nguyên vẹn")
    hand.presses("Đã đến, nguyên vẹn")
    expect(hand.status).to_contain_text("có một việc chưa gửi xong")
    hand.types("BK02")
    hand.presses("Đã đến, nguyên vẹn")
    expect(page.locator('[data-part="waiting"] li')).to_have_count(2)
    hand.looks("offline")


def arrives_with_differences(hand: Hand, gate: Gate) -> None:
    """The key is open still."""
    hand.types(gate.third)
    one = hand.page.locator("#gate-one")
    hand.tap(one.get_by_text("Có sai khác…"))
    hand.presses("Đã đến, có sai khác")
    expect(hand.status).to_contain_text("Hãy chọn niêm phong khác")
    hand.tap(one.get_by_label("Niêm phong HQ0001 khác"))
    one.get_by_label("Kiện thiếu").fill("HB1-1")
    hand.presses("Đã đến, có sai khác")
    hand.sees("Niêm phong khác (seal)", '[data-part="text"]')
    hand.sees("HB1-1", '[data-part="text"]')
    hand.presses("Ký và gửi 1 việc")
    hand.sees("Đã đến, có sai khác")


def test_it_leaves_and_arrives_without_network_once(gate: Gate, tmp_path: Path) -> None:
    film = tmp_path / "film.y4m"
    departing, arriving = gate.log_in("cb01"), gate.log_in(ARRIVING)
    with chromium(*(flag.format(film) for flag in CAMERA)) as started, started.at_work() as browser:
        with phone(browser, departing, permissions=["camera"]) as (hand, seen):
            filmed(hand.page, gate.print, film)
            leaves(hand, gate)
            assert hand.taps == 7
            closes_after_ten_minutes(hand.page, gate.leaving)
            assert "code128" in str([one.url for one in seen.requests])
            assert seen.policy_reports() == []
        with phone(browser, arriving) as (hand, seen):
            page = hand.page
            too_late(page, gate.other)
            hand.presses("Quét mã")
            expect(hand.status).to_contain_text("không được phép dùng máy ảnh")
            expect(page.locator("#gate-held article")).to_have_count(3)
            arrive_without_network(hand, gate)
            overtake(arriving, gate.other)
            hand.taps = 0
            lost = losing_the_answer(page)
            page.context.set_offline(False)
            hand.sees("Đến đích", '[data-part="text"]')
            expect(page.locator('[data-part="waiting"] .fault')).to_have_count(1)
            hand.opens_key(the_pki().officer_p12(ARRIVING))
            hand.looks("back")
            hand.presses("Ký và gửi 1 việc")
            expect(hand.status).to_contain_text("Đã ghi nhận 1 việc", timeout=20_000)
            assert hand.taps == 3
            hand.presses(f"Bỏ {gate.other}")
            expect(page.locator('[data-part="waiting"]')).to_be_hidden()
            assert page.evaluate("() => localStorage.length") == 0
            assert len(lost) == 2
            arrives_with_differences(hand, gate)
            closes_when_the_phone_is_locked(page)
            assert seen.policy_reports() == []
    for number in (gate.leaving, gate.other):
        told = arriving.get(f"/api/v1/transports/{number}").json()
        assert [one["step"] for one in told["standing"]["steps"]].count("arrive") == (number == gate.leaving)


OPEN = '[data-part="key"]'


def closes_after_ten_minutes(page: Page, number: str) -> None:
    expect(page.locator(OPEN)).to_contain_text("Khóa đang mở")
    with page.expect_request(lambda asked: asked.headers.get("x-refresh") == "1") as again:
        page.clock.fast_forward(601_000)
    assert again.value.url.endswith(f"/desk/gate?number={number}")  # what it holds is fresh
    expect(page.locator(OPEN)).to_be_hidden()


def closes_when_the_phone_is_locked(page: Page) -> None:
    expect(page.locator(OPEN)).to_be_visible()
    page.evaluate("() => Object.defineProperty(document, 'hidden', { value: true })")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(OPEN)).to_be_hidden()


def losing_the_answer(page: Page) -> list[str]:
    """The first signed text is carried out, but nobody hears of it; all that are sent."""
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(str(route.request.post_data))
        if len(sent) > 1:
            route.continue_()
        else:
            assert route.fetch().status == 200
            route.abort()

    page.route("**/api/v1/deeds", lose)
    return sent


def too_late(page: Page, number: str) -> None:
    """What was confirmed eleven minutes ago is told when the page is opened, and not composed."""
    at = int((NOW - timedelta(minutes=11)).timestamp() * 1000)
    task = {"id": "1", "number": number, "step": "arrive", "says": {}, "at": at}
    page.evaluate(
        "([name, tasks]) => localStorage.setItem(name, tasks)", [f"thongquan-gate {ARRIVING}", json.dumps([task])]
    )
    page.reload()
    expect(page.locator('[data-part="waiting"] .fault')).to_contain_text("đã quá 10 phút")


def overtake(person: Person, number: str) -> None:
    """Meanwhile at a desk: something differs."""
    told = person.get(f"/api/v1/transports/{number}").json()
    head = told["head"]
    moment = {"day": "2026-09-02", "time": "1000"}
    differing = {"discrepancies": [{"what": "missing", "which": "HB1-1", "note": ""}]}
    said = {"number": number, "version": head["version"], "state": head["state"], "step": "arrive-differing"}
    text = person.composed("transport-decide", **said, **moment, **differing)
    assert person.send(text).status_code == 200
