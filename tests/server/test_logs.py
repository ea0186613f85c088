"""The log: one line for each request, in a file when told so, and nothing in it that is anybody's secret."""

import logging
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from authority.house import a_filing, lines_of
from authority.running import Server
from demo_pki import RSA_COMPANY
from thongquan.server.logs import Log, filer_told, loggable, set_up_logs


def read(path: Path) -> list[dict[str, object]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line]


class TestALineOfARequest:
    def test_says_who_when_how_long_and_how_much(self, server: Server) -> None:
        told = server.file(a_filing(lines_of("LOGGED1")))
        line = msgspec.json.decode(server.line_of(told.headers["x-request-id"]))
        assert set(line) >= {"at", "request", "method", "path", "status", "ms", "in", "out"}
        assert (line["method"], line["path"], line["status"]) == ("POST", "/api/v1/filings", 200)
        assert line["in"] == int(told.request.headers["content-length"])
        assert line["out"] == len(told.content)

    @pytest.mark.parametrize(
        "path",
        [
            "/healthz",
            "/api/v1/filings",
            "/api/v1/filings/019d1861-32f3-79ea-84ff-68ee0dc43e79",
            "/api/v1/filings/019d1861-32f3-79ea-84ff-68ee0dc43e79/decisions",
            "/api/v1/declarations/100000000010",
            "/office/operators",
            "/office/deeds/operator-officer-add",
            "/office/waiting/02DS",
            "/office/declarations/100000000010",
            "/office/deeds",
            "/office/deeds/declaration-decide",
        ],
    )
    def test_names_an_address_of_ours(self, path: str) -> None:
        assert loggable(path) == path

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/my-password-is-hunter2",
            "/api/v1/filings/Trần Văn A",
            "/api/v1/declarations/0912345678",
            "/api/v1/filings/019d1861-32f3-79ea-84ff-68ee0dc43e79/decisions/secret",
            "/office/waiting/Trần Văn A",
            "/healthz\n{}",
        ],
    )
    def test_names_no_other(self, path: str) -> None:
        assert loggable(path) == "other"

    @pytest.mark.parametrize(
        ("told", "code", "key"),
        [(RSA_COMPANY, "", "filer"), (f"{RSA_COMPANY}001", "", "filer"), (RSA_COMPANY, "SIGNATURE-WRONG", "claims")],
    )
    def test_names_a_companys_tax_code(self, tmp_path: Path, told: str, code: str, key: str) -> None:
        """Of a refused filing it is only what the sender claims: an innocent company may be named."""
        filer_told.set(told)
        Log(tmp_path / "log").request("POST", "/api/v1/filings", 200, "r", 0.1, code=code)
        assert read(tmp_path / "log")[0][key] == told

    @pytest.mark.parametrize("told", ["Trần Văn A", "048085123456", "0912", RSA_COMPANY + "\n", ""])
    def test_names_nothing_else_as_filer(self, tmp_path: Path, told: str) -> None:
        """Twelve digits are a citizen's number."""
        filer_told.set(told)
        Log(tmp_path / "log").request("POST", "/api/v1/filings", 200, "r", 0.1)
        assert not {"filer", "claims"} & set(read(tmp_path / "log")[0])


class TestAFile:
    def test_is_for_its_owner_only_and_is_added_to(self, tmp_path: Path) -> None:
        (tmp_path / "log").write_text('{"says":"before"}\n')
        (tmp_path / "log").unlink()
        for word in ("one", "two"):
            Log(tmp_path / "log").write(b'{"says":"%s"}' % word.encode())
        assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600
        assert [line["says"] for line in read(tmp_path / "log")] == ["one", "two"]

    def test_that_is_a_link_is_not_written_to(self, tmp_path: Path) -> None:
        (tmp_path / "log").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OSError, match="symbolic"):
            Log(tmp_path / "log")

    def test_moved_away_is_opened_by_its_name_again(self, tmp_path: Path) -> None:
        log = set_up_logs(tmp_path / "log")
        log.write(b'{"says":"one"}')
        (tmp_path / "log").rename(tmp_path / "log.1")
        log.write(b'{"says":"two"}')
        log.reopen()
        logging.getLogger("thongquan.test").error("three")
        assert [line["says"] for line in read(tmp_path / "log.1")] == ["one", "two"]
        assert [line["says"] for line in read(tmp_path / "log")] == ["three"]

    def test_that_cannot_be_opened_anew_is_written_on(self, tmp_path: Path) -> None:
        (tmp_path / "logs").mkdir()
        log = set_up_logs(tmp_path / "logs" / "log")
        (tmp_path / "logs").rename(tmp_path / "moved")
        log.reopen()
        log.write(b'{"says":"still here"}')
        told = [line["says"] for line in read(tmp_path / "moved" / "log")]
        assert told == ["the log cannot be opened anew (ENOENT): the old file is written on", "still here"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Its own 64 KiB of room; needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_loses_lines_and_tells_how_many_when_there_is_room_again(
    small_disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (small_disk / "filler").write_bytes(b"x" * 60_000)
    log = set_up_logs(small_disk / "log")
    for n in range(200):
        log.write(b'{"n":%d,"padding":"%s"}' % (n, b"x" * 100))
    lost = log.lost
    assert 0 < lost < 200
    assert capfd.readouterr().err.count("the log cannot be written") == 1
    (small_disk / "filler").unlink()
    log.write(b'{"n":200}')
    lines = (small_disk / "log").read_bytes().splitlines()
    assert msgspec.json.decode(lines[-1])["says"] == f"{lost} lines were lost: the log could not be written"
    assert msgspec.json.decode(lines[-2]) == {"n": 200}
    assert lines[0] == b'{"n":0,"padding":"%s"}' % (b"x" * 100)


def test_a_reader_of_the_log_who_went_away_disturbs_nobody() -> None:
    """Standard error is a pipe whose other end is closed."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    log = Log()
    log._handle = write_end
    log.write(b"{}")
    assert log.lost == 1
    os.close(write_end)
