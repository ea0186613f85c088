"""What `verify draw` finds: from saved answers and receipts alone, whether the random share was steered (row 14)."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from authority.drawing import a_house_bill
from authority.house import House, a_filing, an_owner, lines_of, the_pki
from authority.receipts import receipts_of
from building import a_mic
from demo_pki import NOW
from thongquan.authority.authority import Authority
from thongquan.authority.draws import draw_told
from thongquan.authority.file_group import file_group, hear
from thongquan.authority.front_door import admit
from thongquan.base.canonical import canonical
from thongquan.base.moment import business_day, stamp
from thongquan.channel.draw import DrawTold, Lots, secret_of
from thongquan.channel.draw_check import DrawsChecked, is_receipt
from thongquan.declaration.codec import encode_line

TODAY = business_day(NOW)
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def a_receipt(house: House, line: bytes, choice: bytes = b"") -> bytes:
    """`choice`: the key from which an authority draws that steers."""
    authority: Authority = house.parts.authority
    filing = a_filing([line])
    hearing = hear(admit(filing, authority, house.books), TODAY, choice or authority.choice)
    [answer] = house.sit(lambda now: file_group([hearing], now))
    [receipt] = receipts_of(filing, answer, house.service.data.parent / "outbox")
    return receipt


def published(house: House, *, opened: bool = True) -> DrawTold:
    return draw_told(house.books, house.parts.authority, TODAY.isoformat(), NEXT_DAY if opened else NOW)


def is_drawn_by(house: House, bill: str, choice: bytes = b"") -> bool:
    return Lots("import", secret_of(choice or house.parts.authority.choice, TODAY)).is_drawn(bill, TODAY)


def checked(*told: DrawTold) -> DrawsChecked:
    checked = DrawsChecked(the_pki().trust)
    for one in told:
        checked.take(msgspec.json.encode(one))
    return checked


def verdicts(checked: DrawsChecked) -> list[str]:
    return [one.reason or one.verdict for one in checked.draws]


def signed_again(house: House, told: DrawTold, **changes: object) -> DrawTold:
    """What an authority could sign that lies."""
    draw = replace(told.draw, **changes)
    return replace(told, draw=draw, signature=b64encode(house.parts.authority.seal.endorse(canonical(draw))).decode())


class TestADraw:
    @pytest.fixture(autouse=True)
    def _filed(self, house: House) -> None:
        house.file(a_filing(lines_of("FIRST")))

    def test_is_good_in_the_morning_and_when_it_is_opened(self, house: House) -> None:
        found = checked(published(house, opened=False), published(house))
        assert verdicts(found) == ["valid", "valid"]
        assert [one.is_open for one in found.draws] == [False, True]

    def test_is_not_good_with_another_secret(self, house: House) -> None:
        assert verdicts(checked(replace(published(house), secret="ab" * 32))) == ["DRAW-SECRET"]

    def test_is_not_good_when_another_was_published_in_the_morning(self, house: House) -> None:
        """Signed by the authority all the same: that is what the morning's file is kept for."""
        morning = signed_again(house, published(house, opened=False), commitment="cd" * 32)
        assert verdicts(checked(morning, published(house))) == ["valid", "DRAW-CHANGED"]

    def test_is_not_good_when_it_was_made_after_its_day(self, house: House) -> None:
        late = signed_again(house, published(house), at=stamp(NEXT_DAY))
        assert verdicts(checked(late)) == ["DRAW-LATE"]

    @pytest.mark.parametrize("change", [{"day": "2026-09-01"}, {"system": "another"}, {"previous": "0" * 64}])
    def test_is_not_good_when_anything_in_it_was_changed(self, house: House, change: dict[str, str]) -> None:
        told = published(house)
        assert verdicts(checked(replace(told, draw=replace(told.draw, **change)))) == ["DRAW-SIGNATURE"]

    def test_is_not_good_when_a_company_signed_it(self, house: House) -> None:
        company = b64encode(the_pki().p256.certificate.der).decode()
        assert verdicts(checked(replace(published(house), certificate=company))) == ["DRAW-SIGNATURE"]

    @pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b"[" * 10_000, b"9" * 200_000])
    def test_is_not_what_cannot_be_read(self, data: bytes) -> None:
        checked = DrawsChecked(the_pki().trust)
        checked.take(data)
        assert verdicts(checked) == ["DRAW-UNREADABLE"]
        assert not is_receipt(data)


class TestAParcel:
    @pytest.mark.parametrize("drawn", [True, False])
    def test_was_drawn_or_not_and_its_receipt_agrees(self, house: House, drawn: bool) -> None:
        receipt = a_receipt(house, lines_of(a_house_bill(house, TODAY, drawn=drawn))[0])
        told = checked(published(house)).receipt(receipt)
        assert (told.verdict, told.drawn, told.channel) == ("valid", drawn, "2" if drawn else "1")

    def test_that_was_drawn_and_let_through_green_is_found(self, house: House) -> None:
        """Row 14: an authority that drew with another key than the one it is bound to, so that a friend goes free."""
        bills = (f"FRIEND{n}" for n in range(100_000))
        bill = next(one for one in bills if is_drawn_by(house, one) and not is_drawn_by(house, one, b"friends"))
        receipt = a_receipt(house, lines_of(bill)[0], choice=b"friends")
        told = checked(published(house)).receipt(receipt)
        assert (told.verdict, told.reason, told.drawn, told.channel) == ("invalid", "DRAW-NOT-FOLLOWED", True, "1")

    def test_that_was_not_drawn_may_be_yellow_or_red_for_other_reasons(self, house: House) -> None:
        bill = a_house_bill(house, TODAY, drawn=False)
        receipt = a_receipt(house, encode_line(a_mic(goods_description="Drone", house_bill=bill, **an_owner(bill))))
        told = checked(published(house)).receipt(receipt)
        assert (told.verdict, told.drawn, told.channel) == ("valid", False, "3")

    def test_cannot_be_judged_before_the_secret_is_opened(self, house: House) -> None:
        receipt = a_receipt(house, lines_of("EARLY")[0])
        found = checked(published(house, opened=False))
        assert found.receipt(receipt).verdict == found.house("EARLY", "import", TODAY.isoformat()).verdict == "open"

    def test_of_a_day_without_a_draw_is_not_proved(self, house: House) -> None:
        assert checked().receipt(a_receipt(house, lines_of("ALONE")[0])).reason == "DRAW-MISSING"

    def test_of_another_system_is_not_proved_by_this_draw(self, house: House) -> None:
        receipt = a_receipt(house, lines_of("ELSEWHERE")[0])
        assert (
            checked(signed_again(house, published(house), system="another")).receipt(receipt).reason == "DRAW-MISSING"
        )

    def test_registered_before_the_commitment_is_found(self, house: House) -> None:
        """Who has seen the filings can choose a secret that draws none of some."""
        receipt = a_receipt(house, lines_of("SEEN")[0])
        late = signed_again(house, published(house), at=stamp(NOW + timedelta(hours=2)))
        assert checked(late).receipt(receipt).reason == "DRAW-LATE"

    def test_is_proved_by_the_morning_file_where_restored_books_signed_the_same_commitment_again(
        self, house: House
    ) -> None:
        receipt, opened = a_receipt(house, lines_of("RESTORED")[0]), published(house)
        later = signed_again(house, opened, at=stamp(NOW + timedelta(hours=2)))
        found = checked(published(house, opened=False), later)
        assert verdicts(found) == ["valid", "valid"]
        assert found.receipt(receipt).verdict == "valid"

    def test_with_a_receipt_that_is_not_genuine_proves_nothing(self, house: House) -> None:
        receipt = a_receipt(house, lines_of("FORGED")[0])
        assert checked(published(house)).receipt(receipt + b" ").reason == "RECEIPT-UNREADABLE"
