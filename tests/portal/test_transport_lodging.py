"""A company's pages that plan, register, change and correct a transport, without a browser."""

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from authority import attaching, transporting
from authority.house import House, the_pki
from portal.flying import the_declarant
from portal.panels import Panel, carried
from portal.transports import ASKED, TWO_PURPOSES, WHOLE, a_draft, fill, manifest, planned, told
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.portal.transport_plans import Plans, drawn
from thongquan.transport.told import told as plan_told
from transport.cargoes import bills, the_plan


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

    def test_nothing_that_one_plan_decided_is_offered_for_the_next(self, house: House, user: Visitor) -> None:
        rows = "".join(f"\nA{n},1,x,1.5,{'CIS' if n else 'FED'}" for n in range(7))
        planned(user, TWO_PURPOSES.splitlines()[0] + rows.encode())
        assert fill(user, 2, attachment=transporting.attached(house, form="01-BKVD/TKXX")).status_code == 200
        page = user.get("/transport/plan/1").text
        assert ("đính kèm 7" in page, 'value="Sao Mai"' in page) == (False, True)

    def test_what_the_file_sums_up_to_is_filled_in(self, user: Visitor) -> None:
        planned(user, manifest(6, 20))
        page = user.get("/transport/plan/1").text
        told_of = dict(re.findall(r'name="cargo\.1\.(quantity|cargo_weight)" .*?value="([^"]*)"', page, re.DOTALL))
        assert told_of == {"quantity": "120", "cargo_weight": "9"}

    def test_a_weight_is_filled_in_as_the_item_takes_it(self, user: Visitor) -> None:
        planned(user, b"HAWB,Pieces,Goods (VI),Gross Kg\nA1,1,x,0.4325")
        page = user.get("/transport/plan/1").text
        assert re.findall(r'name="cargo\.1\.cargo_weight" .*?value="([^"]*)"', page, re.DOTALL) == ["0.432"]

    def test_the_list_is_attached_under_its_own_type(self, user: Visitor) -> None:
        planned(user, manifest(6, 20))
        [link] = re.findall(r'href="(/attachments/new[^"]*)"', user.get("/transport/plan").text)
        assert re.findall(r'value="(BK.)" checked', user.get(link).text) == ["BKH"]

    def test_what_was_registered_is_not_registered_again(self, house: House, user: Visitor) -> None:
        planned(user, manifest(1))
        [plan] = re.findall(r'name="plan" value="([^"]*)"', user.get("/transport/plan/1").text)
        carried(house, fill(user).text, the_pki().rsa)
        assert user.post("/transport/plan/1", {**WHOLE, "plan": plan}).headers["location"] == "/transport/plan"

    def test_the_lists_go_along_and_the_attachment_stands_in_the_remarks(self, house: House, user: Visitor) -> None:
        planned(user, manifest(6, 20), vehicles="2")
        attached = attaching.register(house)
        number = carried(house, fill(user, attachment=attached).text, the_pki().rsa).outcome["number"]
        shown = told(user.get(f"/transport/{number}").text)
        assert f"Bản kê hàng hóa theo số tệp tin đính kèm {attached}" in shown
        assert "Bản kê hàng hóa (04-BKHH) BK-1, lượt 2 · 60 dòng" in shown

    def test_every_fault_stands_beside_its_field(self, user: Visitor) -> None:
        planned(user, manifest(1))
        more = {"arrival_area": "99ZZZ99", "finish_day": "x", "cargo.1.cargo_weight": "nặng", "cargo.1.heading": "12"}
        answer = fill(user, means="", **more)
        assert answer.status_code == 422
        for field in ("means", *more):
            assert f'id="{field}-fault-1"' in answer.text, field
        assert "Mục “Mã phương tiện vận chuyển” còn trống." in told(answer.text)
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
