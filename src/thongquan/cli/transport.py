"""`thongquan transport plan`: the case of a transport, its declarations and lists, from a manifest or filings."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli import transport_acting, transport_declare
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongquan.base.fault import Fault
    from thongquan.manifest.cargo_lines import Cargo
    from thongquan.transport.plan import Asked, Planned, TransportPlan

DIRECTIONS = ("import", "export", "inbound-transit", "outbound-transit")


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "transport", say)
    plan = command(parts, "plan", say, "transport.plan")
    plan.add_argument("manifest", nargs="?", type=Path, metavar=say("arg.manifest"), help=say("transport.manifest"))
    plan.add_argument("--batch", action="append", default=[], metavar="ID", help=say("transport.batch"))
    plan.add_argument("--direction", choices=DIRECTIONS, required=True, help=say("transport.direction"))
    plan.add_argument("--number", action="append", default=[], metavar=say("arg.number"), help=say("transport.number"))
    plan.add_argument("--vehicles", type=count, default=0, metavar="N", help=say("transport.vehicles"))
    plan.add_argument("--purpose", default="", metavar=say("arg.id"), help=say("transport.purpose"))
    plan.add_argument("--enterprise", default="", metavar=say("arg.name"), help=say("transport.enterprise"))
    plan.add_argument("--place", default="", metavar=say("arg.where"), help=say("transport.place"))
    plan.add_argument("--air", action="store_true", help=say("transport.air"))
    plan.add_argument("--columns", type=Path, metavar="FILE.toml", help=say("columns.help"))
    plan.add_argument("--on", type=args.day, metavar=say("arg.date"), help=say("transport.on"))
    plan.add_argument("--cleared", action="store_true", help=say("transport.cleared"))
    plan.add_argument("--server", type=args.server, metavar="URL", help=say("server.help"))
    args.server_ca(plan, say)
    plan.add_argument("--terminal", metavar="ID", help=say("watch.terminal"))
    plan.add_argument("--key-file", type=Path, metavar="FILE", help=say("watch.key-file"))
    args.patience(plan, say)
    plan.add_argument("--master-bill", default="", metavar=say("arg.number"), help=say("transport.master-bill"))
    plan.add_argument("--flight", default="", metavar=say("arg.number"), help=say("transport.flight"))
    plan.add_argument("--released-on", type=args.day, metavar=say("arg.date"), help=say("transport.released-on"))
    args.outbox(plan, say)
    args.out(plan, say, "transport.out", required=True)
    args.json(plan, say)
    plan.set_defaults(run="thongquan.cli.transport:run")
    transport_declare.add(parts, say)
    transport_acting.add(parts, say)


def count(text: str) -> int:
    """How many vehicles: at least one."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def run(arguments: argparse.Namespace, say: Words) -> int:
    """Exit code 1 where something keeps the plan from being made."""
    from thongquan.cli.progress import progress
    from thongquan.transport.plan import Planned, plan

    with progress(say("transport.planning")):
        cargo = cargo_of(arguments)
        planned = plan(cargo.lines, asked(arguments))
        if cargo.faults:
            planned = Planned(faults=[*cargo.faults, *untold(planned.faults, cargo.faults)])
    notes = [*cargo.remarks, *planned.notes]
    written = [] if planned.faults else write(planned.plans, arguments.out, say)
    if arguments.json:
        print_json(planned, notes, written)
    else:
        print_for_people(planned, notes, written, say)
    return 1 if planned.faults else 0


def untold(faults: "Iterable[Fault]", told: "Iterable[Fault]") -> "list[Fault]":
    """A cell that could not be read is not told again as an empty one."""
    places = {fault.at for fault in told}
    return [fault for fault in faults if fault.at not in places]


def asked(arguments: argparse.Namespace) -> "Asked":
    from datetime import UTC, datetime

    from thongquan.base.moment import business_day
    from thongquan.transport.plan import Asked

    return Asked(
        direction=arguments.direction,
        day=arguments.on or business_day(datetime.now(UTC)),
        numbers=arguments.number,
        enterprise=arguments.enterprise,
        place=arguments.place,
        purpose=arguments.purpose.upper(),
        vehicles=arguments.vehicles,
        air=arguments.air,
    )


def cargo_of(arguments: argparse.Namespace) -> "Cargo":
    """The manifest's rows, with the numbers under which they were declared; without a manifest the declarations.

    Raises:
        NothingAsked: neither was named.
        Unreadable, UnusableColumns, NotInOutbox, CorrectedElsewhere
        ClearedUnbounded, ServerAway, ServerRefused
    """
    if arguments.cleared:
        return cleared_cargo(arguments)
    from thongquan.cli.places import outbox_folder
    from thongquan.cli.refusals import NothingAsked
    from thongquan.declarant.outbox import Outbox
    from thongquan.declarant.transport_cargo import cargo_lines, declared, permitted, with_declarations
    from thongquan.manifest.cargo_lines import Cargo
    from thongquan.transport.cases import READ_AS

    if arguments.manifest is None and not arguments.batch:
        raise NothingAsked
    exports = READ_AS[arguments.direction] == "export"
    found = declared(Outbox(outbox_folder(arguments.outbox)), arguments.batch, exports=exports)
    found, notes = permitted(found, exports=exports)
    if arguments.manifest is None:
        return Cargo(list(cargo_lines(found)), [], notes)
    read = manifest_cargo(arguments)
    if not (exports and arguments.batch):
        return Cargo(read.lines, read.faults, [*read.remarks, *notes])
    lines, missing = with_declarations(read.lines, found)
    return Cargo(lines, [*read.faults, *missing], [*read.remarks, *notes])


def cleared_cargo(arguments: argparse.Namespace) -> "Cargo":
    """Of what the authority has cleared; with a manifest its rows, under the numbers that they have there."""
    from datetime import UTC, datetime

    from thongquan.base.moment import business_day
    from thongquan.cli.refusals import ClearedUnbounded
    from thongquan.cli.watch import access_key
    from thongquan.declarant.sending import Authority
    from thongquan.declarant.transport_cleared import ClearedDesk, Which
    from thongquan.manifest.cargo_lines import Cargo
    from thongquan.transport.cases import READ_AS

    asked = arguments.master_bill, arguments.flight, arguments.released_on
    if not (arguments.server and arguments.terminal and any(asked)) or arguments.manifest or arguments.batch:
        raise ClearedUnbounded
    until = arguments.on or arguments.released_on or business_day(datetime.now(UTC))
    key, direction = access_key(arguments), READ_AS[arguments.direction]
    with closing(Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)) as authority:
        desk = ClearedDesk(authority, arguments.terminal, key)
        lines, notes = desk.cargo(Which(direction, until, *asked))
    return Cargo(lines, [], notes)


def manifest_cargo(arguments: argparse.Namespace) -> "Cargo":
    from thongquan.cli.manifests import read_columns
    from thongquan.manifest import read
    from thongquan.manifest.apart import ahead
    from thongquan.manifest.cargo_lines import cargo_of
    from thongquan.transport.cases import READ_AS

    with ahead([arguments.manifest]):
        columns = read_columns(arguments.columns) if arguments.columns else None
        direction = READ_AS[arguments.direction]
        return cargo_of(read(arguments.manifest, direction=direction, columns=columns, on=arguments.on))


def write(plans: "Iterable[TransportPlan]", folder: Path, say: Words) -> list[Path]:
    """Each plan as JSON, and its lists as JSON and workbooks."""
    from thongquan.cli.progress import progress
    from thongquan.forms.transport_workbook import transport_workbook
    from thongquan.transport.told import told

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []

    def keep(name: str, data: bytes) -> None:
        written.append(folder / name)
        written[-1].write_bytes(data)

    with progress(say("writing")):
        for place, one in enumerate(plans, start=1):
            keep(f"transport-{place}.json", told(one))
            for run, made in enumerate(one.lists, start=1):
                name = f"transport-{place}-{str(one.form).replace('/', '-')}" + (f"-{run}" if one.goods_lists else "")
                keep(f"{name}.json", told(made))
                keep(f"{name}.xlsx", transport_workbook(made))
    return written


def print_json(planned: "Planned", notes: "list[Fault]", written: list[Path]) -> None:
    import msgspec

    from thongquan.declaration.explain import explained

    told = {
        "plans": [
            {**msgspec.to_builtins(one), "notes": [explained(note) for note in one.notes]} for one in planned.plans
        ],
        "notes": [explained(note) for note in notes],
        "faults": [explained(fault) for fault in planned.faults],
        "files": [str(path) for path in written],
    }
    print(msgspec.json.encode(told).decode())


def print_for_people(planned: "Planned", notes: "list[Fault]", written: list[Path], say: Words) -> None:
    """The cases in a table, why, what was assumed or is wrong, the files, and the next step."""
    from thongquan.cli.table import plain, print_styled

    if planned.plans:
        print_cases(planned, say)
    for one in planned.plans:
        print_case(one, say)
    tell(notes, say, ASSUMED)
    tell(planned.faults, say, WRONG)
    for path in written:
        print(plain(say("transport.written", file=path)))
    if any(not one.purpose for one in planned.plans):
        print_styled(say("transport.no-purpose"), ASSUMED)
    if planned.plans:
        tell_next(planned.plans[0], written, say)


def tell_next(first: "TransportPlan", written: list[Path], say: Words) -> None:
    """Of the first declaration: the commands with its files."""
    from thongquan.authority.transport_attachment import KINDS
    from thongquan.cli.table import plain

    if first.form is None:
        print(plain(say("transport.next.fits", plan=written[0])))
        return
    lists = [str(path) for path in written if path.suffix == ".xlsx" and path.stem.startswith(f"{written[0].stem}-")]
    print(plain(say("transport.next.list", plan=written[0], list=" ".join(lists), type=KINDS[first.form])))


def print_cases(planned: "Planned", say: Words) -> None:
    from thongquan.cli.table import figure, print_table

    headings = ("purpose", "case", "documents", "packages", "lists", "number")
    rows = [
        [
            one.purpose or "–",
            one.case if one.form else say("transport.fits"),
            f"{figure(one.documents, say.lang)} {say(f'transport.counted.{counted(one)}')}",
            figure(one.packages, say.lang),
            f"{len(one.lists)} × {one.form}" if one.form else "–",
            one.number or "–",
        ]
        for one in planned.plans
    ]
    titles = [say(f"transport.column.{name}") for name in headings]
    print_table(say("transport.title"), titles, rows, figures=[3], styles={1: "bold cyan", 4: "green"})


def print_case(one: "TransportPlan", say: Words) -> None:
    """The sentence of the circular, what is declared because of it, and what was assumed."""
    from thongquan.cli.table import plain

    cargo = ", ".join(row.number for row in one.cargo)
    key = "transport.between" if any(note.code.startswith(GAP) for note in one.notes) else "transport.because"
    print(say(key, case=say(f"transport.case.{one.case}"), says=one.says, cites=one.cites))
    print(plain(say("transport.cargo", type=one.transport_type or "–", cargo=cargo, goods=one.cargo[0].goods or "–")))
    if one.notes_1:
        print(plain(say("transport.notes-1", text=one.notes_1)))
    tell(one.notes, say, ASSUMED)
    print()


GAP = "TRANSPORT-GAP-"
ASSUMED, WRONG = "yellow", "red"


def tell(faults: "Iterable[Fault]", say: Words, style: str) -> None:
    from thongquan.cli.table import plain, print_styled
    from thongquan.declaration.explain import explained

    for fault in faults:
        told = explained(fault)
        cell = str(fault.facts.get("cell", ""))
        print_styled(f"{f'{cell}: ' if cell else ''}{told['text'][say.lang]} [{fault.code}]", style)
        print(plain(f"    → {told['fix'][say.lang]}"))


def counted(one: "TransportPlan") -> str:
    from thongquan.transport.cases import BY_DECLARATION

    return "export-declarations" if one.direction in BY_DECLARATION else "bills"
