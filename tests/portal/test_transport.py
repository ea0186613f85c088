"""A company's pages of transports, through the real pages and books, without a browser."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority import attaching, transporting
from authority.house import House, the_pki
from portal.flying import the_declarant
from portal.owned_applying import ADMIN
from portal.panels import Panel, carried, text_of
from portal.visiting import Visitor
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS
from thongquan.portal.transport_plans import Plans, drawn
from thongquan.transport.told import told as plan_told
from transport.cargoes import bills, the_plan


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
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
    return transporting.registered(house, transporting.RSA_COMPANY, transporting.a_goods_list())


def manifest(bills: int, packages: int = 1) -> bytes:
    rows = [f"TQ{n:04},{packages},Hàng {n},1.5" for n in range(1, bills + 1)]
    return "\n".join(["HAWB,Pieces,Goods (VI),Gross Kg", *rows]).encode()


TWO_PURPOSES = b"HAWB,Pieces,Goods (VI),Gross Kg,Transport purpose\nA1,1,x,1.5,CIS\nA2,1,x,1.5,FED"
ASKED = {"by": "file", "direction": "import", "numbers": "BK-1", "place": "TP HCM", "purpose": "CIS"}


def planned(user: Visitor, content: bytes, name: str = "hang.csv", **fields: str) -> Any:
    return user.post("/transport/new", {**ASKED, **fields}, files={"file": (name, content)})


WHOLE = {
    "customs_office": "02DS", "transporter_code": "0301234567", "transporter_name": "Sao Mai", "means": "31",
    "transport_type": "NR", "start_day": "2026-09-02", "start_hour": "23", "finish_day": "2026-09-02",
    "finish_hour": "23", "departure_area": "02DSC01", "arrival_area": "01ACL01", "version": "0",
}  # fmt: skip


def fill(user: Visitor, place: int = 1, **fields: str) -> Any:
    page = user.get(f"/transport/plan/{place}").text
    [plan] = re.findall(r'name="plan" value="([^"]*)"', page)
    cargo = {f"cargo.{n}.manifest_type": "A" for n in (1, 2) if f'name="cargo.{n}.manifest_type"' in page}
    more = {name: value for name, value in {**WHOLE, **cargo, **fields}.items() if f'name="{name}"' in page}
    return user.post(f"/transport/plan/{place}", {**more, "plan": plan})


def told(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page[page.index("<main") :])).split())


class TestAll:
    def test_those_of_the_company_are_told_with_state_offices_and_due_time(self, user: Visitor, number: str) -> None:
        page = user.get("/transport")
        assert f'href="/transport/{number}"' in page.text
        assert f"{number} 02/09/2026 10:00 Nhập khẩu 02DS → 01AC 03/09/2026 00:00 Đăng ký trước 0" in told(page.text)

    def test_they_are_chosen_by_state_and_by_number(self, house: House, user: Visitor, number: str) -> None:
        other = transporting.taken(house, transporting.registered(house), "declare")
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


class TestPlanning:
    @pytest.mark.parametrize(
        ("bills", "packages", "case"),
        [
            (5, 1, "Vừa trên tờ khai, không cần bản kê"),
            (6, 1, "c.1: lập bản kê vận đơn/tờ khai xuất khẩu"),
            (6, 20, "c.2: lập bản kê hàng hóa (04-BKHH)"),
            (4, 26, "c.3: lập bản kê hàng hóa (04-BKHH) và khai đủ"),
        ],
    )
    def test_the_case_is_told_before_anything_is_signed(
        self, user: Visitor, bills: int, packages: int, case: str
    ) -> None:
        assert planned(user, manifest(bills, packages)).headers["location"] == "/transport/plan"
        page = told(user.get("/transport/plan").text)
        assert f"Trường hợp {case}" in page
        assert f"{bills} vận đơn, {bills * packages} kiện" in page

    def test_what_was_assumed_is_told(self, user: Visitor) -> None:
        planned(user, manifest(6, 20), vehicles="2")
        page = told(user.get("/transport/plan").text)
        assert "Giả định: kiện được xếp lên 2 xe theo thứ tự" in page
        assert "Bản kê phải lập 2 bản Bản kê hàng hóa (04-BKHH), số BK-1" in page

    def test_each_purpose_is_a_declaration_of_its_own(self, user: Visitor) -> None:
        planned(user, TWO_PURPOSES)
        page = told(user.get("/transport/plan").text)
        assert ("Tờ khai 1 trong 2" in page, "Tờ khai 2 trong 2" in page) == (True, True)

    def test_a_few_bills_are_typed_in(self, user: Visitor) -> None:
        rows = {"cargo.1.bill": "sel1", "cargo.1.packages": "3", "cargo.2.bill": "SEL2", "cargo.2.weight": "1,5"}
        answer = user.post("/transport/new", {"by": "form", "direction": "import", "purpose": "CIS", **rows})
        assert answer.status_code == 303
        page = told(user.get("/transport/plan").text)
        assert "Số lượng 2 vận đơn, 4 kiện Số hàng hóa SEL1, SEL2" in page

    def test_exports_typed_in_name_their_declarations(self, user: Visitor) -> None:
        row = {"cargo.1.bill": "TX1", "cargo.1.declaration": "300000000010"}
        user.post("/transport/new", {"by": "form", "direction": "export", **row})
        assert "1 tờ khai xuất khẩu, 1 kiện" in told(user.get("/transport/plan").text)

    def test_the_commands_plan_is_taken_as_it_is(self, user: Visitor) -> None:
        one = the_plan(bills(6, 20))
        assert planned(user, plan_told(one), "transport-1.json").status_code == 303
        assert "Trường hợp c.2" in told(user.get("/transport/plan").text)

    @pytest.mark.parametrize("content", [b"{}", b"\xff", b"[" * 99_999, b'{"direction": "import"}'])
    def test_what_is_no_plan_is_refused_beside_the_file(self, user: Visitor, content: bytes) -> None:
        answer = planned(user, content, "transport-1.json")
        assert (answer.status_code, 'id="file-fault-1"' in answer.text) == (422, True)

    def test_faults_stand_beside_their_fields_and_what_was_typed_stays(self, user: Visitor) -> None:
        answer = planned(user, manifest(6), numbers="", vehicles="hai", place="Biên Hòa")
        assert answer.status_code == 422
        assert 'id="vehicles-fault-1"' in answer.text
        assert 'value="Biên Hòa"' in answer.text
        assert 'id="numbers-fault-1"' in planned(user, manifest(6), numbers="").text

    def test_a_cell_that_cannot_be_read_is_named(self, user: Visitor) -> None:
        answer = planned(user, b"HAWB,Pieces,Goods (VI),Gross Kg,Package No.\nA1,1,x,1.5,1.2E+11")
        assert "E2: " in told(answer.text)

    def test_without_a_file_nothing_is_planned(self, user: Visitor) -> None:
        answer = user.post("/transport/new", ASKED, files={"file": ("", b"")})
        assert 'id="file-fault-1"' in answer.text

    def test_lists_are_taken_away_before_they_are_attached(self, user: Visitor) -> None:
        planned(user, manifest(6, 20))
        kinds = [user.get(f"/transport/plan?list=1&format={one}").content[:4] for one in ("pdf", "xlsx", "json")]
        assert kinds == [b"%PDF", b"PK\x03\x04", b'{\n "']
        assert user.get("/transport/plan?list=2&format=pdf").status_code == 404

    def test_a_plan_is_its_users_own_and_the_oldest_goes_first(self) -> None:
        plans = Plans(replace(LIMITS, transport_plans=2))
        for account in ("a", "b", "c"):
            plans.keep(account, drawn([the_plan(bills(1))], [], "2026"))
        assert [plans.of(account) is None for account in ("a", "b", "c", "d")] == [True, False, False, True]


class TestRegistering:
    def test_what_the_plan_decided_is_declared_with_what_is_typed(self, house: House, user: Visitor) -> None:
        planned(user, manifest(3))
        page = fill(user)
        assert page.status_code == 200
        assert Panel(page.text).says["cargo"] == ["TQ0001", "TQ0002", "TQ0003"]
        number = carried(house, page.text, the_pki().rsa).outcome["number"]
        shown = told(user.get(f"/transport/{number}").text)
        assert "TQ0002 Hàng 2" in shown
        assert "Nơi đi 02DSC01 Dự kiến khởi hành 02/09/2026 23:00" in shown

    def test_the_plan_knows_which_was_registered_and_leads_to_the_next(self, house: House, user: Visitor) -> None:
        planned(user, TWO_PURPOSES)
        number = carried(house, fill(user).text, the_pki().rsa).outcome["number"]
        page = user.get("/transport/plan").text
        assert f'href="/transport/{number}"' in page
        assert ('href="/transport/plan/1"' in page, 'href="/transport/plan/2"' in page) == (False, True)
        assert user.get("/transport/plan/1").headers["location"] == "/transport/plan"
        assert 'value="Sao Mai"' in user.get("/transport/plan/2").text
        carried(house, fill(user, 2).text, the_pki().rsa)
        assert 'href="/transport/plan/2"' not in user.get("/transport/plan").text

    def test_the_lists_go_along_and_the_attachment_stands_in_the_remarks(self, house: House, user: Visitor) -> None:
        planned(user, manifest(6, 20), vehicles="2")
        attached = attaching.register(house)
        number = carried(house, fill(user, attachment=attached).text, the_pki().rsa).outcome["number"]
        shown = told(user.get(f"/transport/{number}").text)
        assert f"Bản kê hàng hóa theo số tệp tin đính kèm {attached}" in shown
        assert "Bản kê hàng hóa (04-BKHH) BK-1, chuyến 2 · 60 dòng" in shown

    def test_every_fault_stands_beside_its_field(self, user: Visitor) -> None:
        planned(user, manifest(1))
        more = {"arrival_area": "99ZZZ99", "finish_day": "x", "cargo.1.cargo_weight": "nặng", "cargo.1.heading": "12"}
        answer = fill(user, means="", **more)
        assert answer.status_code == 422
        for field in ("means", *more):
            assert f'id="{field}-fault-1"' in answer.text, field
        assert 'value="nặng"' in answer.text

    def test_a_field_that_the_page_has_not_is_refused(self, user: Visitor) -> None:
        planned(user, manifest(1))
        page = user.get("/transport/plan/1").text
        [plan] = re.findall(r'name="plan" value="([^"]*)"', page)
        answer = user.post("/transport/plan/1", {**WHOLE, "plan": plan, "cargo.1.cargo_number": "OTHER"})
        assert answer.status_code == 400

    def test_another_plan_meanwhile_is_shown_instead(self, user: Visitor) -> None:
        planned(user, manifest(1))
        old = user.get("/transport/plan/1").text
        planned(user, manifest(2))
        [plan] = re.findall(r'name="plan" value="([^"]*)"', old)
        assert user.post("/transport/plan/1", {**WHOLE, "plan": plan}).headers["location"] == "/transport/plan"

    def test_what_was_typed_is_there_when_one_goes_back(self, user: Visitor) -> None:
        planned(user, manifest(1))
        [plan] = re.findall(r'name="plan" value="([^"]*)"', user.get("/transport/plan/1").text)
        answer = user.post("/transport/plan/1", {**WHOLE, "plan": plan, "route": "QL5", "again": "1"})
        assert (answer.status_code, 'value="QL5"' in answer.text) == (200, True)


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
                    ["steps/arrive", "correct", "steps/take-back-departure", "steps/arrive-differing"],
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
        number = transporting.taken(house, transporting.registered(house), *before)
        assert steps_of(user, number) == expected[0]
        assert f"Việc tiếp theo: {expected[1]}" in told(user.get(f"/transport/{number}").text)

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

    def test_a_draft_tells_what_hinders_declaring_it(self, house: House, user: Visitor, number: str) -> None:
        assert "Hôm nay chưa khai chính thức được" not in user.get(f"/transport/{number}").text
        house.clock.now += timedelta(days=2)
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
        other = transporting.registered(house, transporting.RSA_COMPANY, transporting.a_goods_list())
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


class TestChanging:
    def test_a_draft_is_changed_and_its_lists_stay(self, house: House, user: Visitor, number: str) -> None:
        page = user.post(f"/transport/{number}/change", {"version": "1", "route": "QL5"})
        assert "Tuyến đường – QL5" in told(page.text)
        assert carried(house, page.text, the_pki().rsa).outcome["version"] == "2"
        shown = told(user.get(f"/transport/{number}").text)
        assert ("QL5" in shown, "HB1-1" in shown) == (True, True)

    def test_what_is_declared_is_corrected(self, house: House, user: Visitor, number: str) -> None:
        transporting.take(house, number, "declare")
        page = user.post(f"/transport/{number}/correct", {"version": "2", "cargo.1.quantity": "13"})
        assert "Số lượng kiện, chiếc 1 12 13" in told(page.text)
        carried(house, page.text, the_pki().rsa)
        shown = told(user.get(f"/transport/{number}").text)
        assert ("13 PK" in shown, "Số lần sửa 1" in shown) == (True, True)

    def test_cargo_is_added_and_deleted_by_a_correction(self, house: House, user: Visitor) -> None:
        cargo = (transporting.a_cargo(), transporting.a_cargo(cargo_number="HB9", goods_name="Gối"))
        number = transporting.taken(house, transporting.registered(house, cargo=cargo), "declare")
        more = {"cargo.2.line_correction": "3", "cargo.3.cargo_number": "HB7", "cargo.3.goods_name": "Chăn"}
        page = user.post(f"/transport/{number}/correct", {"version": "2", "cargo.3.manifest_type": "A", **more})
        carried(house, page.text, the_pki().rsa)
        shown = told(user.get(f"/transport/{number}").text)
        assert ("HB9" in shown, "HB7 Chăn" in shown) == (False, True)

    def test_office_and_departure_are_no_fields_of_a_correction(self, house: House, user: Visitor, number: str) -> None:
        transporting.take(house, number, "declare")
        page = user.get(f"/transport/{number}/correct").text
        names = {name for name in ("customs_office", "departure_area", "arrival_area") if f'name="{name}"' in page}
        assert names == {"arrival_area"}

    def test_on_the_way_only_what_lies_ahead_is_a_field(self, house: House, user: Visitor, number: str) -> None:
        transporting.taken(house, number, "declare", "approve", "depart")
        page = user.get(f"/transport/{number}/correct").text
        names = {
            name
            for name in ("start_day", "finish_day", "means", "cargo.1.goods_name", "cargo.1.cargo_remarks", "pieces")
            if f'name="{name}"' in page
        }
        assert names == {"finish_day", "cargo.1.cargo_remarks"}

    def test_who_was_overtaken_is_told_so_and_keeps_what_was_typed(
        self, house: House, user: Visitor, number: str
    ) -> None:
        transporting.taken(house, number, "declare", "instruct")
        page = user.post(f"/transport/{number}/correct", {"version": "2", "route": "QL5"})
        assert page.status_code == 422
        assert "Tờ khai đã có bước khác trong lúc bạn điền" in page.text
        assert 'value="QL5"' in page.text

    def test_what_is_typed_over_a_seal_is_told_at_the_packages(self, house: House, user: Visitor) -> None:
        number = transporting.registered(house)
        page = user.post(f"/transport/{number}/change", {"version": "1", "pieces": "PK1; 1; S1 S2\nPK1"})
        assert (page.status_code, 'id="pieces-fault-1"' in page.text) == (422, True)


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
        assert "(9) CH11 → CH99 Chờ hải quan xác nhận" in shown
        assert "Việc tiếp theo: Hải quan nơi đi xác nhận từng dòng bản kê đã sửa." in shown
        assert "1 dòng sửa chờ xác nhận" in shown

    def test_form_01_is_amended_in_its_column_while_the_dossier_is_checked(self, house: House, user: Visitor) -> None:
        number = transporting.registered(house, transporting.RSA_COMPANY, transporting.a_bill_list())
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
