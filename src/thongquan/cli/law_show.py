"""`thongquan law show`: a parameter, a code or a criterion, with its history, its wording and its grounds."""

import argparse
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from thongquan.base.moment import business_day
from thongquan.cli.law_settings import LONGEST, shown
from thongquan.cli.table import day_of, plain
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.law.parameter import ParameterFile

Told = dict[str, Any]


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan import law

    word, day = " ".join(" ".join(arguments.word).split()), arguments.on or business_day(datetime.now(UTC))
    if not word and not arguments.json:
        names = law.CURRENT.names("parameters")
        widest = max(map(len, names))
        for name in names:
            print(f"{name:{widest}}  {said_of(law.CURRENT.parameter_file(name), say)}")
        return 0
    told = looked_up(word, day)
    if arguments.json:
        import msgspec

        print(msgspec.json.encode(told).decode())
        return 0
    for place, one in enumerate(told):
        if place:
            print()
        PRINTERS[one["kind"]](one, say)
    return 0


def looked_up(word: str, day: date) -> list[Told]:
    """What is called so; without a word every parameter.

    Raises:
        UnknownLaw: nothing is; with what is spelled most alike.
    """
    from thongquan import law
    from thongquan.cli import law_told
    from thongquan.cli.law_coverage import sources
    from thongquan.cli.refusals import UnknownLaw, UnknownLawNear

    parameters = law.CURRENT.names("parameters")
    if not word or word in parameters:  # most asked for, and needs no rule
        return [law_told.parameter_told(one, day) for one in parameters if word in ("", one)]
    by_code = law_told.worded() | {one.code: one for one in sources(day)}
    told = list(law_told.found(word, by_code, day))
    if told:
        return told
    spelled = {one.lower(): one for one in law_told.known_words(by_code)}
    near = [spelled[one] for one in get_close_matches(word[:LONGEST].lower(), spelled, 3)]
    name = plain(word[:LONGEST])
    raise UnknownLawNear(name=name, near=near) if near else UnknownLaw(name=name)


def said_of(file: "ParameterFile", say: Words) -> str:
    """A parameter has a name in Vietnamese and its meaning in English."""
    return file.name if say.lang == "vi" else file.meaning


def law_and_mark(cites: str, mark: str, say: Words) -> str:
    return "; ".join(part for part in (cites, say.mark(mark)) if part) or "-"


def print_parameter(told: Told, say: Words, indent: str = "") -> None:
    """The history, oldest first, the entry in force marked."""
    unit = f" [{told['unit']}]" if told["unit"] else ""
    own = f" ({say('law.show.own')})" if told["own"] else ""
    print(f"{indent}{told['name']}: {told['called'][say.lang]}{unit}{own}")
    in_force = max((one["since"] for one in told["history"] if one["since"] <= told["on"]), default=None)
    for one in told["history"]:
        sign = "→" if one["since"] == in_force else " "
        print(f"{indent}{sign} {one['since']}  {shown(one['is'])}  ({law_and_mark(one['cites'], one['mark'], say)})")
        if one["note"][say.lang] and not indent:
            print(plain(f"    {one['note'][say.lang]}"))
    if in_force is None:
        print(indent + say("law.show.not_yet", day=day_of(told["on"], say.lang)))


def print_code(told: Told, say: Words) -> None:
    kinds = {True: [say("law.show.warning")], False: [say("law.show.fault")], None: []}[told["warns"]]
    answer = f" = {told['result_code']}" if told["result_code"] else ""
    where = ", ".join([*told["forms"], *kinds])
    print(f"{told['code']}{answer}" + (f" ({where})" if where else ""))
    if told["text"][say.lang]:
        print(f"  {told['text'][say.lang]}")
        print(f"    → {told['fix'][say.lang]}")
    if told["rule"] and say.lang == "en":
        print(say("law.show.rule", rule=" ".join(told["rule"].split())))
    if told["criterion"] or told["at"]:
        print(say("law.show.place", criterion=told["criterion"] or "–", item=labelled(told["at"], say)))
    if told["cites"] or told["mark"]:
        print(say("law.show.grounds", cites=law_and_mark(told["cites"], told["mark"], say)))
    if told["profile"] == "strict":
        print(say("law.show.strict"))
    if told["tables"]:
        print(say("law.show.tables", tables=", ".join(told["tables"])))
    if told["parameters"]:
        print(say("law.show.reads"))
    for one in told["parameters"]:
        print_parameter(one, say, "    ")


def print_result(told: Told, say: Words) -> None:
    items = say("law.show.whole") if told["items"] == ["0000"] else ", ".join(told["items"])
    print(say("law.show.result", code=told["code"], items=items, requests=", ".join(told["requests"])))
    for one in told["answers"]:
        print_code(one, say)
    if told["left_out"]:
        what, why = (told["left_out"][part][say.lang] for part in ("what", "why"))
        print(say("law.show.left_out", what=what, why=why))


def print_criterion(told: Told, say: Words) -> None:
    """Part B of Annex II is of MIC and MEC alone."""
    from thongquan.law.coverage import FORMS

    print(say("law.show.criterion", form=told["form"], criterion=told["criterion"] or "–"))
    if not told["items"]:
        print(say("law.show.no_item"))
    for one in told["items"]:
        print(f"  {one['id']} {one['label'][say.lang]} ({one['field']})")
        print(f"    {', '.join(traits(one, say))}")
        part_b = f"; {say(f'law.show.{correctable(one)}')}" if told["form"] in FORMS else ""
        print(f"    {law_and_mark(one['cites'], one['mark'], say)}{part_b}")
    if told["checks"]:
        codes = [one["code"] + (f" = {one['result_code']}" if one["result_code"] else "") for one in told["checks"]]
        print(say("law.show.checks"))
        for code in codes:
            print(f"    {code}")


def traits(one: Told, say: Words) -> list[str]:
    """Width, obligation and list of an item."""
    found = [say(f"law.show.required.{one['required']}")]
    if one["attribute"] in "IF":
        found.append(say("law.show.digits", integers=one["integers"], decimals=one["decimals"]))
    elif one["attribute"] != "D":
        found.append(say("law.show.characters", characters=one["characters"]))
    if one["codes"]:
        found.append(say("law.show.list", table=one["codes"]))
    if one["pattern"]:
        found.append(say("law.show.pattern", pattern=one["pattern"]))
    return found


def correctable(one: Told) -> str:
    """Whether part B of Annex II lets a correction change it."""
    if not one["locked"]:
        return "correctable"
    return "locked_strict" if all(lock["strict"] for lock in one["locked"]) else "locked"


def labelled(field: str, say: Words) -> str:
    from thongquan import law

    return law.wording(say.lang).label(field) if field else "–"


PRINTERS = {
    "parameter": print_parameter,
    "code": print_code,
    "result_code": print_result,
    "criterion": print_criterion,
}
