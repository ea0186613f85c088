"""What `thongquan tariff` tells."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from thongquan.base.moment import business_day
from thongquan.cli.table import day_of, plain, print_table
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.duty.tariff import TariffLine, Under, VatTurn


EARLIER = "earlier_snapshot"
"""How the tariff names its copy of a day that its source did not tell."""


def run_find(arguments: argparse.Namespace, say: Words) -> int:
    """Exit code 1 where no line is like what was asked for."""
    from thongquan.duty.tariff_search import find

    found = find(" ".join(arguments.words), arguments.on or business_day(datetime.now(UTC)), max(arguments.limit, 1))
    if arguments.json:
        print(msgspec.json.encode(found).decode())
        return 0 if found else 1
    if not found:
        print(say("tariff.nothing", words=plain(" ".join(arguments.words))))
        return 1
    rows = [[one.code, one.name_vi, one.name_en, one.everyday] for one in found]
    headings = [say(f"tariff.heading.{name}") for name in ("code", "name_vi", "name_en", "everyday")]
    title = say("tariff.found") if found[0].whole else say("tariff.partly")
    print_table(title, headings, rows)
    print(say("tariff.next", code=found[0].code))
    return 0


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.derivation import print_open
    from thongquan.declaration.explain import explained
    from thongquan.duty.tariff import line_of

    line = line_of(arguments.code, arguments.on or business_day(datetime.now(UTC)))
    if arguments.json:
        told = {**msgspec.to_builtins(line), "open": [explained(fault) for fault in line.open]}
        print(msgspec.json.encode(told).decode())
        return 0
    rows = [(say(f"tariff.line.{name}"), text or "–") for name, text in told_of(line, say)]
    print_table(say("tariff.title", code=line.code, day=day_of(line.day, say.lang)), ["", ""], rows)
    print_open([explained(fault) for fault in line.open], say)
    print(say("tariff.gaps"))
    return 0


def told_of(line: "TariffLine", say: Words) -> list[tuple[str, str]]:
    turns = [turn(one, say) for one in line.vat]
    return [
        ("name_vi", line.name_vi),
        ("name_en", line.name_en),
        ("unit", line.unit),
        ("duty_mfn", line.duty_mfn),
        ("duty_normal", line.duty_normal),
        ("vat_class", line.vat_class),
        ("vat", "\n".join(turns)),
        ("special_consumption", "\n".join(under(one, "%", say) for one in line.special_consumption)),
        ("environment", "\n".join(under(one, "đồng/kg", say) for one in line.environment)),
        ("policy_note", say("tariff.policy") if line.policy_note else ""),
        ("vintage", say("tariff.earlier") if line.vintage == EARLIER else day_of(line.vintage, say.lang)),
    ]


def turn(one: "VatTurn", say: Words) -> str:
    key = "tariff.vat.turn" if one.settled else "tariff.vat.unsettled"
    return say(key, percent=one.percent, day=day_of(one.since, say.lang))


def under(one: "Under", unit: str, say: Words) -> str:
    """A kind of goods with what is on it; one that is not sure says so."""
    name = one.vi if say.lang == "vi" else one.en
    sure = "" if one.sure else f" ({say('tariff.perhaps')})"
    return f"{name}: {one.rate or '?'} {unit}{sure} [{one.code}]"
