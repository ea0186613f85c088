"""An officer's pages of transports: what waits, what can be done about one now, and each act through its own page."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from authority.applying import officer_signer, with_officer
from authority.house import House
from authority.linking import DRIVER, secret_of, tell
from authority.transporting import (
    ARRIVING,
    a_bill_list,
    a_goods_list,
    amend,
    at_both_ends,
    kept,
    registered,
    take,
    taken,
)
from demo_pki import RSA_COMPANY
from portal.owned_applying import OFFICER, people
from portal.panels import Panel
from portal.visiting import ORIGIN, Visitor
from thongquan.base.moment import stamp
from thongquan.portal.sessions import Who

THERE = Who(ARRIVING, "officer", "Trần Văn Đến", certificate="ef" * 32)
ELSEWHERE = Who("hq09", "officer", "Lý Văn Khác", certificate="ef" * 32)
AUDITOR = Who("tt01", "officer", "Phạm Văn Soát", certificate="ef" * 32)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    at_both_ends(house)
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(OFFICER)
    return visitor


def page_of(number: str, step: str = "") -> str:
    return f"/desk/transports/{number}" + (f"?step={step}" if step else "")


def filled(page: str, **typed: Any) -> dict[str, Any]:
    """The page's form as its script reads it: blank entries at the end are not told, and a time has four digits."""
    says = Panel(page).says
    offered = says.pop("discrepancies", [])
    assert len(typed.get("discrepancies", [])) <= len(offered)
    assert all(f'name="{name}"' in page for name in typed if name != "discrepancies"), "it is not asked for"
    return says | ({"time": says["time"].replace(":", "")} if "time" in says else {}) | typed


def signs(visitor: Visitor, page: str, who: Who = OFFICER, **typed: Any) -> Any:
    """What the signed form comes to, or why no text could be composed of it."""
    headers = {"origin": ORIGIN, "x-csrf-token": visitor.token(), "accept": "application/json"}
    says = {"account": who.account, "says": filled(page, **typed)}
    told = visitor.ask("POST", f"/api/v1/deeds/{Panel(page).kind}", json=says, headers=headers)
    if told.status_code != 200:
        return told.json()
    text = told.json()["text"]
    signature = b64encode(officer_signer(who.account).sign(text.encode())).decode()
    message = {"text": text, "signature": signature, "secrets": {}}
    return visitor.ask("POST", "/api/v1/deeds", json=message, headers=headers).json()


def does(visitor: Visitor, number: str, step: str, who: Who = OFFICER, **typed: Any) -> Any:
    visitor.become(who)
    return signs(visitor, visitor.get(page_of(number, step)).text, who, **typed)


def offered(visitor: Visitor, number: str, who: Who = OFFICER) -> list[str]:
    visitor.become(who)
    return re.findall(f'href="{page_of(number)}[?]step=([a-z-]+)"', visitor.get(page_of(number)).text)


def rows_in(visitor: Visitor, queue: str, more: str = "") -> list[str]:
    told = visitor.get(f"/desk/transports?queue={queue}&format=csv{more}").text.splitlines()[1:]
    return [row.split(",")[0].strip('"') for row in told]


class TestQueues:
    def test_each_office_has_what_leaves_it_and_what_comes_to_it(self, house: House, visitor: Visitor) -> None:
        waits = taken(house, registered(house), "declare")
        approved = taken(house, registered(house, cargo={"cargo_number": "X1"}), "declare", "approve")
        comes = taken(house, registered(house, cargo={"cargo_number": "X2"}), "declare", "approve", "depart")
        differs = taken(
            house, registered(house, cargo={"cargo_number": "X3"}), "declare", "approve", "depart", "arrive-differing"
        )
        queues = ("declared", "approved", "coming", "differing")
        assert [rows_in(visitor, queue) for queue in queues] == [[waits], [approved], [], []]
        visitor.become(THERE)
        assert [rows_in(visitor, queue) for queue in queues] == [[], [], [comes], [differs]]
        visitor.become(OFFICER)
        text = visitor.get("/desk/transports").text
        assert f'href="{page_of(waits)}"' in text
        assert "Đi: chờ niêm phong, khởi hành" in text

    def test_what_is_late_says_by_how_long_at_both_ends(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare", "approve", "depart")
        assert rows_in(visitor, "astray") == []
        house.clock.now = house.clock.now.replace(hour=17) + timedelta(hours=2, minutes=1)
        for who, queue in ((OFFICER, "astray"), (THERE, "overdue")):
            visitor.become(who)
            assert rows_in(visitor, queue) == [number]
            assert "quá hạn 3 giờ" in visitor.get(f"/desk/transports?queue={queue}").text

    def test_the_age_is_that_of_the_state_and_what_a_company_waits_for_stands_out(
        self, house: House, visitor: Visitor
    ) -> None:
        asked = taken(house, registered(house), "declare", "approve")
        amended = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare", "approve")
        house.clock.now += timedelta(hours=3)
        take(house, asked, "ask-cancellation")
        amend(house, amended, changes={9: "CH99"})
        visitor.become(OFFICER)
        told = visitor.get("/desk/transports?queue=approved&format=csv").text.splitlines()
        by_number = {row.split(",")[0].strip('"'): row for row in told}
        assert '"3"' in by_number[asked]
        assert "Trả lời đề nghị hủy" in by_number[asked]
        assert "Trả lời 1 dòng sửa" in by_number[amended]

    def test_filters_stand_in_the_address(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare")
        assert rows_in(visitor, "declared", f"&direction=I&tax_code={RSA_COMPANY[:4]}") == [number]
        assert rows_in(visitor, "declared", "&direction=E") == rows_in(visitor, "declared", "&tax_code=1") == []

    def test_the_first_page_and_that_of_the_office_tell_how_many_wait(self, house: House, visitor: Visitor) -> None:
        assert "Không có gì đang chờ." in visitor.get("/office").text
        taken(house, registered(house), "declare")
        for path in ("/", "/office"):
            assert "Đi: chờ phê duyệt: 1" in visitor.get(path).text

    def test_a_number_that_is_scanned_opens_its_page(self, house: House, visitor: Visitor) -> None:
        number = registered(house)
        assert visitor.get(f"/desk/found?text={number}").headers["location"] == page_of(number)


class TestWhoSees:
    def test_an_officer_of_another_office_sees_nothing_of_it(self, house: House, visitor: Visitor) -> None:
        with_officer(house, ELSEWHERE.account, "079180000109", office="01DD")
        number = taken(house, registered(house), "declare")
        visitor.become(ELSEWHERE)
        assert visitor.get(page_of(number)).status_code == 404
        assert number not in visitor.get("/desk/transports").text
        assert "Không tìm thấy" in visitor.get(f"/desk/found?text={number}").text
        assert house.rows("SELECT officer FROM look WHERE what = ?", number) == []

    def test_an_auditor_reads_it_and_is_offered_nothing(self, house: House, visitor: Visitor) -> None:
        with_officer(house, AUDITOR.account, "079180000177", role="auditor")
        number = taken(house, registered(house), "declare")
        assert offered(visitor, number, AUDITOR) == []
        assert "Không có việc nào của bạn." in visitor.get(page_of(number)).text

    def test_out_of_hours_one_is_told_why_nothing_can_be_done(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare")
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET hours = '01:00-02:00'"))
        assert offered(visitor, number) == []
        assert "Bạn không quyết định được" in visitor.get(page_of(number)).text


class TestWhatIsOffered:
    def test_only_what_leads_on_from_here_for_this_office(self, house: House, visitor: Visitor) -> None:
        number = registered(house)
        found = {}
        for step in ("", "declare", "approve", "depart", "arrive-differing", "settle"):
            if step:
                take(house, number, step)
            found[kept(house, number).state] = [offered(visitor, number, who) for who in (OFFICER, THERE)]
        assert found == {
            "drafted": [[], []],
            "declared": [["approve", "refuse", "instruct"], []],
            "approved": [["seal", "depart", "instruct"], []],
            "departed": [["take-back-departure"], ["arrive", "arrive-differing"]],
            "differing": [[], ["settle", "note-discrepancies"]],
            "arrived": [[], ["note-discrepancies"]],
        }

    def test_a_request_for_cancellation_is_answered_first(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare", "approve", "ask-cancellation")
        assert offered(visitor, number) == ["grant-cancellation", "instruct", "decline-cancellation"]

    def test_what_was_amended_is_answered_before_it_is_approved(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_bill_list()), "declare")
        amend(house, number, form="01-BKVD/TKXX", changes={5: "HB9"})
        assert offered(visitor, number) == ["answer", "refuse", "instruct"]


DECIDED = [
    ("declare refuse", "Thiếu bản kê", "refused"),
    ("declare instruct", "Bổ sung niêm phong", "declared"),
    ("declare approve ask-cancellation grant-cancellation", "", "cancelled"),
    ("declare approve ask-cancellation decline-cancellation", "Đã xếp hàng", "approved"),
    ("declare approve depart take-back-departure", "Xe hỏng", "approved"),
]


class TestActs:
    def test_a_transport_is_approved_sealed_run_by_run_and_goes_its_way(self, house: House, visitor: Visitor) -> None:
        lists = (a_goods_list(run=1, runs=2), a_goods_list(run=2, runs=2))
        number = taken(house, registered(house, RSA_COMPANY, *lists), "declare")
        does(visitor, number, "approve")
        for run, seals, then in ((1, ["HQ1", "HQ2"], "seal"), (2, ["HQ3"], "")):
            panel = Panel(visitor.get(page_of(number, "seal")).text)
            assert (panel.says["run"], panel.next) == (run, page_of(number, then))
            does(visitor, number, "seal", vehicle=f"51C-{run}", seals=seals)
        assert [one.seals for one in house.books.transports.standing(kept(house, number)).sealed] == [
            ("HQ1", "HQ2"), ("HQ3",)
        ]  # fmt: skip
        assert Panel(visitor.get(page_of(number)).text).says["step"] == "depart"  # all runs are sealed
        does(visitor, number, "depart")
        panel = Panel(visitor.get(page_of(number)).text)
        assert panel.says["step"] == "take-back-departure"
        visitor.become(THERE)
        text = visitor.get(page_of(number)).text
        assert Panel(text).says["step"] == "arrive"
        assert re.findall('name="seals" value="([^"]*)"', text) == ["HQ1", "HQ2", "HQ3"]
        [fault] = does(visitor, number, "arrive", THERE, seals=["HQ1"])["faults"]
        assert (fault["code"], fault["at"]) == ("TRANSPORT-SEALS-DIFFER", "seals")
        does(visitor, number, "arrive", THERE, seals=["HQ1", "HQ2", "HQ3"])
        noted = [{"what": "missing", "which": "HB1-1", "note": "hai kiện"}]
        does(visitor, number, "note-discrepancies", THERE, discrepancies=noted)
        text = visitor.get(page_of(number)).text
        assert "hai kiện" in text
        does(visitor, number, "settle", THERE, reason="Đã tìm thấy ở kho")
        assert kept(house, number).state == "arrived"

    def test_the_office_of_departure_decides_with_its_reason(self, house: House, visitor: Visitor) -> None:
        for n, (life, reason, after) in enumerate(DECIDED):
            *before, step = life.split()
            number = taken(house, registered(house, cargo={"cargo_number": f"D{n}"}), *before)
            does(visitor, number, step, **({"reason": reason} if reason else {}))
            last = house.books.transports.standing(kept(house, number)).steps[-1]
            assert (last.step, last.state, last.by, last.reason) == (step, after, "cb01", reason)

    def test_what_its_driver_told_is_shown_and_not_filled_in(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare", "approve")
        tell(house, secret_of(house, number), "left", told_at=stamp(house.clock.now - timedelta(minutes=7)))
        visitor.become(OFFICER)
        text = visitor.get(page_of(number, "depart")).text
        assert f"Lái xe {DRIVER} báo việc này lúc 09:53 ngày 02/09/2026." in text
        assert f"Đã rời nơi đi</strong> {DRIVER}" in text
        assert Panel(text).says["time"] == "10:00"

    def test_it_arrives_with_all_that_is_otherwise(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare", "approve", "depart")
        noted = [
            {"what": what, "which": f"{what} {n}"} for n, what in enumerate(("missing", "surplus", "seal", "other"))
        ]
        does(visitor, number, "arrive-differing", THERE, discrepancies=noted * 5)
        standing = house.books.transports.standing(kept(house, number))
        assert (kept(house, number).state, len(standing.discrepancies)) == ("differing", 20)

    def test_an_amended_line_is_shown_as_it_was_and_becomes_and_answered(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list()), "declare", "approve")
        for line, answer in ((1, "accept"), (2, "turn-down")):
            amend(house, number, line=line, changes={8: "P9", 9: ""})
            visitor.become(OFFICER)
            text = visitor.get(page_of(number)).text
            for cell in (f"HB{line}-1", "<strong>P9</strong>", f"CH1{line - 1}", "<strong>–</strong>"):
                assert f">{cell}</td>" in text
            does(visitor, number, "answer", answer=answer, reason="" if answer == "accept" else "Sai số kiện")
        lines = house.books.transports.body(kept(house, number)).lists[0].lines
        assert [(line.confirmed is not None, line.amended != "") for line in lines] == [(True, True), (False, False)]
        assert "seal" in offered(visitor, number)

    def test_of_several_amended_lines_one_is_chosen(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house, RSA_COMPANY, a_bill_list()), "declare")
        for line in (1, 2):
            amend(house, number, form="01-BKVD/TKXX", line=line, changes={5: f"HB{line}X"})
        panel = Panel(visitor.get(f"{page_of(number, 'answer')}&place=1").text)
        assert (panel.says["line"], panel.says["amended"]) == (2, "(5) HB2 → HB2X")
        does(visitor, number, "answer", answer="accept")
        assert Panel(visitor.get(panel.next).text).says["line"] == 2

    def test_whoever_was_overtaken_is_told_so_and_how_to_look_again(self, house: House, visitor: Visitor) -> None:
        number = taken(house, registered(house), "declare")
        visitor.become(OFFICER)
        text = visitor.get(page_of(number, "approve")).text
        take(house, number, "instruct", by="ct01")
        told = signs(visitor, text)
        assert [(one["code"], one["at"]) for one in told["faults"]] == [("TRANSPORT-CHANGED", "version")]
        assert '<div class="field again"><input type="hidden" name="version" value="2"' in text
        assert does(visitor, number, "approve")["outcome"]["state"] == "approved"

    def test_what_is_printed_can_be_had_and_lines_are_read_by_page(self, house: House, visitor: Visitor) -> None:
        bills = [f"HB{n:03}" for n in range(60)]
        number = taken(house, registered(house, RSA_COMPANY, a_goods_list(bills=bills)), "declare")
        text = visitor.get(f"{page_of(number)}?list=1").text
        assert "HB049-1" in text
        assert "HB050-1" not in text
        assert "HB050-1" in visitor.get(f"{page_of(number)}?list=1&after=50").text
        assert '"HB001-1"' in visitor.get(f"{page_of(number)}?list=1&format=csv").text
        for path in ("pdf", "lists/pdf"):
            address = f"/api/v1/transports/{number}/{path}"
            assert f'href="{address}"' in text
            assert visitor.get(address).content.startswith(b"%PDF")


def test_what_was_opened_is_recorded_and_only_that_is_approved(house: House, visitor: Visitor) -> None:
    number = taken(house, registered(house), "declare")
    visitor.get(page_of(number))
    assert house.rows("SELECT officer, version FROM look WHERE what = ?", number) == [("cb01", 2)]
