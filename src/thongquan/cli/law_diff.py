"""`thongquan law diff`: what of the law changes between two days."""

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from thongquan.cli.table import day_of, figure, plain
from thongquan.cli.words import Words

Told = dict[str, Any]

FIRST_ROWS = 5
MEANING = ("name_vi", "name", "name_en", "vnd_per_unit", "unlocode", "controls")
"""Columns that say what a code means, the first that a table has."""


def run(arguments: argparse.Namespace, say: Words) -> int:
    first, last = sorted((arguments.first, arguments.last))
    told = changes(first, last)
    if arguments.json:
        import msgspec

        print(msgspec.json.encode(told).decode())
        return 0
    print(say("law.diff.title", first=day_of(told["first"], say.lang), last=day_of(told["last"], say.lang)))
    for act in told["acts"]:
        print(say("law.diff.act", day=day_of(act["in_force"], say.lang), short=act["short"], title=act[say.lang]))
    for one in told["parameters"]:
        print_parameter(one, say)
    for table in told["tables"]:
        print_table(table, say, None if arguments.all else FIRST_ROWS)
    if not (told["acts"] or told["parameters"] or told["tables"]):
        print(say("law.diff.nothing"))
    return 0


def changes(first: date, last: date) -> Told:
    """Acts that come into force, parameters and code tables that change, after `first` and until `last`."""
    from thongquan import law

    tables = [table_changes(name, first, last) for name in law.CURRENT.names("codes")]
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "acts": [
            {"short": act.short, "in_force": act.in_force.isoformat(), "vi": act.title_vi, "en": act.title_en}
            for act in sorted(law.CURRENT.acts.by_key.values(), key=lambda act: act.in_force or date.min)
            if act.in_force and first < act.in_force <= last
        ],
        "parameters": [one for name in law.CURRENT.names("parameters") for one in parameter_changes(name, first, last)],
        "tables": [table for table in tables if table["begun"] or table["ended"] or table["changed"]],
    }


def parameter_changes(name: str, first: date, last: date) -> list[Told]:
    """Every step of a value between the days, those that are taken back again too."""
    from thongquan import law
    from thongquan.law.parameter import note_told

    file = law.CURRENT.parameter_file(name)
    found = []
    for before, after in zip([None, *file.value], file.value, strict=False):
        if first < after.since <= last and (before is None or before.is_ != after.is_):
            found.append(
                {
                    "name": name,
                    "called": {"vi": file.name, "en": file.meaning},
                    "unit": file.unit,
                    "since": after.since.isoformat(),
                    "from": None if before is None else before.is_,
                    "to": after.is_,
                    "cites": after.cites,
                    "mark": after.mark,
                    "note": note_told(after.note),
                }
            )
    return found


def table_changes(name: str, first: date, last: date) -> Told:
    """Codes that are listed on the last day and not on the first, the other way round, and with another row."""
    from thongquan import law

    before, after = law.codes(name).on(first), law.codes(name).on(last)
    return {
        "table": name,
        "begun": [row for code, row in after.items() if code not in before],
        "ended": [row for code, row in before.items() if code not in after],
        "changed": [
            {"from": before[code], "to": row} for code, row in after.items() if code in before and before[code] != row
        ],
    }


def print_parameter(one: Told, say: Words) -> None:
    from thongquan.cli.law_settings import shown
    from thongquan.cli.law_show import law_and_mark

    before = "–" if one["from"] is None else shown(one["from"])
    unit = f" {one['unit']}" if one["unit"] else ""
    print(f"{day_of(one['since'], say.lang)}  {one['name']}: {before} → {shown(one['to'])}{unit}")
    print(f"    {one['called'][say.lang]} ({law_and_mark(one['cites'], one['mark'], say)})")


def print_table(table: Told, say: Words, most: int | None) -> None:
    counts = {kind: figure(len(table[kind]), say.lang) for kind in ("begun", "ended", "changed")}
    print(say("law.diff.table", table=table["table"], **counts))
    print_rows("+", [row_told(row) for row in table["begun"]], say, most)
    print_rows("-", [row_told(row) for row in table["ended"]], say, most)
    print_rows("~", [f"{row_told(one['from'])} → {row_told(one['to'])}" for one in table["changed"]], say, most)


def print_rows(sign: str, rows: Sequence[str], say: Words, most: int | None) -> None:
    for row in rows[:most]:
        print(plain(f"  {sign} {row}"))
    if most is not None and len(rows) > most:
        print(say("law.diff.more", sign=sign, count=figure(len(rows) - most, say.lang)))


def row_told(row: dict[str, str]) -> str:
    """The code, what it means, and its days."""
    named = next((row[column] for column in MEANING if row.get(column)), "")
    days = f"{row['valid_from'] or '…'} – {row['valid_to'] or '…'}" if row["valid_from"] or row["valid_to"] else ""
    return "  ".join(part for part in (row["code"], named, days) if part)
