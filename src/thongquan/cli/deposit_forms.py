"""Forms HQ 03 and HQ 04, receipts, VAT and refund lists by terminal: one set of commands for companies and offices."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

Prepare = Callable[[argparse.ArgumentParser], None]
ENDINGS = {
    "hq03": (".pdf", ".xlsx"),
    "hq04": (".pdf", ".xlsx"),
    "receipt": (".pdf",),
    "vat": (".xlsx", ".csv"),
    "refunds": (".pdf", ".xlsx"),
}


class Desk(Protocol):
    """Whoever answers, for a company or for an officer."""

    def told(self, what: str, **asked: str) -> Any: ...
    def fetched(self, what: str, **asked: str) -> bytes: ...


def add(commands: Commands, say: Words, before: str, prepare: Prepare) -> None:
    """The commands; `before` stands before the keys of their words, `prepare` adds whom to ask."""
    for form in ("hq03", "hq04"):
        parser = _command(commands, form, say, before)
        parser.add_argument("day", type=args.day, metavar=say("arg.date"), help=say("deposit-form.day"))
        _office(parser, say)
        if before and form == "hq04":
            _company(parser, say, required=True)
        _finished(parser, say, prepare)
    receipt = _command(commands, "receipt", say, before)
    receipt.add_argument("receipt", metavar=say("arg.number"), help=say("deposit-form.receipt.number"))
    _office(receipt, say)
    _finished(receipt, say, prepare)
    vat = _command(commands, "vat", say, before)
    vat.add_argument("month", metavar=say("deposit-form.arg.month"), help=say("deposit-form.vat.month"))
    vat.add_argument("--by-consignee", action="store_true", help=say("deposit-form.vat.by-consignee"))
    if before:
        _company(vat, say, required=True)
    _finished(vat, say, prepare)
    refunds = _command(commands, "refunds", say, before)
    refunds.add_argument("month", metavar=say("deposit-form.arg.month"), help=say("deposit-form.refunds.month"))
    refunds.add_argument("--since", metavar=say("deposit-form.arg.month"), help=say("deposit-form.refunds.since"))
    _office(refunds, say)
    if before:
        refunds.add_argument(
            "--company", metavar=say("arg.tax_code"), help=say("office.deposit-form.refunds.company-help")
        )
    _finished(refunds, say, prepare)


def _command(commands: Commands, name: str, say: Words, before: str) -> argparse.ArgumentParser:
    parser = command(commands, name, say, f"{before}deposit-form.{name}")
    parser.set_defaults(form=name)
    return parser


def _office(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--office", required=True, metavar=say("arg.office"), help=say("deposit-form.office"))


def _company(parser: argparse.ArgumentParser, say: Words, *, required: bool) -> None:
    parser.add_argument("--company", required=required, metavar=say("arg.tax_code"), help=say("deposit-form.company"))


def _finished(parser: argparse.ArgumentParser, say: Words, prepare: Prepare) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", help=say("deposit-form.out"))
    args.json(parser, say)
    prepare(parser)


def show(desk: Desk, arguments: argparse.Namespace, say: Words) -> int:
    """On the terminal, as JSON, or into a file of the kind that its name ends with."""
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress

    if arguments.out is not None:
        return _write(desk, arguments, say)
    with progress(say("deposit-form.reading")):
        told = desk.told(_what(arguments), **_asked(arguments))
    if arguments.json:
        print_json(told)
    else:
        _TELL[_what(arguments)](told, arguments, say)
    return 0


def _write(desk: Desk, arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress
    from thongquan.cli.refusals import CompanyNeeded, FileKindUnknown

    ending, known = arguments.out.suffix.lower(), ENDINGS[arguments.form]
    if ending not in known:
        raise FileKindUnknown(file=str(arguments.out), known=list(known))
    asked = _asked(arguments)
    if ending == ".csv" and arguments.by_consignee:
        asked["by_consignee"] = "true"
    if _what(arguments) != arguments.form:
        raise CompanyNeeded
    with progress(say("printing")):
        data = desk.fetched(f"{arguments.form}/{ending[1:]}", **asked)
    arguments.out.write_bytes(data)
    if arguments.json:
        print_json({"file": str(arguments.out)})
    else:
        print(say("deposit-form.written", file=arguments.out))
    return 0


def _what(arguments: argparse.Namespace) -> str:
    """An office that names no company is told of all, summed."""
    is_of_all = arguments.form == "refunds" and getattr(arguments, "company", "") is None
    return "refunds/companies" if is_of_all else str(arguments.form)


def _asked(arguments: argparse.Namespace) -> dict[str, str]:
    named = ("office", "day", "receipt", "month", "since", "company")
    return {name: str(value) for name in named if (value := getattr(arguments, name, None))}


def _tell_form(told: dict[str, Any], _arguments: argparse.Namespace, say: Words) -> None:
    """The columns in which something stands."""
    from thongquan.cli.table import day_of, print_table

    rows = [*told["rows"], told["sums"]]
    shown = [one for one in told["columns"] if any(row[one["key"]] != "" for row in rows)]
    title = f"{told['form']} · {day_of(told['day'], say.lang)} · {told['tax_code'] or told['issued_by']}"
    number = told["number"] or say("deposit-form.not-closed")
    _table(f"{title} · {number}", [(one["key"], one["title"]) for one in shown], rows, say, print_table)


def _tell_vat(told: dict[str, Any], arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.table import figure, print_table

    of_lines = ("declaration", "receipt", "receipted_on", "consignee_code", "consignee", "customs_value", "vat")
    keys = ("consignee_code", "consignee", "declarations", "vat") if arguments.by_consignee else of_lines
    rows = told["consignees" if arguments.by_consignee else "lines"]
    title = say(
        "deposit-form.vat.title", month=told["month"], company=told["company"], vat=figure(told["vat"], say.lang)
    )
    _table(title, [(key, say(f"deposit-form.column.{key}")) for key in keys], rows, say, print_table)


def _tell_refunds(told: dict[str, Any], _arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.table import day_of, figure, print_table

    days = {name: day_of(told[name], say.lang) for name in ("since", "until")}
    print(say("deposit-form.refunds.title", company=told["company"], office=told["office"], **days))
    for part in ("refunded", "due"):
        rows = [*told[part], told[f"{part}_sums"]]
        shown = [one for one in told["columns"] if any(row[one["key"]] != "" for row in rows)]
        total = figure(told[f"{part}_sums"]["total"], say.lang)
        title = say(f"deposit-form.refunds.{part}", total=total, count=len(told[part]))
        if told[part]:
            _table(title, [(one["key"], one["title"]) for one in shown], rows, say, print_table)
        else:
            print(title)
    sums = {name: figure(told[name], say.lang) for name in ("others", "given_back")}
    print(say("deposit-form.refunds.others", **sums))


def _tell_companies(told: list[dict[str, Any]], arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.table import print_table

    keys = ("company", "company_name", "refunded_lines", "refunded", "due_lines", "due", "others")
    title = say("office.deposit-form.refunds.title", office=arguments.office, month=arguments.month, count=len(told))
    if not told:
        print(title)
        return
    _table(title, [(key, say(f"office.deposit-form.refunds.{key}")) for key in keys], told, say, print_table)


def _table(title: str, columns: list[tuple[str, str]], rows: list[dict[str, Any]], say: Words, draw: Any) -> None:
    from thongquan.cli.table import figure

    def cell(value: Any) -> str:
        return figure(value, say.lang) if isinstance(value, int) else value

    figures = [place for place, (key, _) in enumerate(columns) if any(isinstance(row[key], int) for row in rows)]
    draw(
        title,
        [heading for _, heading in columns],
        [[cell(row[key]) for key, _ in columns] for row in rows],
        figures=figures,
    )


def _tell_receipt(told: dict[str, Any], _arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.table import figure, moment_of

    lang = say.lang
    at, total = moment_of(told["at"], lang), figure(told["total"], lang)
    facts = {"receipt": told["receipt"], "declaration": told["declaration"], "company": told["company"]}
    print(say("deposit-form.receipt.told", at=at, total=total, **facts))
    for tax, amount in told["taxes"].items():
        print(f"  {tax:6} {figure(amount, lang):>15}")
    if told["voided_at"]:
        back, when = figure(told["given_back"], lang), moment_of(told["voided_at"], lang)
        entries = [str(one) for one in told["voided_by"]]
        print(say("deposit-form.receipt.voided", at=when, amount=back, entries=entries))


_TELL: dict[str, Any] = {
    "hq03": _tell_form,
    "hq04": _tell_form,
    "receipt": _tell_receipt,
    "vat": _tell_vat,
    "refunds": _tell_refunds,
    "refunds/companies": _tell_companies,
}
