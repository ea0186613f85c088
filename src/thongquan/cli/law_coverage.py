"""`thongquan law coverage`: each VNACCS result code answered, left out with a reason, or missing."""

import argparse
import importlib
import pkgutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from thongquan.base.moment import business_day
from thongquan.cli.words import Words

CITING_NOTHING = ("thongquan.app", "thongquan.cli", "thongquan.server", "thongquan.storage")
"""Not loaded, for it takes longer than all the rest; a test holds that no code of the law comes from there."""

if TYPE_CHECKING:
    from thongquan.base.citation import Cited
    from thongquan.law.coverage import Coverage


def run(arguments: argparse.Namespace, say: Words) -> int:
    """0: no code is missing and none told twice; 1: some are."""
    import msgspec

    from thongquan.cli.table import figure, print_table

    found = coverages(business_day(datetime.now(UTC)))
    if arguments.json:
        told = {name: one.counts() | {"codes": msgspec.to_builtins(one)} for name, one in found.items()}
        print(msgspec.json.encode(told).decode())
    else:
        kinds = ("implemented", "not_modelled", "missing")
        headings = [say("law.procedure"), *(say(f"law.{kind}") for kind in kinds)]
        rows = [[name, *(figure(count, say.lang) for count in one.counts().values())] for name, one in found.items()]
        print_table(say("law.coverage.title"), headings, rows, figures=[1, 2, 3])
        for name, one in found.items():
            print_wrong(name, one, say)
    return 1 if any(one.missing or one.told_twice for one in found.values()) else 0


def print_wrong(name: str, one: "Coverage", say: Words) -> None:
    if one.missing:
        print(say("law.coverage.missing", procedure=name, codes=", ".join(one.missing)))
    if one.told_twice:
        print(say("law.coverage.twice", procedure=name, codes=", ".join(one.told_twice)))


def coverages(day: date) -> "dict[str, Coverage]":
    """By procedure, counting every rule of both profiles and every item check of the day."""
    from thongquan import law
    from thongquan.law.coverage import PROCEDURES, answered, coverage

    answers = answered(sources(day))
    return {procedure: coverage(law.CURRENT, procedure, answers) for procedure in PROCEDURES}


def sources(day: date) -> "list[Cited]":
    """The source of every code there is: each registers itself when its module is loaded or its plan is made."""
    import thongquan
    from thongquan.base.citation import all_cited
    from thongquan.declaration.plan import STRICT, Plan
    from thongquan.law.coverage import FORMS, TRANSPORT
    from thongquan.transport.items import items_of

    for module in pkgutil.walk_packages(thongquan.__path__, "thongquan."):
        if not module.name.startswith(CITING_NOTHING):
            importlib.import_module(module.name)
    for form in FORMS:
        Plan(form, day, STRICT)
    for form in TRANSPORT:
        items_of(form, day)
    return list(all_cited().values())
