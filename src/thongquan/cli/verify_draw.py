"""`thongquan verify draw`: whether nobody steered the random share of a day, from saved files alone."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.channel.draw_check import DrawChecked, DrawsChecked, ParcelChecked


def add(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=say("verify.draw.file"))
    parser.add_argument("--house", action="append", default=[], metavar="BILL", help=say("verify.draw.house"))
    parser.add_argument(
        "--direction", choices=("import", "export"), default="import", help=say("verify.draw.direction")
    )
    args.anchors(parser, say, required=True)
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.verify_draw:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    """0: every draw is good and was followed, as far as it is opened; 1: not so."""
    from thongquan.channel.draw_check import DrawsChecked, is_receipt
    from thongquan.signing.chain import TrustStore

    checked, receipts = DrawsChecked(TrustStore.load(arguments.anchors)), []
    for path in arguments.files:
        data = path.read_bytes()
        if is_receipt(data):
            receipts.append(data)
        else:
            checked.take(data)
    parcels = [checked.receipt(data) for data in receipts]
    parcels += [checked.house(house, arguments.direction, day) for house in arguments.house for day in checked.days]
    verdicts = [*(draw.verdict for draw in checked.draws), *(parcel.verdict for parcel in parcels)]
    valid = bool(checked.draws) and "invalid" not in verdicts
    if arguments.json:
        import msgspec

        verdict = "valid" if valid else "invalid"
        print(msgspec.json.encode({"verdict": verdict, "draws": checked.draws, "parcels": parcels}).decode())
    else:
        print_for_people(checked, parcels, say)
    return 0 if valid else 1


def print_for_people(checked: "DrawsChecked", parcels: list["ParcelChecked"], say: Words) -> None:
    if not checked.draws:
        print(say("verify.draw.none"))
    for draw in checked.draws:
        print_draw(draw, say)
    for parcel in parcels:
        print_parcel(parcel, say)


def print_draw(draw: "DrawChecked", say: Words) -> None:
    from thongquan import law
    from thongquan.cli.table import moment_of, plain

    wording = law.wording(say.lang)
    reason = plain(wording.text(draw.reason, draw.facts))
    print(say("verify.valid") if draw.verdict == "valid" else say("verify.invalid", reason=reason))
    if draw.day:
        print(f"  {say('verify.draw.day')}: {draw.day}")
    for check in draw.checks:
        print(f"  {'✓' if check.passed else '✗'} {wording.say(check.name)}")
    if draw.at:
        print(f"  {say('verify.draw.at')}: {say('viet_nam', moment=moment_of(draw.at, say.lang))}")
    if draw.reason:
        print(f"  → {plain(wording.fix(draw.reason, draw.facts))}")
    elif not draw.is_open:
        print(f"  → {say('verify.draw.closed')}")


def print_parcel(parcel: "ParcelChecked", say: Words) -> None:
    from thongquan import law
    from thongquan.cli.table import plain

    wording = law.wording(say.lang)
    name = " · ".join(plain(one) for one in (parcel.house_bill, parcel.number, parcel.day) if one)
    if parcel.verdict == "invalid":
        print(f"✗ {name} {plain(wording.text(parcel.reason, parcel.facts))}")
        print(f"  → {plain(wording.fix(parcel.reason, parcel.facts))}")
    elif parcel.drawn is None:
        print(f"· {name} {say('verify.draw.unknown')}")
    else:
        channel = f"; {say(f'verify.draw.channel.{parcel.channel}')}" if parcel.channel else ""
        print(f"✓ {name} {say('verify.draw.drawn' if parcel.drawn else 'verify.draw.not_drawn')}{channel}")
