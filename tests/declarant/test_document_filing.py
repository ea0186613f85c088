"""Group 1 of a manifest on lists HQ 01: what stands on one, and that each is sent exactly once."""

from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.documents_listed import a_document
from thongquan.base.limits import LIMITS
from thongquan.consignment.model import HouseBill, Party
from thongquan.declarant.document_filing import DocumentFiler, DocumentOutbox, Group, TextDiffers, groups_of
from thongquan.declarant.documents import Listed, document_line
from thongquan.declarant.refusals import ServerAway, ServerRefused
from thongquan.declarant.sending import Problem
from thongquan.declarant.terminal_desk import FaultsTold
from thongquan.declaration.document_list import read, unpacked

SERVER = "https://customs.example"


def listed(place: int, direction: str = "import", flight: str = "KE0359/03SEP") -> Listed:
    return Listed("f.xlsx", place, direction, flight, "180-44712033", a_document(f"D{place}"))


class Desk:
    """An authority on the other side of a line that breaks when it is told to."""

    def __init__(self, *trouble: Exception | None) -> None:
        self.trouble, self.done = list(trouble), []

    def drafted(self, **asked: Any) -> str:
        return f"Mã băm: {sha256(unpacked(asked['lines'])).hexdigest()}\n"

    def send(self, text: str, signature: bytes, *, lines: str) -> dict[str, str]:
        trouble = self.trouble.pop(0) if self.trouble else None
        if isinstance(trouble, ServerRefused):
            raise trouble
        if text in self.done:
            raise ServerRefused("DEED-REPEATED", {})
        self.done.append(text)
        if trouble is not None:
            raise trouble
        return {"list": "id", "number": "1/TK-00001", "state": "sent"}

    def head(self, list_id: str) -> dict[str, str]:
        assert list_id in {sha256(text.encode()).hexdigest()[:32] for text in self.done}
        return {"number": "1/TK-00001", "state": "confirmed"}


def filer(desk: Desk, folder: Path) -> DocumentFiler:
    return DocumentFiler(desk, DocumentOutbox(folder), SERVER)  # type: ignore[arg-type] # a double of the network's other side


def filed(one: DocumentFiler, group: Group) -> dict[str, str]:
    return one.file(group, one.drafted(group, "02DS"), lambda text: b"signed " + text)


class TestExactlyOnce:
    def test_what_was_answered_waits_no_longer(self, tmp_path: Path) -> None:
        [group] = groups_of([listed(1)])
        assert filed(filer(Desk(), tmp_path), group)["number"] == "1/TK-00001"
        assert DocumentOutbox(tmp_path).waiting(SERVER) == []

    def test_an_answer_that_was_lost_is_found_by_the_next_run(self, tmp_path: Path) -> None:
        desk, [group] = Desk(ServerAway(server=SERVER, reason="x")), groups_of([listed(1)])
        with pytest.raises(ServerAway):
            filed(filer(desk, tmp_path), group)
        [one] = filer(desk, tmp_path).finish()
        assert (one["number"], one["state"], len(desk.done)) == ("1/TK-00001", "confirmed", 1)
        assert filer(desk, tmp_path).finish() == []

    def test_what_the_authority_could_not_take_now_waits(self, tmp_path: Path) -> None:
        desk, [group] = Desk(ServerRefused("BUSY", {})), groups_of([listed(1)])
        with pytest.raises(ServerRefused):
            filed(filer(desk, tmp_path), group)
        assert len(filer(desk, tmp_path).finish()) == 1

    @pytest.mark.parametrize("refusal", [ServerRefused("HQ01-CHANGED", {}), FaultsTold([Problem("HQ01-LINES", {})])])
    def test_what_was_refused_is_not_sent_again(self, tmp_path: Path, refusal: ServerRefused) -> None:
        desk, [group] = Desk(refusal), groups_of([listed(1)])
        with pytest.raises(ServerRefused):
            filed(filer(desk, tmp_path), group)
        assert (filer(desk, tmp_path).finish(), desk.done) == ([], [])

    def test_another_servers_lists_stay(self, tmp_path: Path) -> None:
        desk, [group] = Desk(ServerAway(server=SERVER, reason="x")), groups_of([listed(1)])
        with pytest.raises(ServerAway):
            filed(filer(desk, tmp_path), group)
        assert DocumentOutbox(tmp_path).waiting("https://other.example") == []

    def test_only_its_owner_reads_what_was_signed(self, tmp_path: Path) -> None:
        [group] = groups_of([listed(1)])
        filed(filer(Desk(), tmp_path / "o"), group)
        assert {file.stat().st_mode & 0o077 for file in (tmp_path / "o").iterdir()} == {0}

    def test_nothing_is_signed_that_is_not_over_these_lines(self, tmp_path: Path) -> None:
        [one], [other] = groups_of([listed(1)]), groups_of([listed(2)])
        with pytest.raises(TextDiffers):
            filer(Desk(), tmp_path).drafted(replace(one, digest=other.digest), "02DS")


class TestGroups:
    def test_directions_go_on_lists_of_their_own(self) -> None:
        groups = list(groups_of([listed(1), listed(2, "export"), listed(3)]))
        bills = [[line.house_bill for line in read(unpacked(one.lines))] for one in groups]
        assert ([one.direction for one in groups], bills) == (["import", "export"], [["D1", "D3"], ["D2"]])

    def test_a_flight_is_named_where_all_share_it(self) -> None:
        [one], [two] = groups_of([listed(1), listed(2)]), groups_of([listed(1), listed(2, flight="VN0417/01SEP")])
        assert (one.flight, two.flight, two.master_bill) == ("KE0359/03SEP", "", "180-44712033")

    def test_as_many_as_a_list_holds(self) -> None:
        groups = groups_of([listed(place) for place in range(LIMITS.hq01_lines + 1)])
        assert [one.count for one in groups] == [LIMITS.hq01_lines, 1]


class TestLines:
    BILL = HouseBill(
        number="SEL1",
        sender=Party("SEOUL BEAUTY", "", "", "12 TEHERAN-RO", "SEOUL", "KR"),
        receiver=Party("Hương", "020339820394", "", "12 Lê Lợi, Huế", "Huế", ""),
        goods_en="Documents",
        packages=1,
        weight=Decimal("0.4536"),
        origin="KR",
    )

    def test_each_column_comes_from_the_couriers_file(self) -> None:
        line = document_line(self.BILL)
        assert (line.house_bill, line.goods, line.receiver_code, line.origin) == (
            "SEL1",
            "Documents",
            "020339820394",
            "KR",
        )

    def test_city_and_country_are_told_once(self) -> None:
        line = document_line(self.BILL)
        assert (line.sender_address, line.receiver_address) == ("12 TEHERAN-RO, SEOUL, KR", "12 Lê Lợi, Huế")

    @pytest.mark.parametrize(
        ("weight", "grams"), [("0.4536", "0.454"), ("0.0001", "0.001"), ("2.50", "2.5"), ("1200", "1200")]
    )
    def test_weight_is_to_the_gram(self, weight: str, grams: str) -> None:
        assert str(document_line(replace(self.BILL, weight=Decimal(weight))).weight) == grams
