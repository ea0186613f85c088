"""A company's pages of its transports: all, one, its steps and the lines of its lists, without a browser."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from authority import transporting
from authority.house import House, the_pki
from authority.linking import DRIVER, secret_of, tell
from authority.transport_securing import declared_with, general, guarantee
from portal.flying import the_declarant
from portal.owned_applying import ADMIN
from portal.panels import Panel, carried, text_of
from portal.transports import a_draft, list_of, told
from portal.visiting import Visitor
from thongquan.authority.refusals import FormFaulty
from thongquan.base.moment import stamp


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("transports"))
    transporting.at_both_ends(house)
    yield house
    house.close()


@pytest.fixture
def user(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(the_declarant(house))
    return visitor


@pytest.fixture
def number(house: House) -> str:
    return a_draft(house)


class TestAll:
    @pytest.fixture
    def house(self, tmp_path: Path) -> Iterator[House]:
        """With none but those of the test."""
        house = House(tmp_path)
        transporting.at_both_ends(house)
        yield house
        house.close()

    def test_those_of_the_company_are_told_with_state_offices_and_due_time(self, user: Visitor, number: str) -> None:
        page = user.get("/transport")
        assert f'href="/transport/{number}"' in page.text
        assert f"{number} 02/09/2026 10:00 Nhập khẩu 02DS → 01AC 03/09/2026 00:00 Đăng ký trước 0" in told(page.text)

    def test_they_are_chosen_by_state_and_by_number(self, house: House, user: Visitor, number: str) -> None:
        other = transporting.taken(house, a_draft(house), "declare")
        shown = {
            query: set(re.findall(r'id="row-/transport/(\d+)"', user.get(f"/transport?{query}").text))
            for query in (
                "state=drafted",
                "state=declared",
                f"number={number}",
                "number=5",
                f"number={number}&state=declared",
            )
        }
        assert list(shown.values()) == [{number}, {other}, {number}, set(), set()]

    def test_what_has_not_arrived_in_time_is_overdue(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve", "depart")
        assert number not in user.get("/transport?state=overdue").text.replace(f"number={number}", "")
        house.clock.now += timedelta(days=1)
        user.log_in(the_declarant(house))
        page = told(user.get("/transport?state=overdue").text)
        assert f"{number} 02/09/2026" in page
        assert "Đang vận chuyển, quá hạn đến 0" in page

    def test_what_is_seen_is_taken_away_as_csv(self, user: Visitor, number: str) -> None:
        assert f'"{number}","02/09/2026 10:00"' in user.get("/transport?format=csv").text

    def test_the_administrator_reads_and_plans_nothing(self, house: House, number: str) -> None:
        admin = Visitor(house)
        admin.log_in(ADMIN)
        assert "/transport/new" not in admin.get("/transport").text
        page = admin.get(f"/transport/{number}").text
        assert (f"/transport/{number}/steps" in page, "Sửa dòng" in page) == (False, False)
        assert admin.get("/transport/new").status_code == 403


def steps_of(user: Visitor, number: str) -> list[str]:
    return re.findall(
        rf'class="button[^"]*" href="/transport/{number}/([a-z/-]+)"', user.get(f"/transport/{number}").text
    )


class TestOne:
    @pytest.mark.parametrize(
        ("before", "expected"),
        [
            ((), (["steps/declare", "change"], "Doanh nghiệp khai chính thức")),
            (("declare",), (["correct", "steps/cancel"], "Hải quan nơi đi phê duyệt")),
            (
                ("declare", "approve"),
                (
                    ["steps/depart", "correct", "steps/ask-cancellation"],
                    "Hải quan nơi đi niêm phong từng phương tiện",
                ),
            ),
            (("declare", "approve", "ask-cancellation"), ([], "Hải quan nơi đi trả lời đề nghị hủy.")),
            (
                ("declare", "approve", "seal", "depart"),
                (
                    ["steps/arrive", "correct", "steps/arrive-differing"],
                    "Hàng đang trên đường",
                ),
            ),
            (("declare", "approve", "depart", "arrive-differing"), ([], "Hải quan nơi đến xử lý")),
            (("declare", "approve", "depart", "arrive"), ([], "Không còn việc nào.")),
        ],
    )
    def test_what_may_be_done_and_who_is_next(
        self, house: House, user: Visitor, before: tuple[str, ...], expected: tuple[list[str], str]
    ) -> None:
        number = transporting.taken(house, a_draft(house), *before)
        assert steps_of(user, number) == expected[0]
        assert f"Việc tiếp theo: {expected[1]}" in told(user.get(f"/transport/{number}").text)

    def test_it_does_not_leave_before_its_amended_line_is_answered(
        self, house: House, user: Visitor, number: str
    ) -> None:
        transporting.taken(house, number, "declare", "approve")
        transporting.amend(house, number, changes={8: "HB1-9"})
        assert "steps/depart" not in steps_of(user, number)

    def test_a_departure_that_the_company_told_it_takes_back(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve")
        transporting.take(house, number, "depart", by=the_declarant(house).account)
        assert "steps/take-back-departure" in steps_of(user, number)

    def test_what_secures_it_is_there_while_it_is_held(self, house: House, user: Visitor) -> None:
        guarantee(house, "BL/01", 8_000_000)
        number = declared_with(house, "HB77", **general("BL/01", 5_000_000))
        words = "Đang giữ để bảo đảm 5.000.000 đ · bảo lãnh số BL/01"
        assert words in told(user.get(f"/transport/{number}").text)
        transporting.take(house, number, "cancel")
        assert "Đang giữ" not in told(user.get(f"/transport/{number}").text)

    def test_what_drivers_told_is_there_with_the_way_to_their_links(
        self, house: House, user: Visitor, number: str
    ) -> None:
        transporting.taken(house, number, "declare", "approve", "seal")
        tell(house, secret_of(house, number), "seal", note="<b>đứt</b>")
        page = user.get(f"/transport/{number}").text
        assert f'href="/transport/{number}/links"' in page
        assert f"Niêm phong hỏng hoặc khác {DRIVER} Nhận lúc 02/09/2026 10:00." in told(page)
        assert "&lt;b&gt;đứt&lt;/b&gt;" in page

    def test_a_departure_is_filled_in_as_the_driver_told_it(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve")
        tell(house, secret_of(house, number), "left", told_at=stamp(house.clock.now - timedelta(minutes=7)))
        page = user.get(f"/transport/{number}/steps/depart").text
        assert (Panel(page).says["time"], f"Điền sẵn theo lời báo của lái xe {DRIVER}" in page) == ("0953", True)

    def test_seals_are_filled_in_as_the_driver_read_them(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve", "seal", "depart")
        tell(house, secret_of(house, number), "arrived", seals=["HQ0001"])
        assert Panel(user.get(f"/transport/{number}/steps/arrive").text).says["seals"] == ["HQ0001"]

    def test_all_that_became_of_it_is_there(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "instruct", "approve", "seal", "depart", "arrive-differing")
        page = told(user.get(f"/transport/{number}").text)
        for text in (
            "Hướng dẫn của hải quan vì vậy",
            "51C-12345 HQ0001 2",
            "Niêm phong khác : HQ0001",
            "Đến đích, có sai khác",
        ):
            assert text in page, text
        assert re.search(r"Khởi hành lúc [\d/]+ \d\d:\d\d · \w", page), "by whom"

    def test_the_same_is_said_in_english(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "instruct")
        user.get("/?lang=en")
        page = told(user.get(f"/transport/{number}").text)
        for text in (
            "Declared, waits for approval",
            "Instructed by customs",
            "Customs at the departure approve",
            "Truck",
            "not sealed yet",
            "HB1",
        ):
            assert text in page, text

    def test_a_list_is_read_a_page_at_a_time(self, house: House, user: Visitor) -> None:
        made = transporting.a_goods_list("BKX", [f"HB{n}" for n in range(60)])
        number = transporting.registered(house, transporting.RSA_COMPANY, made)
        first = user.get(f"/transport/{number}").text
        assert ("HB49-1" in first, "HB50-1" in first) == (True, False)
        [onward] = re.findall(r'href="([^"]*)" [^>]*rel="next"', first)
        assert "HB59-1" in user.get(unescape(onward)).text

    def test_a_draft_tells_what_hinders_declaring_it(
        self, house: House, user: Visitor, number: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "Hôm nay chưa khai chính thức được" not in user.get(f"/transport/{number}").text
        monkeypatch.setattr(house.clock, "now", house.clock.now + timedelta(days=2))
        user.log_in(the_declarant(house))
        assert "Hôm nay chưa khai chính thức được" in user.get(f"/transport/{number}").text

    def test_its_papers(self, user: Visitor, number: str) -> None:
        page = user.get(f"/transport/{number}").text
        papers = [unescape(one) for one in re.findall(r'href="[^"]*\?(format=[^"]*)"', page)]
        kinds = [user.get(f"/transport/{number}?{one}").content[:4] for one in papers if "csv" not in one]
        assert kinds == [b"%PDF", b'{"sa', b"%PDF", b"PK\x03\x04", b'{\n "']
        assert user.get(f"/transport/{number}?format=nothing").status_code == 404


class TestSteps:
    def test_each_is_signed_as_its_page_says(self, house: House, user: Visitor, number: str) -> None:
        def step(name: str, **changes: Any) -> str:
            page = user.get(f"/transport/{number}/steps/{name}").text
            return carried(house, page, the_pki().rsa, **changes).outcome["state"]

        assert step("declare") == "declared"
        transporting.take(house, number, "approve")
        assert step("ask-cancellation", reason="khai nhầm") == "approved"
        transporting.take(house, number, "decline-cancellation")
        assert step("depart") == "departed"
        assert step("take-back-departure", reason="xe hỏng") == "approved"
        assert step("depart") == "departed"
        differing = [{"what": "missing", "which": "HB1-1", "note": ""}]
        assert step("arrive-differing", discrepancies=differing) == "differing"

    def test_it_arrives_as_declared(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve", "seal", "depart")
        page = user.get(f"/transport/{number}/steps/arrive").text
        assert carried(house, page, the_pki().rsa, seals=["HQ0001"]).outcome["state"] == "arrived"

    def test_what_was_not_approved_yet_is_cancelled_at_once(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare")
        page = user.get(f"/transport/{number}/steps/cancel").text
        assert carried(house, page, the_pki().rsa, reason="khai nhầm").outcome["state"] == "cancelled"

    def test_who_was_overtaken_is_told_so(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare")
        page = user.get(f"/transport/{number}/steps/cancel").text
        transporting.take(house, number, "instruct")
        assert faults_of(house, page, reason="khai nhầm") == [("version", "TRANSPORT-CHANGED")]

    def test_the_same_cargo_is_confirmed_beside_its_box(self, house: House, user: Visitor, number: str) -> None:
        other = a_draft(house, list_of(house, number))
        transporting.taken(house, other, "declare")
        page = user.get(f"/transport/{number}/steps/declare").text
        assert faults_of(house, page) == [("same_cargo", "OLC-SAME-CARGO")]
        assert 'name="same_cargo"' in page
        assert carried(house, page, the_pki().rsa, same_cargo=True).outcome["state"] == "declared"

    def test_a_moment_that_is_wrong_is_told_at_the_day(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve", "depart")
        page = user.get(f"/transport/{number}/steps/arrive").text
        assert faults_of(house, page, day="2026-09-01") == [("day", "BIA-DTM-EARLY")]

    def test_a_step_that_does_not_lead_on_says_so_and_one_of_customs_is_not_there(
        self, user: Visitor, number: str
    ) -> None:
        codes = [user.get(f"/transport/{number}/steps/{one}").status_code for one in ("arrive", "approve", "seal", "x")]
        assert codes == [409, 404, 404, 404]

    def test_more_discrepancies_have_more_fields(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve", "depart")
        place = f"/transport/{number}/steps/arrive-differing?rows="
        counts = [user.get(place + text).text.count('.which" type') for text in ("3", "999", "-1", "x", "")]
        assert counts == [3, 20, 1, 1, 1]


class TestAmending:
    def test_a_line_is_amended_and_waits_for_customs(self, house: House, user: Visitor, number: str) -> None:
        transporting.take(house, number, "declare")
        page = user.get(f"/transport/{number}").text
        assert f'href="/transport/{number}/amend?list=1&amp;line=2"' in page
        form = user.get(f"/transport/{number}/amend?list=1&line=2").text
        says = Panel(form).says
        says["changes"][3]["value"] = "CH99"
        carried(house, form, the_pki().rsa, changes=says["changes"])
        shown = told(user.get(f"/transport/{number}").text)
        assert "(9) CH11 → CH99 Chờ xác nhận" in shown
        assert "Việc tiếp theo: Hải quan nơi đi xác nhận từng dòng bản kê đã sửa." in shown
        assert "1 dòng sửa chờ xác nhận" in shown

    def test_form_01_is_amended_in_its_column_while_the_dossier_is_checked(self, house: House, user: Visitor) -> None:
        number = transporting.registered(house, transporting.RSA_COMPANY, transporting.a_bill_list("BKBILLS"))
        transporting.take(house, number, "declare")
        form = user.get(f"/transport/{number}/amend").text
        assert [one["column"] for one in Panel(form).says["changes"]] == [5]
        transporting.take(house, number, "approve")
        assert user.get(f"/transport/{number}/amend").status_code == 409
        assert "amend?" not in user.get(f"/transport/{number}").text

    def test_what_was_sealed_or_answered_has_no_way_there(self, house: House, user: Visitor, number: str) -> None:
        transporting.take(house, number, "declare")
        transporting.amend(house, number, changes={9: "S9"})
        transporting.answer(house, number, "(9) CH10 → S9")
        page = user.get(f"/transport/{number}").text
        assert ("line=1" in page, "line=2" in page, "Đã xác nhận" in page) == (False, True, True)
        transporting.taken(house, number, "approve", "seal")
        assert "amend?" not in user.get(f"/transport/{number}").text

    @pytest.mark.parametrize("query", ["line=0", "line=3", "line=x", "list=2", "list=0"])
    def test_a_line_that_is_none_is_not_there(self, house: House, user: Visitor, number: str, query: str) -> None:
        transporting.take(house, number, "declare")
        assert user.get(f"/transport/{number}/amend?{query}").status_code == 404


def faults_of(house: House, page: str, **changes: Any) -> list[tuple[str, str]]:
    """Place and code of what is wrong with what the panel of the page would have signed."""
    with pytest.raises(FormFaulty) as refused:
        text_of(house, page, **changes)
    return [(fault.at, fault.code) for fault in refused.value.faults]
