"""A courier's own program over `thongquan.declarant`. `docs/sdk.md` explains it; a test runs it against a server.

python courier.py settings.toml file FLIGHT.xlsx …
python courier.py settings.toml correct NUMBER ITEM=VALUE …
python courier.py settings.toml follow [--once]
"""

import sqlite3
import sys
import tomllib
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from thongquan import declarant
from thongquan.declarant import Declarant, Event, Filed


class Settings(TypedDict):
    """The file of settings. Secrets lie in files of their own that only their owner can read."""

    server: str
    system: str
    folder: str
    anchors: str
    profile: str
    key: str
    password_file: str
    terminal: str
    access_key_file: str
    day: NotRequired[date]
    """Only to try it out with a server whose clock stands at another day."""


def main(words: Sequence[str]) -> int:
    with Path(words[0]).open("rb") as file:
        settings = cast("Settings", tomllib.load(file))
    outbox, anchors = Path(settings["folder"]) / "outbox", Path(settings["anchors"])
    try:
        with Declarant(settings["server"], outbox, system=settings["system"], anchors=anchors) as courier:
            match words[1:]:
                case ["file", *flights] if flights:
                    return file_flights(courier, settings, [Path(flight) for flight in flights])
                case ["correct", number, *changes] if changes:
                    return correct(courier, settings, number, dict(change.split("=", 1) for change in changes))
                case ["follow", *once] if once in ([], ["--once"]):
                    return follow(courier, settings, once=bool(once))
                case _:
                    print(__doc__)
                    return 2
    except declarant.Refusal as refusal:  # every reason for which something could not be carried out is one
        told = declarant.worded(refusal, "en")
        print(f"{told.text}\n  {told.fix} [{refusal.code}]")
        return 2


def file_flights(courier: Declarant, settings: Settings, flights: list[Path]) -> int:
    profile = declarant.read_profile(Path(settings["profile"]))
    checked = declarant.check_files(flights, profile=profile, day=settings.get("day"))
    for verdict in checked.verdicts:
        for change in verdict.mended:
            print(f"{verdict.house_bill}: {change.at} {change.before!r} is read as {change.after!r} [{change.code}]")
        for fault in verdict.faults:
            print(f"{verdict.file} {fault.get('cell')} {verdict.house_bill}: {fault['text']['en']} [{fault['code']}]")
            print(f"  {fault['fix']['en']} ({fault['cites']})")
    filed = courier.file(checked, key(settings), receipts=Path(settings["folder"]) / "receipts")
    print_new(courier, settings, filed)
    return tell(filed)


def correct(courier: Declarant, settings: Settings, number: str, changes: dict[str, str]) -> int:
    asked, day = [{"number": number, **changes}], settings.get("day")
    look = courier.correct(asked, day=day)  # without a key nothing is signed
    for one in look.corrections:
        for change in one.changes:
            print(f"{number}: {change.field} {change.before!r} becomes {change.after!r}")
        for fault in map(declarant.explained, one.faults):
            print(f"{number}: {fault['text']['en']} {fault['fix']['en']} [{fault['code']}]")
    if look.is_faulty:
        return 1
    filed = courier.correct(asked, key(settings), day=day, receipts=Path(settings["folder"]) / "receipts")
    print_new(courier, settings, filed)
    return tell(filed)


def follow(courier: Declarant, settings: Settings, *, once: bool) -> int:
    """What happens to each parcel, exactly once, however often this is killed: event and work are one transaction."""
    access_key = Path(settings["access_key_file"]).read_text(encoding="ascii").strip()
    with closing(sqlite3.connect(Path(settings["folder"]) / "parcels.db")) as db:
        db.execute("CREATE TABLE IF NOT EXISTS event (cursor TEXT PRIMARY KEY, number TEXT, kind TEXT, step TEXT)")
        db.execute("CREATE TABLE IF NOT EXISTS parcel (number TEXT PRIMARY KEY, state TEXT, events INTEGER)")
        last = db.execute("SELECT cursor FROM event ORDER BY rowid DESC LIMIT 1").fetchone()
        after = last[0] if last else ""
        for event in courier.events(settings["terminal"], access_key, after=after, once=once, away=print):
            with db:
                take(db, event)
            print(event.at, event.number, event.kind, event.step, event.state, flush=True)
    return 0


def take(db: sqlite3.Connection, event: Event) -> None:
    """The work on one event. Should it come twice, its cursor would be there already, and nothing would be kept."""
    db.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (event.cursor, event.number, event.kind, event.step))
    db.execute(
        "INSERT INTO parcel VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET state = excluded.state, events = events + 1",
        (event.number, event.state),
    )


def print_new(courier: Declarant, settings: Settings, filed: Filed) -> None:
    """The printout of each parcel that was registered or corrected just now."""
    for parcel in filed.parcels:
        if parcel.outcome == "registered":
            for number, pdf in courier.print_pdf(parcel.number).items():
                (Path(settings["folder"]) / f"{number}.pdf").write_bytes(pdf)


def tell(filed: Filed) -> int:
    for parcel in filed.parcels:
        print(parcel.house_bill, parcel.outcome, parcel.number, parcel.channel, parcel.state)
        for fault in parcel.faults:
            print(f"  {fault['text']['en']} [{fault['code']}]")
    for problem in filed.problems:
        print(f"refused as a whole: {problem.batch} [{problem.code}]")
    if filed.away:
        print(f"{filed.counts()['waiting']} are signed and wait; run this again [{filed.away.code}]")
    return 0 if filed.all_done() and not filed.away else 1


def key(settings: Settings) -> declarant.Key:
    password = Path(settings["password_file"]).read_text(encoding="utf-8").strip()
    return declarant.key_at(settings["key"], password)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
