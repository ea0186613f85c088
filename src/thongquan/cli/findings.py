"""What `thongquan check` found, as people read it: figures, remarks on the file, the first faults, the next step."""

import argparse
import shlex
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan import law
from thongquan.cli.covering import print_covering
from thongquan.cli.table import day_of, figure, plain, print_table, seconds
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.check import Checked
    from thongquan.declarant.verdict import Summary, Verdict
    from thongquan.declaration.explain import Explained

HOUSES_SHOWN = 10
SHOWN_OF_A_CODE = 3
SAME_FROM = 5
"""A fault of so many houses that has no cell of its own is told once: what is missing is not in the file."""

Told = tuple[str, str]
"""The code of a fault and its sentence."""

OUTCOMES = ("ready", "refused", "elsewhere")
FORMS = ("MIC", "MEC", "HQ01", "ordinary")


def print_for_people(checked: "Checked", written: list[Path], arguments: argparse.Namespace, say: Words) -> None:
    print_counts(checked.summary, say)
    if checked.summary.covering is not None:
        print_covering(checked.summary.covering, say)
    print(say("check.not_checked", what="; ".join(not_checked(checked, say))))
    if checked.summary.file_faults:
        print("\n" + say("check.of_the_file"))
    for fault in checked.summary.file_faults:
        print_fault(fault, str(fault.get("file", "")), say)
    faulty = [verdict for verdict in checked.verdicts if verdict.faults]
    if faulty:
        print("\n" + say("check.faults"))
        print_faults(faulty, say)
    if faulty and arguments.profile is None:
        print(say("check.profile"))
    print()
    for path in written:
        print(say("check.written", file=path))
    if checked.ready:
        print(say("check.next", count=len(checked.ready), arguments=as_given(arguments) + secured(arguments)))
    print_documents(checked, arguments, say)


def print_documents(checked: "Checked", arguments: argparse.Namespace, say: Words) -> None:
    """Group 1 waits for a list of its own: how it is made."""
    if checked.documents:
        print(say("hq01.next", count=len(checked.documents), arguments=as_given(arguments)))


def print_counts(summary: "Summary", say: Words) -> None:
    def counted(kind: str, names: Iterable[str], counts: dict[str, int]) -> list[tuple[str, str]]:
        return [(f"  {say(f'{kind}.{name}')}", figure(counts[name], say.lang)) for name in names if counts.get(name)]

    rows = [
        (say("outcome"), ""),
        *counted("verdict", OUTCOMES, summary.outcomes),
        (say("form"), ""),
        *counted("form", FORMS, summary.forms),
        (say("amounts"), ""),
        (f"  {say('check.value')}", figure(summary.customs_value, say.lang)),
        *taxed("check.tax", summary.taxes, say),
    ]
    if summary.aggregation:
        rows.append((f"  {say('check.groups')}", figure(len(summary.aggregation), say.lang)))
    if summary.foreseen or summary.to_be_chosen:
        rows += [(say("check.foreseen"), ""), *taxed("check.foreseen.tax", summary.foreseen, say)]
    if summary.to_be_chosen:
        rows.append((f"  {say('check.to_be_chosen')}", figure(summary.to_be_chosen, say.lang)))
    headings = (say("check.houses"), figure(summary.houses, say.lang))
    print_table(say("check.title", day=day_of(summary.day, say.lang)), headings, rows, figures=[1])
    print(say("check.seconds", seconds=seconds(summary.seconds, say.lang)))


def taxed(key: str, taxes: dict[str, int], say: Words) -> list[tuple[str, str]]:
    return [(f"  {say(key, tax=say(f'duty.of.{tax}'))}", figure(dong, say.lang)) for tax, dong in taxes.items()]


def not_checked(checked: "Checked", say: Words) -> list[str]:
    """What only the authority knows."""
    return [law.wording(say.lang).say(f"not-checked.{what}") for what in checked.summary.not_checked]


def print_faults(faulty: "list[Verdict]", say: Words) -> None:
    """First what the file lacks altogether, once; then the first houses, few of the same kind."""
    shared = shared_faults(faulty, say)
    for faults in shared.values():
        print_fault(faults[0], say("check.houses_with", count=len(faults)), say)
    of_code: Counter[str] = Counter()
    shown: set[int] = set()
    left: set[int] = set()
    for verdict, fault in own_faults(faulty, shared, say):
        if of_code[fault["code"]] == SHOWN_OF_A_CODE or len(shown | {id(verdict)}) > HOUSES_SHOWN:
            left.add(id(verdict))
            continue
        of_code[fault["code"]] += 1
        shown.add(id(verdict))
        print_fault(fault, f"{verdict.file}, {place(verdict, fault, say)}", say)
    if left:
        print(say("check.more", count=len(left)))


def own_faults(faulty: "list[Verdict]", shared: Container[Told], say: Words) -> "Iterator[tuple[Verdict, Explained]]":
    for verdict in faulty:
        for fault in verdict.faults:
            if told(fault, say) not in shared:
                yield verdict, fault


def shared_faults(faulty: "list[Verdict]", say: Words) -> "dict[Told, list[Explained]]":
    """By code and sentence: what many houses lack and no cell of the file holds."""
    found = defaultdict(list)
    for verdict in faulty:
        for fault in verdict.faults:
            if not fault.get("cell"):
                found[told(fault, say)].append(fault)
    return {key: faults for key, faults in found.items() if len(faults) >= SAME_FROM}


def told(fault: "Explained", say: Words) -> Told:
    return fault["code"], fault["text"][say.lang]


def place(verdict: "Verdict", fault: "Explained", say: Words) -> str:
    """Cell, line and place of a message, or row where the value has no cell of its own; and the house bill."""
    cell = str(fault.get("cell") or "")
    where = cell if " " in cell else say("cell", cell=cell) if cell else say("row", row=verdict.row)
    return f"{where} ({verdict.house_bill or '-'})"


def print_fault(fault: "Explained", where: str, say: Words) -> None:
    print(plain(f"{where}: {fault['text'][say.lang]} [{fault['code']}]"))
    source = "; ".join(part for part in (fault["cites"], say.mark(fault["mark"])) if part)
    print(plain(f"    → {fault['fix'][say.lang]}" + (f" ({source})" if source else "")))


def secured(arguments: argparse.Namespace) -> str:
    """The guarantee that was chosen, as it is chosen when it is filed."""
    chosen = arguments.guarantee
    return f" --guarantee {shlex.quote(f'{chosen.kind}:{chosen.number}')}" if chosen else ""


def as_given(arguments: argparse.Namespace) -> str:
    """The arguments that decide what is ready, for the command that files it."""
    words = [str(path) for path in arguments.manifests]
    for name in ("profile", "columns", "direction", "on"):
        if (value := getattr(arguments, name)) is not None:
            words += [f"--{name}", str(value)]
    return shlex.join(words)
