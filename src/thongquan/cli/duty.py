"""`thongquan duty assess`: what one parcel owes, step by step, from the figures on its papers."""

import argparse
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from thongquan.base.moment import business_day
from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command, day, dong, group
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.duty.model import Consignment

MONEY = re.compile(r"(\d{1,15}(?:\.\d{1,4})?) ?([A-Za-z]{3})")
RATE = re.compile(r"([A-Za-z]{2,4})=(\d{1,9}(?:\.\d{1,9})?)%?")
AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
CHOOSABLE = ("NK", "TTDB", "GTGT")


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "duty", say)
    parser = command(parts, "assess", say, "duty.assess")
    for name in ("value", "freight", "insurance"):
        parser.add_argument(f"--{name}", type=money, metavar=say("arg.money"), help=say(f"duty.assess.{name}"))
    parser.add_argument("--term", default="", type=str.upper, metavar="FOB", help=say("duty.assess.term"))
    parser.add_argument("--freight-class", default="", choices=("A", "E"), help=say("duty.assess.freight-class"))
    parser.add_argument("--customs-value", type=dong, metavar=say("arg.dong"), help=say("duty.assess.customs-value"))
    parser.add_argument("--hs", default="", metavar=say("arg.hs"), help=say("duty.assess.hs"))
    parser.add_argument("--kilograms", type=kilograms, metavar="KG", help=say("duty.assess.kilograms"))
    parser.add_argument("--together", type=dong, default=0, metavar=say("arg.dong"), help=say("duty.assess.together"))
    for name in ("special", "environment"):
        parser.add_argument(
            f"--{name}", default="", type=str.upper, metavar=say("arg.id"), help=say(f"duty.assess.{name}")
        )
    for name in ("ordinary", "normal-duty"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"duty.assess.{name}"))
    for name, read in (("exchange", exchange), ("choose", chosen)):
        parser.add_argument(
            f"--{name}",
            type=read,
            action="append",
            default=[],
            metavar=say(f"arg.{name}"),
            help=say(f"duty.assess.{name}"),
        )
    parser.add_argument("--on", type=day, metavar=say("arg.date"), help=say("on.help"))
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.duty:run")  # fmt: skip


def money(text: str) -> tuple[Decimal, str]:
    """`190.38 CNY`: a point before the decimals, four of them at most, none in đồng."""
    read = MONEY.fullmatch(text.strip())
    if read is None or (read[2].upper() == "VND" and "." in read[1]):
        raise ValueError(text)
    return Decimal(read[1]), read[2].upper()


def kilograms(text: str) -> Decimal:
    if not AMOUNT.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def exchange(text: str) -> tuple[str, Decimal]:
    """`USD=25880`: đồng for one unit; nothing is worth nothing."""
    read = RATE.fullmatch(text)
    if read is None or len(read[1]) != 3 or not Decimal(read[2]):
        raise ValueError(text)
    return read[1].upper(), Decimal(read[2])


def chosen(text: str) -> tuple[str, Decimal]:
    """`NK=12`: per cent of a tax."""
    read = RATE.fullmatch(text)
    if read is None or read[1].upper() not in CHOOSABLE:
        raise ValueError(text)
    return read[1].upper(), Decimal(read[2])


def run(arguments: argparse.Namespace, say: Words) -> int:
    """Exit code 1 where something cannot be told before a person chooses."""
    import msgspec

    from thongquan.cli.derivation import print_assessment
    from thongquan.cli.table import day_of
    from thongquan.duty.derivation import assess
    from thongquan.duty.told import told

    on = arguments.on or business_day(datetime.now(UTC))
    assessed = told(assess(asked(arguments), on))
    if arguments.json:
        print(msgspec.json.encode(assessed).decode())
    else:
        print_assessment(assessed, say("duty.title", day=day_of(on.isoformat(), say.lang)), say)
    return 1 if None in (assessed.total, assessed.fee) else 0


def asked(arguments: argparse.Namespace) -> "Consignment":
    from thongquan.duty.model import Consignment, Money

    sums = {name: getattr(arguments, name) for name in ("value", "freight", "insurance")}
    amounts = {name: Money(*told) if told else None for name, told in sums.items()}
    return Consignment(
        invoice=amounts["value"],
        freight=amounts["freight"],
        freight_class=arguments.freight_class,
        insurance=amounts["insurance"],
        price_term=arguments.term,
        typed_value=arguments.customs_value,
        hs_code=arguments.hs.replace(".", ""),
        kilograms=arguments.kilograms,
        special_goods=arguments.special,
        environment_goods=arguments.environment,
        together=arguments.together,
        ordinary=arguments.ordinary,
        normal_duty=arguments.normal_duty,
        exchange=dict(arguments.exchange),
        chosen=dict(arguments.choose),
    )
