"""The smaller commands."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from commands import DAY, PROFILE, SAMPLES, Ended, Server, a_flight, filing
from demo_pki import NOW, PASSWORD, Pki
from thongquan.signing.report import verify_message
from thongquan.signing.sign import open_pkcs12

Run = Callable[..., Ended]


class TestPki:
    def test_it_makes_certificates_that_sign(self, thongquan: Run, tmp_path: Path) -> None:
        pki, password = tmp_path / "pki", tmp_path / "password"
        password.write_text(PASSWORD + "\n")
        assert thongquan("pki", "make", pki, "--at", "2026-09-02T00:00:00Z").code == 0
        for key in ("rsa", "p256"):
            issue = ["9901234560", "Công ty Thử", "--key", key, "--password-file", password]
            assert thongquan("pki", "company", pki, *issue, "--at", "2026-09-02T00:00:00Z").code == 0
        signer = open_pkcs12(pki / "companies" / "9901234560-p256.p12", PASSWORD)
        assert signer.certificate.tax_code == "9901234560"

    def test_a_revoked_certificate_is_on_the_new_list(self, thongquan: Run, tmp_path: Path) -> None:
        pki, password, message = tmp_path / "pki", tmp_path / "password", tmp_path / "m"
        password.write_text(PASSWORD)
        thongquan("pki", "make", pki)
        thongquan("pki", "company", pki, "9901234560", "Công ty Thử", "--password-file", password)
        message.write_bytes(open_pkcs12(pki / "companies" / "9901234560-rsa.p12", PASSWORD).sign(b"content"))
        (tmp_path / "content").write_bytes(b"content")
        verify = ["verify", "message", "--cms", message, "--content", tmp_path / "content", "--json"]
        verify += ["--anchors", pki / "anchors", "--intermediates", pki / "intermediates", "--crls", pki / "crls"]
        before = thongquan(*verify)
        assert (before.code, before.lines()[0]["verdict"]) == (0, "valid")
        assert thongquan("pki", "revoke", pki, pki / "companies" / "9901234560-rsa.pem").code == 0
        after = thongquan(*verify)
        assert (after.code, after.lines()[0]["reason"]) == (1, "CERT-REVOKED")
        assert thongquan("pki", "crl", pki).code == 0
        assert thongquan(*verify).lines()[0]["reason"] == "CERT-REVOKED"


class TestVerify:
    def test_a_message_says_who_signed_and_each_step(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        (tmp_path / "m").write_bytes(pki.rsa.sign(b"content"))
        (tmp_path / "c").write_bytes(b"other content")
        folders = ["--anchors", pki.anchors, "--intermediates", pki.intermediates, "--crls", pki.crls]
        files = ["--cms", tmp_path / "m", "--content", tmp_path / "c", "--at", "2026-09-02T10:00:00+07:00"]
        told = thongquan("verify", "message", *files, *folders)
        assert told.code == 1
        assert "INVALID" in told.out
        assert "As of: 2026-09-02 10:00:00 (time in Viet Nam)" in told.out
        (tmp_path / "c").write_bytes(b"content")
        [report] = thongquan("verify", "message", *files, *folders, "--json").lines()
        assert (report["verdict"], report["at"]) == ("valid", "2026-09-02T03:00:00.000000Z")
        assert report["signer"]["tax_code"] == "9901234560"
        assert verify_message((tmp_path / "m").read_bytes(), b"content", pki.trust, NOW).verdict == "valid"

    def test_a_time_without_its_offset_is_refused(self, thongquan: Run, tmp_path: Path) -> None:
        told = thongquan("verify", "receipt", "x", "--anchors", tmp_path, "--at", "2026-09-02T10:00:00")
        assert told.code == 2


class TestLaw:
    def test_the_value_in_force_is_marked(self, thongquan: Run) -> None:
        told = thongquan("law", "show", "vat_free_ceiling", "--on", "2025-02-17")
        assert told.code == 0
        assert [line for line in told.out.splitlines() if line.startswith("→")] == [
            line for line in told.out.splitlines() if "2016-01-01" in line
        ]

    def test_all_parameters_are_listed(self, thongquan: Run) -> None:
        told = thongquan("law", "show")
        assert told.code == 0
        assert "vat_free_ceiling" in told.out

    def test_a_newer_list_goes_to_the_operators_folder(self, thongquan: Run, tmp_path: Path) -> None:
        newer = tmp_path / "currencies.tsv"
        newer.write_text("code\tname\n")
        told = thongquan("law", "import-codes", newer, "--since", DAY, "--table", "nothing", "--out", tmp_path / "own")
        assert told.code == 2
        assert not (tmp_path / "own").exists()


class TestOffice:
    def test_an_officer_clears_what_waited_and_the_declarant_hears_of_it(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        filed = thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 200)))
        waiting = [one for one in filed.lines()[:-1] if one["state"] == "registered"]
        assert waiting, "a share of 200 is chosen for inspection"
        number, data = waiting[0]["number"], ["--data", server.data]
        assert number in thongquan("office", "list", "waiting", "02DS", *data).out
        shown = thongquan("office", "show", number, *data)
        assert shown.code == 0
        assert all(part in shown.out for part in (waiting[0]["house_bill"], "Automatic wrist watch", "Drawn at random"))
        decide = ["office", "decide", number, "clear", "--officer", "CC001", *server.signing(), *data]
        decided = thongquan(*decide)
        assert (decided.code, f"Số tờ khai: {number}" in decided.out) == (0, True)
        [told] = thongquan("status", number, "--outbox", tmp_path / "o", "--json").lines()
        assert told["state"] == "cleared"
        assert server.log.read_text().count("/decisions") == 1, "one question for the whole filing"
        [still] = thongquan("status", number, "--outbox", tmp_path / "o", "--offline", "--json").lines()
        assert still == told
        decide = ["office", "decide", number, "scan-suspect", "--reason", "hình lạ", "--officer", "CC001"]
        assert thongquan(*decide, *server.signing(), *data).code == 0
        [told] = thongquan("status", number, "--outbox", tmp_path / "o", "--json").lines()
        assert told["state"] == "held", "what is cleared is no end: it is asked about again"

    @pytest.mark.parametrize(
        "decide",
        [
            ["999999999999", "clear", "--officer", "CC001"],
            ["../../healthz", "clear", "--officer", "CC001"],
            ["100000000010", "clear", "--officer", "NOBODY"],
        ],
    )
    def test_what_cannot_be_decided_is_told_in_words(self, decide: list[str], thongquan: Run, server: Server) -> None:
        told = thongquan("office", "decide", *decide, *server.signing(), "--data", server.data)
        assert told.code == 2
        assert len(told.err.split()) > 3


def test_a_template_is_a_manifest_that_only_lacks_its_houses(thongquan: Run, tmp_path: Path) -> None:
    for direction in ("import", "export"):
        empty = tmp_path / f"{direction}.xlsx"
        assert thongquan("template", direction, empty).code == 0
        told = thongquan("check", empty, "--profile", PROFILE, "--on", DAY)
        assert told.code == 2
        assert "no house bills" in told.err


def test_a_template_is_never_written_over_a_manifest_that_was_filled_in(thongquan: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"a day's work")
    told = thongquan("template", "import", tmp_path / "mine.xlsx")
    assert (told.code, "exists" in told.err) == (2, True)
    assert (tmp_path / "mine.xlsx").read_bytes() == b"a day's work"


class TestASampleProfile:
    def test_is_one_that_check_understands(self, thongquan: Run, tmp_path: Path) -> None:
        assert thongquan("template", "profile", tmp_path / "p.toml").code == 0
        flight = a_flight(tmp_path / "f.csv", 1)
        assert thongquan("check", flight, "--profile", tmp_path / "p.toml", "--on", DAY).code == 0

    def test_is_never_written_over_one_that_was_filled_in(self, thongquan: Run, tmp_path: Path) -> None:
        (tmp_path / "p.toml").write_text("filer = '1'")
        assert thongquan("template", "profile", tmp_path / "p.toml").code == 2
        assert (tmp_path / "p.toml").read_text() == "filer = '1'"


def test_an_office_without_waiting_declarations_says_so(thongquan: Run, server: Server) -> None:
    assert "No declaration waits" in thongquan("office", "list", "waiting", "01TE", "--data", server.data).out


def test_check_writes_the_workbook_and_names_the_next_step(thongquan: Run, tmp_path: Path) -> None:
    manifest = SAMPLES / "export_list_150_cp1258.csv"
    told = thongquan("check", manifest, "--profile", PROFILE, "--on", DAY, "--out", tmp_path / "out")
    assert told.code == 1
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert "export_list_150_cp1258.checked.xlsx" in written
    assert all(str(tmp_path / "out" / name) in told.out.replace("\n", "") for name in written)
    assert "thongquan file" in told.out


def test_a_manifest_cannot_move_the_cursor_of_the_one_who_checks_it(thongquan: Run, tmp_path: Path) -> None:
    flight = a_flight(tmp_path / "flight.csv", 1, goods="watch \x1b[2J\u202e[bold]")
    told = thongquan("check", flight, "--profile", PROFILE, "--on", DAY)
    assert "\x1b" not in told.out
    assert "\u202e" not in told.out


def test_json_is_one_object_a_line(thongquan: Run, tmp_path: Path) -> None:
    flight = a_flight(tmp_path / "flight.csv", 2)
    told = thongquan("check", flight, "--profile", PROFILE, "--on", DAY, "--json")
    place, told_of_it = ["file", "sheet", "row", "house_bill"], ["faults", "warnings", "mended", "taxes", "foreseen"]
    assert [sorted(line) for line in told.lines()[:-1]] == [sorted([*place, "form", "outcome", *told_of_it])] * 2
    assert msgspec.json.decode(told.out.splitlines()[-1]).keys() == {"summary"}
