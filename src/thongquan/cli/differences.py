"""What a correction changes, item by item as the circular names them, and everything that is wrong with it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from thongquan.cli.table import day_of, plain, print_table
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.correction import Corrected
    from thongquan.declaration.explain import Explained


def show(one: "Corrected", say: Words, *, as_json: bool) -> None:
    from thongquan.declaration.explain import explained

    faults = [explained(fault) for fault in one.faults] if one.changes else []
    if as_json:
        print_json(one, faults)
    elif one.changes:
        print_for_people(one, faults, say)
    else:
        print(say("correct.nothing", number=one.standing.decision.number))


def print_json(one: "Corrected", faults: "list[Explained]") -> None:
    import msgspec

    from thongquan import law
    from thongquan.declaration.explain import explained

    changes = [
        {
            "at": change.field,
            "label": {language: law.wording(language).label(change.field) for language in law.LANGUAGES},
            "before": change.before,
            "after": change.after,
        }
        for change in one.changes
    ]
    warnings = [explained(warning) for warning in one.warnings]
    told = {"number": one.standing.decision.number, "changes": changes, "faults": faults, "warnings": warnings}
    print(msgspec.json.encode({"correction": told}).decode())


def print_for_people(one: "Corrected", faults: "list[Explained]", say: Words) -> None:
    from thongquan import law
    from thongquan.declaration.explain import explained

    label = law.wording(say.lang).label
    rows = [[label(change.field), shown(change.before, say), shown(change.after, say)] for change in one.changes]
    headings = [say("correct.item"), say("correct.before"), say("correct.after")]
    print_table(one.standing.decision.number, headings, rows)
    for told in [*faults, *(explained(warning) for warning in one.warnings)]:
        print(f"{plain(told['text'][say.lang])} [{told['code']}]")
        print(f"    → {plain(told['fix'][say.lang])}")
    if faults:
        print(say("correct.not_sent"))


def shown(value: Any, say: Words) -> str:
    """A value as it was typed; a day as it is read."""
    if value is None:
        return "–"
    if isinstance(value, date):
        return day_of(value.isoformat(), say.lang)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
