"""`thongquan file` against a real server."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from commands import PROFILE, Ended, Server, a_flight, filing, run_process
from demo_pki import PASSWORD, Pki
from forms.pdf_text import pages
from forms.pdf_text import text as text_of
from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.declarant.outbox import Outbox
from thongquan.signing.receipt import verify_receipt

Run = Callable[..., Ended]


def kept_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_flight_is_registered_with_a_receipt_for_each_parcel(
    thongquan: Run, server: Server, pki: Pki, tmp_path: Path
) -> None:
    flight = a_flight(tmp_path / "flight.csv", 7)
    ended = thongquan(*filing(server.address, pki, tmp_path / "o", flight), "--out", tmp_path / "out")
    assert (ended.code, ended.err) == (0, "")
    assert ended.summary()["registered"] == 7
    receipts = kept_files(tmp_path / "out" / "receipts")
    assert {name.removesuffix(".json") for name in receipts} == set(ended.numbers())
    assert {verify_receipt(receipt, pki.trust).verdict for receipt in receipts.values()} == {"valid"}


class TestFiledAgain:
    def test_nothing_is_registered_twice(self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
        command = filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 3))
        first, again = thongquan(*command), thongquan(*command)
        assert again.code == 0
        assert (again.summary()["registered"], again.summary()["already"]) == (0, 3)
        assert again.numbers() == first.numbers()

    def test_only_what_is_new_is_filed(self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
        thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 3, number=901)))
        longer = a_flight(tmp_path / "flight.csv", 5, number=901)
        ended = thongquan(*filing(server.address, pki, tmp_path / "o", longer))
        assert (ended.summary()["registered"], ended.summary()["already"]) == (2, 3)

    def test_a_house_with_other_content_is_refused_by_the_server(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 2, number=902)))
        changed = a_flight(tmp_path / "flight.csv", 2, number=902, goods="Wrist watch, second hand")
        ended = thongquan(*filing(server.address, pki, tmp_path / "o", changed))
        assert ended.code == 1
        assert ended.summary()["refused"] == 2
        assert all(fault["text"]["vi"] for one in ended.lines()[:-1] for fault in one["faults"])

    def test_without_the_outbox_the_server_still_registers_nothing_twice(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        flight = a_flight(tmp_path / "flight.csv", 2)
        thongquan(*filing(server.address, pki, tmp_path / "o1", flight))
        assert thongquan(*filing(server.address, pki, tmp_path / "o2", flight)).summary()["refused"] == 2


class TestServerAway:
    def test_everything_is_kept_and_the_command_to_resume_is_printed(
        self, thongquan: Run, own_server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        own_server.stop()
        flight = a_flight(tmp_path / "flight.csv", 3)
        command = filing(own_server.address, pki, tmp_path / "o", flight)
        ended = thongquan(*command, "--out", tmp_path / "out", "--patience", 0)
        assert ended.code == 3
        assert ended.summary()["waiting"] == 3
        assert [len(entry.lines()) for entry in Outbox(tmp_path / "o").pending()] == [3]
        shown = thongquan("status", "--offline", "--outbox", tmp_path / "o").out
        assert (
            f"3 declarations are signed and not answered. Send them with: thongquan file --server {own_server.address}"
            in shown
        )
        resume = ended.err.splitlines()[-1].split()
        assert resume[:2] == ["thongquan", "file"]
        own_server.start()
        later = thongquan(*resume[1:], "--json")
        assert later.code == 0
        assert later.summary()["registered"] == 3
        assert len(kept_files(tmp_path / "out" / "receipts")) == 3

    def test_offline_signs_and_keeps_only(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        command = filing("http://127.0.0.1:9", pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 3))
        for _ in range(2):
            ended = thongquan(*command, "--offline")
            assert ended.code == 0
            assert ended.summary()["waiting"] == 3
        [entry] = Outbox(tmp_path / "o").entries()
        assert [file.read_bytes()[:4] for file in entry.folder.glob("hq02-tam-*.pdf")] == [b"%PDF"]

    def test_what_was_signed_offline_is_sent_later_by_the_command_that_was_told_and_only_once(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        flight = a_flight(tmp_path / "flight.csv", 3, number=931)
        command = [part for part in filing(server.address, pki, tmp_path / "o", flight) if part != "--json"]
        kept = thongquan(*command, "--offline")
        assert "All that was signed is kept in the outbox" in kept.out
        [entry] = Outbox(tmp_path / "o").pending()
        assert msgspec.json.decode(entry.statement())["created_at"]
        resume = kept.out.splitlines()[-1].split()[1:]
        first, again = (thongquan(*resume, "--json").summary()["registered"] for _ in range(2))
        assert (first, again) == (3, 0)
        assert thongquan(*command, "--json").summary()["already"] == 3

    def test_from_two_copies_of_the_outbox_at_once_each_parcel_is_registered_once(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        """And the provisional list, printed again, has the number and the time of signing of each."""
        flight = a_flight(tmp_path / "flight.csv", 3, number=951)
        assert thongquan(*filing(server.address, pki, tmp_path / "o", flight), "--offline").code == 0
        [entry] = Outbox(tmp_path / "o").pending()
        shutil.copytree(tmp_path / "o", tmp_path / "twin")
        sends = ["file", "--server", server.address, "--json", "--outbox"]
        with ThreadPoolExecutor() as pool:
            both = list(pool.map(lambda name: run_process(*sends, tmp_path / name), ("o", "twin")))
        assert [one.code for one in both] == [0, 0]
        told = [[parcel["number"] for parcel in one.lines()[:-1]] for one in both]
        assert told[0] == told[1]
        printed = ["hq02", "provisional", "--outbox", tmp_path / "twin", "--batch", entry.batch, "--out", tmp_path]
        assert thongquan(*printed).code == 0
        [page] = pages((tmp_path / f"hq02-tam-{entry.batch}.pdf").read_bytes())
        assert all(number in text_of(page) for number in told[0])
        signed = read_stamp(msgspec.json.decode(entry.statement())["created_at"]).astimezone(VIETNAM)
        assert f"{signed:%d/%m/%Y %H:%M:%S}" in text_of(page)


class TestUnusable:
    def test_a_wrong_password_is_said(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        command = filing("http://127.0.0.1:9", pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 1))
        (tmp_path / "password.txt").write_text("wrong")
        ended = thongquan(*command)
        assert ended.code == 2
        assert "Traceback" not in ended.err
        assert Outbox(tmp_path / "o").entries() == []

    def test_without_a_password_nothing_is_signed(self, pki: Pki, tmp_path: Path) -> None:
        command = filing("http://127.0.0.1:9", pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 1))
        (tmp_path / "password.txt").write_bytes(b"\xff\xfe")
        assert run_process(*command).code == 2
        place = command.index("--password-file")
        ended = run_process(*command[:place], *command[place + 2 :])
        assert ended.code == 2
        assert "password" in ended.err
        assert Outbox(tmp_path / "o").entries() == []

    def test_manifests_without_a_certificate_are_not_signed(self, thongquan: Run, tmp_path: Path) -> None:
        flight = a_flight(tmp_path / "flight.csv", 1)
        assert thongquan("file", flight, "--profile", PROFILE, "--server", "http://127.0.0.1:9").code == 2

    def test_two_runs_at_once_are_refused(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        command = filing("http://127.0.0.1:9", pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 1))
        with Outbox(tmp_path / "o").alone():
            ended = thongquan(*command)
        assert ended.code == 2
        assert "Another run" in ended.err

    def test_a_certificate_that_is_not_registered_is_refused_in_the_words_of_the_front_door(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        command = filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 1))
        command[command.index(pki.p12("rsa"))] = pki.p12("p256")
        ended = thongquan(*command)
        assert ended.code == 1
        assert [problem["code"] for problem in ended.summary()["problems"]] == ["SIGNER-UNKNOWN"]


def test_secrets_are_neither_shown_nor_logged(own_server: Server, pki: Pki, tmp_path: Path) -> None:
    """The password of the certificate, and the secret with which an answer is read back."""
    command = filing(own_server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 2))
    plain = [part for part in command if part not in ("--json", "--password-file", tmp_path / "password.txt")]
    shown = [
        run_process(*plain, THONGQUAN_P12_PASSWORD=PASSWORD),
        run_process(*command),
        run_process("status", "--outbox", tmp_path / "o", "--json"),
        run_process(*command[:-1], "--certificate", tmp_path / "nothing.p12"),
    ]
    own_server.stop()
    secrets = [PASSWORD, *(entry.meta.secret for entry in Outbox(tmp_path / "o").entries())]
    logs = [own_server.log.read_text(), *(path.read_text() for path in (tmp_path / "state").rglob("*.txt"))]
    assert len(secrets) == 2
    assert [ended.code for ended in shown[:3]] == [0, 0, 0]
    for text in [*logs, *(ended.out + ended.err for ended in shown)]:
        assert not any(secret in text for secret in secrets)


def test_the_outbox_can_be_printed_and_asked(thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
    filed = thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 3)))
    batch = filed.lines()[0]["batch"]
    outbox = ["--outbox", tmp_path / "o"]
    assert thongquan("print", "--batch", batch, "--out", tmp_path / "forms", *outbox).code == 0
    assert (tmp_path / "forms" / f"{batch}.pdf").read_bytes().startswith(b"%PDF-")
    house_bill, number = next(iter(filed.numbers().items()))
    for sought in (house_bill, number):
        [told] = thongquan("status", sought, *outbox, "--json").lines()
        assert told["number"] == number
        assert thongquan("print", sought, "--out", tmp_path / "forms", *outbox).code == 0
    assert thongquan("status", "nothing-of-the-kind", *outbox).code == 2
    assert thongquan("print", "QNV99999999VN", "--out", tmp_path / "forms", *outbox).code == 2
    assert msgspec.json.decode(filed.out.splitlines()[0])["outcome"] == "registered"
