"""What a company finds of its own declarations, and what it is told of one; another's is not there."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from authority.accounts import register_admin
from authority.deciding import decide
from authority.giving import user_of
from authority.house import House, a_filing, lines_of, the_pki
from authority.owning import looked_at, numbers, own, receipt
from authority.test_declaration_ask import ask
from authority.test_declaration_desk import corrected, filed
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from thongquan.authority.own_receipt import ReceiptElsewhere
from thongquan.authority.refusals import NotFound
from thongquan.base import limits
from thongquan.base.moment import business_day
from thongquan.declaration.cancellation import grounds
from thongquan.signing.receipt import verify_receipt
from thongquan.storage import own_declarations as storage

TODAY = business_day(NOW)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def registered(house: House, *bills: str, **changes: str) -> list[str]:
    [answer] = house.file(a_filing(lines_of(*bills), **changes))
    return [one["decision"]["number"] for one in answer["outcomes"]]


class TestTheList:
    def test_page_by_page_everything_once_in_both_orders(self, house: House) -> None:
        all_of_them = [*registered(house, "A1", "A2"), *filed(house, "B1"), *registered(house, "C1", "C2")]
        for order, expected in (("registered", all_of_them), ("-registered", all_of_them[::-1])):
            told, page = [], own(house, order=order, rows=2)
            while True:
                assert (page.total, page.is_counted) == (5, True)
                told += numbers(page)
                if not page.next:
                    break
                page = own(house, order=order, rows=2, after=page.next)
            assert told == expected

    def test_another_companys_is_in_none_of_it(self, house: House) -> None:
        [mine], [theirs] = registered(house, "A1"), registered(house, "B1", key="p256")
        assert numbers(own(house)) == [mine]
        assert numbers(own(house, P256_COMPANY)) == [theirs]
        assert numbers(own(house, number=theirs)) == numbers(own(house, house_bill="B1")) == []

    @pytest.mark.parametrize("wish", [{"state": "documents"}, {"channel": "3"}, {"house_bill": " b-1"}, {"number": ""}])
    def test_it_is_searched_by_what_stands_on_papers(self, house: House, wish: dict[str, str]) -> None:
        registered(house, "A1")
        [number] = filed(house, "B1")
        decide(house, number, "ask-documents", "hóa đơn")
        wish = {"number": number} if wish == {"number": ""} else wish
        assert (numbers(own(house, **wish)), own(house, **wish).total) == ([number], 1)

    def test_a_corrected_one_is_found_under_each_of_its_numbers(self, house: House) -> None:
        [number] = filed(house, "B1")
        now = corrected(house, number, "B1", packages=2)
        assert numbers(own(house, number=number)) == numbers(own(house, number=now)) == [now]

    def test_by_master_bill(self, house: House) -> None:
        registered(house, "A1")
        [answer] = house.file(a_filing(lines_of("B1", master_bill="738-11112222")))
        [found] = own(house, master_bill="73811112222").rows
        assert found.number == answer["outcomes"][0]["decision"]["number"]

    def test_of_a_day_of_viet_nam(self, house: House) -> None:
        first = registered(house, "A1")
        house.clock.now += timedelta(days=1)
        second = registered(house, "A2")
        told = [numbers(own(house, day=TODAY + timedelta(days=more))) for more in (-1, 0, 1, 2)]
        assert told == [[], first, second, []]

    def test_a_rare_one_is_looked_for_in_steps(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        few = limits.Limits(declarations_opened=2, rows_counted=3)
        [answer] = house.file(a_filing(lines_of("B1", master_bill="738-11112222")))
        registered(house, "A1", "A2", "A3")
        monkeypatch.setattr(storage, "LIMITS", few)
        assert own(house).is_counted is False
        page = own(house, master_bill="73811112222")
        assert (numbers(page), page.is_counted, bool(page.next)) == ([], False, True)
        page = own(house, master_bill="73811112222", after=page.next)
        assert numbers(page) == [answer["outcomes"][0]["decision"]["number"]]


class TestOneDeclaration:
    def test_anothers_is_not_there(self, house: House) -> None:
        [number] = registered(house, "A1", key="p256")
        for sought in (number, "100000009990", "x"):
            with pytest.raises(NotFound):
                looked_at(house, sought)
        with pytest.raises(NotFound):
            receipt(house, number)

    def test_no_officer_is_named_nor_any_reason_of_the_channel(self, house: House) -> None:
        [number] = filed(house, "B1")
        decide(house, number, "ask-documents", "hóa đơn")
        history = looked_at(house, number).history
        assert [(one.kind, one.by, one.reason) for one in history] == [
            ("registered", RSA_COMPANY, ""),
            ("decided", "", "hóa đơn"),
        ]
        assert not any(one.reasons for one in history)

    def test_a_correction_names_its_user_and_what_it_changed(self, house: House) -> None:
        [number] = filed(house, "B1")
        now = corrected(house, number, "B1", packages=2)
        shown = looked_at(house, number)
        assert (shown.decision.number, shown.history[-1].by) == (now, user_of(house))
        assert [(one.field, one.before, one.after) for one in shown.history[-1].changes] == [("packages", "1", "2")]

    def test_it_is_told_until_when_documents_are_waited_for(self, house: House) -> None:
        [number] = filed(house, "B1")
        assert looked_at(house, number).asked is None
        decide(house, number, "ask-documents", "hóa đơn")
        asked = looked_at(house, number).asked
        assert asked is not None
        assert (asked.what, asked.until, asked.were_given) == ("hóa đơn", date(2026, 9, 23), False)

    def test_steps_of_both_kinds_are_offered_only_where_the_table_allows(self, house: House) -> None:
        [number] = filed(house, "B1")
        offered = lambda: [one.name for one in looked_at(house, number).steps]  # noqa: E731 - asked three times
        assert offered() == ["withdraw", "ask-cancellation"]
        decide(house, number, "ask-documents", "hóa đơn")
        assert offered() == ["ask-cancellation", "give-documents"]
        ask(house, "ask-cancellation", ground="never-came", reason="hàng không đến")
        assert offered() == []
        assert looked_at(house, number).may_correct

    def test_only_grounds_of_declarants_that_fit_are_offered(self, house: House) -> None:
        [number] = filed(house, "B1")
        [step] = [one for one in looked_at(house, number).steps if one.name == "ask-cancellation"]
        assert all(grounds()[one].by == "declarant" for one in step.grounds)
        assert "not-exported" not in step.grounds
        assert step.needs_reason

    def test_what_is_cleared_is_not_corrected(self, house: House) -> None:
        [number] = registered(house, "A1")
        assert not looked_at(house, number).may_correct

    def test_whoever_does_not_declare_is_offered_nothing(self, house: House) -> None:
        [number] = filed(house, "B1")
        register_admin(house, the_pki().rsa)
        shown = looked_at(house, number, RSA_COMPANY)
        assert (shown.steps, shown.may_correct) == ([], False)


class TestTheReceipt:
    def test_it_proves_what_was_signed_and_decided(self, house: House) -> None:
        numbers_ = [*registered(house, "A1", "A2", "A3"), *filed(house, "B1")]
        now = corrected(house, numbers_[-1], "B1", packages=2)
        for number in (*numbers_[:3], now):
            report = verify_receipt(receipt(house, number), house.parts.authority.trust)
            assert report.verdict == "valid"
        assert f'"number":"{now}"'.encode() in receipt(house, now)

    def test_where_lines_were_refused_it_says_who_has_it(self, house: House) -> None:
        [answer] = house.file(a_filing([*lines_of("A1"), *lines_of("A2", goods_description="")]))
        with pytest.raises(ReceiptElsewhere):
            receipt(house, answer["outcomes"][0]["decision"]["number"])
