"""A derivation as a table: each step with its figures, its amount, since when, and the law it stands on."""

from typing import TYPE_CHECKING

from thongquan.cli.table import day_of, figure, plain, print_table
from thongquan.cli.words import Words
from thongquan.duty.told import as_read

if TYPE_CHECKING:
    from thongquan.declaration.explain import Explained
    from thongquan.duty.told import ToldAssessment, ToldStep


def print_assessment(told: "ToldAssessment", title: str, say: Words) -> None:
    headings = [say(f"duty.heading.{name}") for name in ("of", "what", "exact", "amount", "since", "law")]
    print_table(title, headings, [row(step, say) for step in told.steps], figures=[2, 3])
    amounts = [(say("duty.of.VALUE"), amount(told.customs_value, say))] if told.customs_value is not None else []
    amounts += [(say(f"duty.of.{tax}"), amount(owed, say)) for tax, owed in told.taxes.items()]
    amounts += [(say("duty.total"), amount(told.total, say)), (say("duty.of.PHI"), amount(told.fee, say))]
    print_table(say(f"duty.form.{told.form}"), ["", say("duty.heading.amount")], amounts, figures=[1])
    print_open(told.open, say)
    print(say("duty.estimate"))


def row(step: "ToldStep", say: Words) -> list[str]:
    of = say(f"duty.of.{step.of}") if step.of else ""
    exact = "" if step.exact == str(step.amount) else as_read(step.exact, say.lang)
    law = "; ".join(part for part in (step.cites, say.mark(step.mark)) if part)
    owed = figure(step.amount, say.lang) if step.amount is not None else ""
    return [of, step.text[say.lang], exact, owed, day_of(step.since, say.lang), law]


def amount(dong: int | None, say: Words) -> str:
    """What cannot be told before a person chooses is said so."""
    return say("duty.unknown") if dong is None else figure(dong, say.lang)


def print_open(faults: "list[Explained]", say: Words) -> None:
    """What a person must look at, and what to do."""
    if faults:
        print(say("duty.open"))
    for fault in faults:
        source = "; ".join(part for part in (fault["cites"], say.mark(fault["mark"])) if part)
        print(plain(f"  {fault['text'][say.lang]} [{fault['code']}]"))
        print(plain(f"    → {fault['fix'][say.lang]}" + (f" ({source})" if source else "")))
