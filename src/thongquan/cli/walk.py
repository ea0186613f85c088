"""The steps of `thongquan demo`. Each runs the very command that it prints, and must end as it should."""

import argparse
import contextlib
import io
import shlex
import shutil
import subprocess  # nosec B404 - the server runs as a user would run it
import sys
import time
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec

from thongquan.base.fault import Refusal
from thongquan.cli.desk_of_office import Office
from thongquan.cli.made_up import COMPANIES, IDENTITIES, OFFICE, OFFICERS, OPERATOR, PASSWORD
from thongquan.cli.main import main
from thongquan.cli.words import Words

CLOCK = "2026-09-02T03:00:00Z"
DAY = "2026-09-02"
"""The sample flight's day: its exchange rates and code lists are carried in the law."""

TAX_CODE, COMPANY, KEY = COMPANIES[0]
LOOK_FIRST = (("checked", "*.checked.xlsx"), ("forms", "1*.pdf"))
MARK = ".thongquan-demo"
SERVER_STARTS_WITHIN_SECONDS = 30
REGISTERED = 2
"""An officer and the head of the office."""
RED = "3"
"""Cleared after an inspection only."""
DECIDED_AT_MOST = 6
"""Waiting declarations that the officer decides: all but the last, the last of them against the declarant."""


def run(arguments: argparse.Namespace, say: Words) -> int:
    walk = Walk(fresh_folder(arguments.out), say)
    try:
        walk.say_what_will_happen()
        walk.make_certificates()
        walk.start_server()
        walk.register()
        walk.check()
        walk.file()
        walk.decide()
        walk.print_forms()
        walk.verify()
    finally:
        walk.stop_server()
    walk.show_what_was_made()
    return 0


class DemoFailed(Refusal):
    """A step did not end as it should."""

    code = "DEMO-FAILED"


class FolderTaken(Refusal):
    """The folder holds something that no demonstration made: it is not swept away."""

    code = "DEMO-FOLDER"


def fresh_folder(folder: Path) -> Path:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise FolderTaken(folder=str(folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    return folder


class Walk:
    """One walk through the main job; everything it makes lies in `folder`."""

    def __init__(self, folder: Path, say: Words) -> None:
        self.folder = folder
        self.say = say
        self.pki = folder / "pki"
        self.data = folder / "server" / "data"
        self.log = folder / "server" / "log.ndjson"
        self.server = ""
        self.summary: dict[str, Any] = {}
        self._process: subprocess.Popen[str] | None = None

    def say_what_will_happen(self) -> None:
        print(self.say("demo.intro"))

    def make_certificates(self) -> None:
        self.tell("demo.step.pki")
        self.password_file = self.folder / "password.txt"
        self.password_file.write_text(f"{PASSWORD}\n")
        self.run("pki", "make", self.pki, "--at", CLOCK)
        password = ["--password-file", self.password_file]
        self.run("pki", "company", self.pki, TAX_CODE, COMPANY, *password, "--at", CLOCK)
        for one in (OPERATOR, *OFFICERS[:REGISTERED]):
            self.run("pki", "officer", self.pki, one.id, one.name, *password, "--at", CLOCK)

    def start_server(self) -> None:
        """A server of its own process, on a port that was free."""
        command = ["serve", "--demo", "--clock", CLOCK, "--data", self.data, "--keys", self.data.with_name("keys")]
        command += ["--trust", self.pki, "--listen", "127.0.0.1:0"]
        self.data.parent.mkdir()
        with self.log.open("w") as log:
            self._process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own program, our own arguments
                [sys.executable, "-m", "thongquan.cli.main", "--lang", "en", *map(str, command)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.server = address_from(self._process)
        self.tell("demo.step.serve", server=self.server, clock=CLOCK)
        self.show(command)
        if not self.server:
            raise DemoFailed(step="serve", log=str(self.log))

    def stop_server(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=SERVER_STARTS_WITHIN_SECONDS)
            if self._process.stdout is not None:
                self._process.stdout.close()

    def register(self) -> None:
        self.tell("demo.step.company", tax_code=TAX_CODE)
        one, officers, data = OPERATOR, self.pki / "officers", ["--data", self.data]
        identity = ["--identity", IDENTITIES[one.id]]
        certificate = ["--certificate", officers / f"{one.id}.pem"]
        self.run("office", "found", one.id, one.name, one.office, *certificate, *identity, *data)
        signs = ["--as", one.id, "--key", officers / f"{one.id}.p12", "--password-file", self.password_file, *data]
        certificate = ["--certificate", self.pki / "companies" / f"{TAX_CODE}-{KEY}.pem"]
        self.run("office", "company", "add", TAX_CODE, COMPANY, *certificate, *signs)
        for one in OFFICERS[:REGISTERED]:
            account = ["--certificate", officers / f"{one.id}.pem", "--account", "--identity", IDENTITIES[one.id]]
            self.run("office", "officer", "add", one.id, one.name, one.office, "--role", one.role, *account, *signs)

    def check(self) -> None:
        """Some rows of the sample are faulty on purpose: `check` ends with 1."""
        self.tell("demo.step.check")
        with sample_flight() as (manifest, profile):
            self.manifest, self.profile = self.carried(manifest), self.carried(profile)
        arguments = [self.manifest, "--profile", self.profile, "--on", DAY]
        self.run("check", *arguments, "--out", self.folder / "checked", ends=1)
        self.summary["check"] = self.ask("check", *arguments, ends=1)[-1]["summary"]

    def file(self) -> None:
        """The faulty ones stay behind, so `file` ends with 1; run again it registers nothing twice."""
        self.tell("demo.step.file")
        arguments = [self.manifest, "--profile", self.profile, "--on", DAY, "--server", self.server]
        arguments += ["--certificate", self.pki / "companies" / f"{TAX_CODE}-{KEY}.p12"]
        arguments += ["--password-file", self.password_file, "--anchors", self.pki / "anchors", *self.outbox()]
        self.run("file", *arguments, "--out", self.folder, ends=1)
        self.tell("demo.step.again")
        self.show(["file", *arguments, "--json"])
        self.summary["filed_again"] = self.ask("file", *arguments, ends=1)[-1]["summary"]
        print(msgspec.json.encode(self.summary["filed_again"]).decode())

    def decide(self) -> None:
        waiting = Office(self.data).ask(f"/office/waiting/{OFFICE}")
        decided = [case["number"] for case in waiting[:-1][:DECIDED_AT_MOST]]
        channels = {case["number"]: case["channel"] for case in waiting}
        self.tell("demo.step.decide", count=len(decided))
        self.run("office", "list", "waiting", OFFICE, "--data", self.data)
        for number in decided:
            verdict, reason = ("clear", "Hồ sơ phù hợp") if number != decided[-1] else ("refuse", "Hồ sơ không đầy đủ")
            key = [
                "--certificate",
                self.pki / "officers" / f"{OFFICERS[0].id}.p12",
                "--password-file",
                self.password_file,
            ]
            officer = ["--officer", OFFICERS[0].id, *key, "--reason", reason, "--data", self.data]
            if channels[number] == RED and verdict == "clear":
                self.run("office", "decide", number, "goods-fit", *officer)
            self.run("office", "decide", number, verdict, *officer)
        self.tell("demo.step.status")
        self.run("status", "--server", self.server, *self.outbox())
        self.parcels = self.ask("status", "--offline", *self.outbox())
        self.summary["parcels"] = counted(self.parcels)

    def print_forms(self) -> None:
        self.tell("demo.step.print")
        forms = ["--out", self.folder / "forms", *self.outbox()]
        batches = sorted({parcel["batch"] for parcel in self.parcels})
        for batch in batches:
            self.run("print", "--batch", batch, *forms)
        self.run("print", *one_of_each(self.parcels), *forms)

    def verify(self) -> None:
        receipt = min((self.folder / "receipts").iterdir())
        self.tell("demo.step.verify", file=receipt.name)
        anchors = ["--anchors", self.pki / "anchors"]
        self.run("verify", "receipt", receipt, *anchors)
        changed = self.folder / "receipt-with-one-bit-changed.json"
        data = bytearray(receipt.read_bytes())
        data[len(data) // 2] ^= 1
        changed.write_bytes(data)
        self.run("verify", "receipt", changed, *anchors, ends=1)
        self.summary["receipts"] = len(list((self.folder / "receipts").iterdir()))
        (self.folder / "summary.json").write_bytes(msgspec.json.format(msgspec.json.encode(self.summary)))

    def show_what_was_made(self) -> None:
        print("\n" + self.say("demo.done", folder=self.folder))
        for place, what in (
            ("summary.json", "summary"),
            ("checked/*.xlsx", "workbook"),
            ("receipts/", "receipts"),
            ("forms/*.pdf", "forms"),
            ("outbox/", "outbox"),
        ):
            print(f"  {self.folder / place!s:40} {self.say(f'demo.made.{what}')}")
        workbook, form = (min((self.folder / part).glob(kind)) for part, kind in LOOK_FIRST)
        print(self.say("demo.look", workbook=workbook, form=form))

    def outbox(self) -> list[object]:
        return ["--outbox", self.folder / "outbox"]

    def carried(self, path: Path) -> Path:
        """A copy among the results, so that the printed commands can be tried again."""
        return Path(shutil.copy(path, self.folder / path.name))

    def tell(self, key: str, **facts: str | int | Path) -> None:
        print(f"\n── {self.say(key, **facts)}", flush=True)

    def show(self, command: tuple[object, ...] | list[object]) -> None:
        print(f"$ thongquan {shlex.join(map(str, command))}", flush=True)

    def run(self, *command: object, ends: int = 0) -> None:
        self.show(command)
        if main(["--lang", self.say.lang, *map(str, command)]) != ends:
            raise DemoFailed(step=str(command[0]), log=str(self.log))

    def ask(self, *command: object, ends: int = 0) -> list[Any]:
        """The command's answer to machines."""
        written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(written):
            code = main([*map(str, command), "--json"])
        if code != ends:
            raise DemoFailed(step=str(command[0]), log=str(self.log))
        written.flush()
        buffer = written.buffer
        assert isinstance(buffer, io.BytesIO)
        return [msgspec.json.decode(line) for line in buffer.getvalue().splitlines()]


@contextlib.contextmanager
def sample_flight() -> Iterator[tuple[Path, Path]]:
    flight = files("thongquan.cli") / "flight"
    with as_file(flight / "import_manifest_200.xlsx") as manifest, as_file(flight / "courier.toml") as profile:
        yield manifest, profile


def address_from(process: "subprocess.Popen[str]") -> str:
    """The address that the server tells when it is ready; "" if it ends before."""
    assert process.stdout is not None
    until = time.monotonic() + SERVER_STARTS_WITHIN_SECONDS
    for line in process.stdout:
        if " http" in line:
            return line.split()[-1]
        if time.monotonic() > until:
            break
    return ""


def counted(parcels: list[dict[str, Any]]) -> dict[str, int]:
    """Parcels by outcome, channel and state."""
    counts: dict[str, int] = {}
    for parcel in parcels:
        for key in ("outcome", "channel", "state"):
            if parcel.get(key):
                name = f"{key} {parcel[key]}"
                counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def one_of_each(parcels: list[dict[str, Any]]) -> list[str]:
    """The number of one parcel for each channel and state that there is."""
    kinds = {(parcel["channel"], parcel["state"]): parcel["number"] for parcel in parcels if parcel.get("number")}
    return [kinds[kind] for kind in sorted(kinds)]
