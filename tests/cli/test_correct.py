"""`thongquan correct` against a real server."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from commands import DAY, Ended, Server, a_flight, filing
from demo_pki import Pki
from forms.pdf_text import pages, text
from thongquan.declarant.outbox import Outbox
from thongquan.signing.receipt import verify_receipt

Run = Callable[..., Ended]


class Filed:
    """Imports of the red channel that wait for an officer, and the commands of their filer."""

    def __init__(self, thongquan: Run, server: Server, pki: Pki, folder: Path, count: int = 1) -> None:
        self.run, self.server, self.pki, self.folder = thongquan, server, pki, folder
        flight = a_flight(folder / "flight.csv", count, goods="Drone mini")
        flight.write_text(flight.read_text("utf-8").replace("Đồng hồ đeo tay tự động", "Drone mini"), "utf-8")
        ended = thongquan(*filing(server.address, pki, folder / "o", flight))
        assert ended.code == 0, ended.out
        self.numbers, self.batch = list(ended.numbers().values()), ended.lines()[0]["batch"]
        self.house, self.number = next(iter(ended.numbers().items()))
        self.outbox = Outbox(folder / "o")

    def command(self, *asked: object, outbox: str = "o", signing: bool = True) -> list[object]:
        key = ["--certificate", self.pki.p12("rsa"), "--password-file", self.folder / "password.txt"]
        where = ["--server", self.server.address, "--outbox", self.folder / outbox, "--anchors", self.pki.anchors]
        return ["correct", *asked, *where, *(key if signing else []), "--on", DAY, "--json"]

    def correct(self, *asked: object) -> Ended:
        return self.run(*self.command(*asked))

    def decide(self, *step: str) -> None:
        decided = ["office", "decide", self.number, *step, "--officer", "CC001", *self.server.signing()]
        ended = self.run(*decided, "--data", self.server.data)
        assert ended.code == 0, ended.err


@pytest.fixture
def filed(thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> Filed:
    return Filed(thongquan, server, pki, tmp_path)


class TestWhatIsShown:
    def test_each_item_that_changes_in_words_of_both_languages(self, filed: Filed) -> None:
        told = filed.correct(filed.number, "packages=2").lines()[0]["correction"]
        label = {"vi": "Số lượng", "en": "Number of packages"}
        assert told["changes"] == [{"at": "packages", "label": label, "before": 1, "after": 2}]

    def test_everything_that_is_wrong_with_it_before_it_is_signed(self, filed: Filed) -> None:
        ended = filed.correct(filed.number, "importer_name=Another", "party_kind=1", "packages=0")
        faults = ended.lines()[0]["correction"]["faults"]
        assert [fault["code"] for fault in faults] == ["MIC-16-ONE", "MIC-SKB-LOCKED"]
        assert (ended.code, len(filed.outbox.entries())) == (1, 1)

    def test_without_a_certificate_it_is_only_shown(self, filed: Filed) -> None:
        ended = filed.run(*filed.command(filed.number, "notes=abc", signing=False))
        assert (ended.code, len(filed.outbox.entries())) == (0, 1)
        assert "Nothing was signed or sent" in ended.err

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ("pakages=2", "has no item pakages"),
            ("packages=two", "does not take “two”"),
            ("number=1", "was not said"),
            ("packages", "was not said"),
        ],
    )
    def test_what_is_no_change_is_refused(self, filed: Filed, change: str, told: str) -> None:
        ended = filed.correct(filed.number, change)
        assert ended.code == 2
        assert told in ended.err

    def test_people_read_a_table(self, filed: Filed) -> None:
        command = [part for part in filed.command(filed.number, "arrival_date=2026-09-04") if part != "--json"]
        assert "Arrival date   2026-09-03    2026-09-04" in filed.run(*command).out


class TestFiledOnce:
    def test_the_new_number_and_a_receipt_that_proves_it(self, filed: Filed) -> None:
        for packages in (2, 3):
            ended = filed.correct(filed.number, f"packages={packages}", "--out", filed.folder / "out")
            assert ended.code == 0, ended.out
        assert ended.numbers() == {filed.house: f"{filed.number[:11]}2"}
        receipts = [path.read_bytes() for path in (filed.folder / "out" / "receipts").iterdir()]
        assert [verify_receipt(one, filed.pki.trust).verdict for one in receipts] == ["valid"] * 2

    def test_the_same_command_again_sends_nothing(self, filed: Filed) -> None:
        first, again = (filed.correct(filed.number, "packages=2") for _ in range(2))
        assert (first.code, again.code) == (0, 0)
        assert first.numbers() == again.numbers()
        assert (again.summary()["already"], len(filed.outbox.entries())) == (1, 2)

    def test_one_whose_answer_was_lost_is_finished_by_the_next_run(self, filed: Filed) -> None:
        filed.correct(filed.number, "packages=2")
        (filed.outbox.entries()[1].folder / "answer.json").unlink()
        assert filed.correct().numbers() == {filed.house: f"{filed.number[:11]}1"}
        assert filed.correct(filed.number, "packages=2").summary()["already"] == 1

    def test_one_signed_offline_is_sent_by_the_next_run_of_either_command(self, filed: Filed) -> None:
        kept = filed.correct(filed.number, "packages=2", "--offline")
        assert (kept.code, kept.summary()["waiting"]) == (0, 1)
        assert filed.correct(filed.number, "packages=2", "--offline").summary()["waiting"] == 1
        sent = filed.run(*filing(filed.server.address, filed.pki, filed.folder / "o"))
        assert sent.numbers() == {filed.house: f"{filed.number[:11]}1"}

    def test_without_the_server_nothing_is_signed(self, filed: Filed) -> None:
        command = filed.command(filed.number, "packages=2")
        command[command.index(filed.server.address)] = "http://127.0.0.1:9"
        assert filed.run(*command, "--patience", 0).code == 3
        assert len(filed.outbox.entries()) == 1


def test_nine_corrections_and_the_refused_tenth(filed: Filed) -> None:
    for count in range(1, 10):
        ended = filed.correct(filed.number, f"packages={count + 1}")
        assert ended.numbers() == {filed.house: f"{filed.number[:11]}{count}"}
    tenth = filed.correct(filed.number, "packages=20")
    [fault] = tenth.lines()[0]["correction"]["faults"]
    assert (tenth.code, fault["code"], fault["result_code"]) == (1, "MIC-CORRECTION-LIMIT", "E0008")
    assert len(filed.outbox.entries()) == 10


def test_what_was_cleared_in_the_meantime_is_not_signed(filed: Filed) -> None:
    filed.decide("goods-fit")
    filed.decide("clear")
    ended = filed.correct(filed.number, "packages=2")
    [fault] = ended.lines()[0]["correction"]["faults"]
    assert (ended.code, fault["code"]) == (1, "MIC-CORRECTION-CLEARED")


def test_several_corrections_are_one_statement(thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
    filed, file = Filed(thongquan, server, pki, tmp_path, 2), tmp_path / "corrections.ndjson"
    lines = [{"number": number, "packages": 2, "gross_weight": 1.5} for number in filed.numbers]
    file.write_bytes(msgspec.json.Encoder().encode_lines(lines))
    ended = filed.correct("--from", file)
    assert {number[-1] for number in ended.numbers().values()} == {"1"}
    assert [len(entry.lines()) for entry in filed.outbox.entries()] == [2, 2]


@pytest.mark.parametrize("content", ["", "packages=2", '{"packages":2}', '{"number":"100000000010","packages":[2]}'])
def test_a_file_that_holds_no_corrections_is_refused(
    thongquan: Run, server: Server, pki: Pki, tmp_path: Path, content: str
) -> None:
    (tmp_path / "c").write_text(content)
    command = ["--from", tmp_path / "c", "--server", server.address, "--outbox", tmp_path / "o"]
    assert thongquan("correct", *command).code == 2


class TestAfterwards:
    def test_status_tells_how_it_stands_where_it_was_corrected(self, filed: Filed) -> None:
        filed.correct(filed.number, "packages=2")
        told = filed.run("status", filed.number, "--outbox", filed.folder / "o", "--json").lines()
        assert [(one["form"], one["outcome"]) for one in told] == [("MIC", "corrected"), ("MIE", "registered")]

    def test_status_learns_what_was_decided_on_the_correction(self, filed: Filed) -> None:
        filed.correct(filed.number, "packages=2")
        filed.decide("refuse", "--reason", "không đúng")
        told = filed.run("status", "--outbox", filed.folder / "o", "--json").lines()
        assert [one["state"] for one in told] == ["refused", "refused"]

    def test_the_report_is_printed_with_the_moment_of_the_correction(self, filed: Filed) -> None:
        filed.correct(filed.number, "packages=2", "--report")
        assert filed.run("print", filed.number, "--out", filed.folder, "--outbox", filed.folder / "o").code == 0
        [page] = pages((filed.folder / f"{filed.number[:11]}1.pdf").read_bytes())
        printed = text(page)
        assert "Tờ khai bổ sung hàng hóa nhập khẩu trị giá thấp" in printed
        assert re.search(r"Ngày thay đổi đăng ký:02/09/2026", printed)

    def test_a_whole_filing_is_printed_as_it_stands(self, filed: Filed) -> None:
        filed.correct(filed.number, "packages=7")
        assert (
            filed.run("print", "--batch", filed.batch, "--out", filed.folder, "--outbox", filed.folder / "o").code == 0
        )
        assert "7" in text(pages((filed.folder / f"{filed.batch}.pdf").read_bytes())[0])

    def test_what_was_corrected_elsewhere_is_not_printed_as_it_was(self, filed: Filed) -> None:
        shutil.copytree(filed.folder / "o", filed.folder / "elsewhere")
        assert filed.run(*filed.command(filed.number, "packages=2", outbox="elsewhere")).code == 0
        filed.run("status", "--outbox", filed.folder / "o")
        ended = filed.run("print", filed.number, "--out", filed.folder, "--outbox", filed.folder / "o")
        assert (ended.code, "corrected elsewhere" in ended.err) == (2, True)

    def test_it_is_corrected_on_from_wherever_it_was_filed(self, filed: Filed) -> None:
        shutil.copytree(filed.folder / "o", filed.folder / "elsewhere")
        filed.run(*filed.command(filed.number, "packages=2", outbox="elsewhere"))
        assert filed.correct(filed.number, "packages=3").numbers() == {filed.house: f"{filed.number[:11]}2"}
