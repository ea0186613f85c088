"""The process that reads: what it may not do, and what becomes of us when it is killed, hangs or talks nonsense."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from manifest.hostile import DRILL
from thongquan import manifest
from thongquan.base.limits import LIMITS
from thongquan.manifest import apart
from thongquan.manifest.apart import Apart, ahead, begun
from thongquan.manifest.contents import Answer, PackedTable
from thongquan.manifest.tables import SheetFacts

SAMPLES = Path(__file__).parents[1] / "samples"
GOOD = SAMPLES / "export_list_150_cp1258.csv"
KINDS = ["import_manifest_200.xlsx", "export_list_150_cp1258.csv", "houses_12.fhl.txt", "house_1.xfzb.xml"]
Saying = Callable[[str], Apart]
ROUNDS = 200 if DRILL else 10


def refusal(reading: Apart) -> tuple[str, dict[str, object]]:
    with pytest.raises(manifest.Unreadable) as refused:
        reading.contents()
    return refused.value.code, dict(refused.value.facts)


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second, not twenty."""
    monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, reader_cpu_seconds=1, reader_waits_per_cpu_second=1))


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Saying:
    """A reader that was taken over: it does what the test says."""

    def say(program: str) -> Apart:
        monkeypatch.setattr(apart, "_START", f"import os, sys, time; {program}")
        return Apart(GOOD)

    return say


def told(answer: Answer) -> str:
    return f"os.write(1, {msgspec.msgpack.encode(answer)!r})"


def rows(packed: bytes) -> Answer:
    return Answer(tables=[PackedTable("", SheetFacts(), [], rows=[msgspec.Raw(packed)])])


class TestWhatTheReaderMayNotDo:
    """Seen by strace(1), from the moment when it has sealed itself."""

    @pytest.mark.parametrize("sample", KINDS)
    def test_it_opens_and_starts_nothing(self, sample: str, tmp_path: Path) -> None:
        calls = calls_after_sealing(SAMPLES / sample, tmp_path)
        assert [
            call for call in calls if re.match(r"(open|openat|socket|connect|clone|fork|vfork|execve)\w*\(", call)
        ] == []
        assert [call for call in calls if call.startswith("write(") and not call.startswith("write(1, ")] == []

    def test_all_limits_are_set_before_the_file_is_read(self, tmp_path: Path) -> None:
        calls = calls_of(GOOD, tmp_path)
        first_read = next(index for index, call in enumerate(calls) if call.startswith("read(0, "))
        limited = {found[1] for call in calls[:first_read] if (found := re.match(r"prlimit64\(0, (\w+), \{", call))}
        names = {"AS", "CPU", "FSIZE", "CORE", "NPROC", "NOFILE"}
        assert limited >= {f"RLIMIT_{name}" for name in names}

    def test_root_becomes_nobody(self, tmp_path: Path) -> None:
        calls = calls_of(GOOD, tmp_path)
        assert any(call.startswith("setuid(65534)") for call in calls) == (os.geteuid() == 0)

    @pytest.mark.parametrize(
        "deed",
        [
            "open('/etc/passwd')",
            "socket.socket()",
            "os.fork()",
            "os.setuid(0)",
            "resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
            "bytearray(300_000_000)",
        ],
    )
    def test_even_taken_over_it_can_do_little(self, deed: str) -> None:
        program = (
            "import os, sys, socket, resource; sys.path += sys.argv[1:]; from thongquan.manifest.reader import seal; "
            f"seal(2)\ntry: {deed}\nexcept (OSError, ValueError, MemoryError): os._exit(7)"
        )
        command = [sys.executable, "-I", "-S", "-c", program, *filter(None, sys.path)]
        assert subprocess.run(command, check=False, env={}).returncode == 7

    def test_it_gets_no_environment(self, monkeypatch: pytest.MonkeyPatch, saying: Saying) -> None:
        monkeypatch.setenv("THONGQUAN_SECRET", "thu-nghiem")
        reading = saying("sys.exit(sum(name != 'LC_CTYPE' for name in os.environ))")
        assert reading._process.wait() == 0
        reading.drop()

    def test_it_gets_no_open_files(self, saying: Saying) -> None:
        reading = saying("sys.exit(len(os.listdir('/proc/self/fd')) - 4)")  # three, and the folder itself
        assert reading._process.wait() == 0
        reading.drop()

    def test_it_knows_no_law(self) -> None:
        program = (
            "import sys; sys.path += sys.argv[1:]; from thongquan.manifest.opening import reader_for; "
            "[reader_for(head) for head in (b'PK\\3\\4', b'FHL/4', b'<a>', b'A,B')]; "
            "known = {'thongquan.law', 'thongquan.declaration', 'xlsxwriter', 'subprocess'} & set(sys.modules); "
            "sys.exit(bool(known))"
        )
        command = [sys.executable, "-I", "-S", "-c", program, *filter(None, sys.path)]
        assert subprocess.run(command, check=False, env={}).returncode == 0


def calls_of(path: Path, folder: Path) -> list[str]:
    """The system calls of a reader, in their order."""
    program = (
        f"from thongquan.manifest.apart import Apart; from pathlib import Path; Apart(Path({str(path)!r})).contents()"
    )
    subprocess.run(
        ["strace", "-ff", "-o", folder / "calls", sys.executable, "-c", program, path],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    told = [log.read_text("utf-8", "replace").splitlines() for log in folder.glob("calls.*")]
    return next(calls for calls in told if any("RLIMIT_NOFILE, {rlim_cur=0" in call for call in calls))


def calls_after_sealing(path: Path, folder: Path) -> list[str]:
    calls = calls_of(path, folder)
    sealed = max(index for index, call in enumerate(calls) if call.startswith("prlimit64("))
    assert len(calls) > sealed + 3
    return calls[sealed + 1 :]


class TestWhatBecomesOfUs:
    def test_killed_at_any_moment_is_a_refusal_or_an_answer(self) -> None:
        moments = random.Random(3)
        outcomes = set()
        for _ in range(ROUNDS):
            reading = Apart(SAMPLES / "import_manifest_200.xlsx")
            killer = threading.Timer(moments.uniform(0, 0.15), reading._process.kill)
            killer.start()
            try:
                outcomes.add("read" if reading.contents().tables else "")
            except manifest.Unreadable as refused:
                outcomes.add(f"{refused.code} {refused.facts['reason']}")
            killer.join()
        assert outcomes <= {"read", "FILE-READING-STOPPED SIGKILL"}
        assert Apart(GOOD).contents().tables

    @pytest.mark.usefixtures("patience")
    def test_a_reader_that_hangs_is_not_waited_for(self) -> None:
        reading = Apart(GOOD)
        os.kill(reading._process.pid, signal.SIGSTOP)
        began = time.monotonic()
        assert refusal(reading) == ("FILE-READING-TIME", {"limit": 1})
        assert time.monotonic() - began < 3
        assert reading._process.returncode == -signal.SIGKILL

    @pytest.mark.usefixtures("patience")
    def test_a_reader_that_hangs_after_its_answer_is_not_waited_for(self, saying: Saying) -> None:
        assert refusal(saying("os.close(1); time.sleep(60)"))[0] == "FILE-READING-TIME"

    @pytest.mark.parametrize(
        ("deed", "code", "facts"),
        [
            ("os.kill(os.getpid(), 24)", "FILE-READING-CPU", {"limit": 2}),
            ("os.abort()", "FILE-READING-MEMORY", {"limit": LIMITS.reader_memory_bytes}),
            ("os.kill(os.getpid(), 11)", "FILE-READING-STOPPED", {"reason": "SIGSEGV"}),
            ("sys.exit(3)", "FILE-READING-STOPPED", {"reason": "exit 3"}),
            ("", "FILE-READING-STOPPED", {"reason": "answer: DecodeError"}),
            ("os.write(1, os.urandom(5000))", "FILE-READING-STOPPED", None),
            ("os.write(1, b'\\x80' * 2)", "FILE-READING-STOPPED", None),
            ("os.write(1, b'\\x81\\xa6tables\\x05')", "FILE-READING-STOPPED", {"reason": "answer: ValidationError"}),
            ("[os.write(1, bytes(1 << 20)) for _ in range(99)]", "FILE-READING-STOPPED", {"reason": "answer too long"}),
            (told(rows(b"\xdd\x00\xff\xff\xff" + b"\x90" * 0xFFFFFF)), "FILE-READING-STOPPED", None),
            (told(rows(b"\x91\xdd\x00\x00\xff\xff" + b"\xa0" * 0xFFFF)), "FILE-READING-STOPPED", None),
            (told(rows(b"\x91\x91" + b"\x91" * 90_000)), "FILE-READING-STOPPED", None),
        ],
    )  # fmt: skip
    def test_whatever_it_says_instead_of_an_answer_is_a_refusal(
        self,
        saying: Saying,
        tmp_path: Path,
        deed: str,
        code: str,
        facts: dict[str, object] | None,
    ) -> None:
        (tmp_path / "deed.py").write_text(f"import os, sys, time\n{deed}\n")
        found = refusal(saying(f"exec(open({str(tmp_path / 'deed.py')!r}).read())"))
        assert found == (code, found[1] if facts is None else facts)

    def test_a_file_read_ahead_is_read_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with ahead([GOOD]):
            started = apart._begun[GOOD]
            assert begun(GOOD) is started
            assert started.contents().tables
        assert not apart._begun

    def test_a_file_read_ahead_that_nobody_asks_for_leaves_nothing_behind(self) -> None:
        with ahead([GOOD]):
            started = apart._begun[GOOD]
        assert started._process.returncode is not None

    def test_a_program_with_many_threads_reads_many_files_at_once(self) -> None:
        found = []
        readers = [
            threading.Thread(target=lambda: found.append(len(manifest.read(GOOD).sheets[0].rows))) for _ in range(4)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert found == [150] * 4


class TestALimitOfTheReader:
    def test_memory_is_enough_and_no_more(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert Apart(GOOD).contents().tables
        monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, reader_memory_bytes=16 << 20))
        assert refusal(Apart(GOOD)) == ("FILE-READING-MEMORY", {"limit": 16 << 20})

    def test_cpu_seconds_are_enough_and_no_more(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        one = {"reader_cpu_seconds": 1, "reader_cpu_seconds_per_megabyte": 0}
        limits = replace(LIMITS, **one, reader_waits_per_cpu_second=300)
        monkeypatch.setattr(apart, "LIMITS", limits)
        assert Apart(GOOD).contents().tables
        message = (SAMPLES / "houses_12.fhl.txt").read_text("ascii").split("\n\n")[0]
        begin = message.index("HBS/")
        (tmp_path / "long").write_text(message[:begin] + f"{message[begin:]}\n" * 25_000)
        assert refusal(Apart(tmp_path / "long")) == ("FILE-READING-CPU", {"limit": 1})

    def test_an_answer_may_be_as_long_as_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told = 30_000
        monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, reader_answer_bytes=told))
        assert Apart(GOOD).contents().tables
        monkeypatch.setattr(apart, "LIMITS", replace(LIMITS, reader_answer_bytes=told // 2))
        assert refusal(Apart(GOOD)) == ("FILE-READING-STOPPED", {"reason": "answer too long"})

    def test_a_bigger_file_may_take_longer(self, tmp_path: Path) -> None:
        (tmp_path / "big").write_bytes(b" " * (3 << 20))
        small, big = Apart(GOOD), Apart(tmp_path / "big")
        assert (small._cpu_seconds, big._cpu_seconds) == (2, 2 + 3 * LIMITS.reader_cpu_seconds_per_megabyte)
        assert (small._seconds, big._seconds) == (20, 80)
        small.drop()
        big.drop()
