"""What a run of `thongquan file` or `correct` came to, for people and for machines."""

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from thongquan.cli.table import figure, plain, print_table
from thongquan.cli.words import Words
from thongquan.declarant.outcome import Filed
from thongquan.declarant.parcels import Parcel

SHOWN_REFUSALS = 10


def print_json(filed: Filed) -> None:
    for parcel in filed.parcels:
        print(msgspec.json.encode(parcel).decode())
    summary = {**filed.counts(), "receipts": filed.receipts_written, "problems": filed.problems}
    print(msgspec.json.encode({"summary": summary}).decode())


def print_for_people(filed: Filed, receipts: Path | None, say: Words) -> None:
    print_table(say("file.title"), (say("outcome"), say("parcels")), rows(filed, say), figures=[1])
    for parcel in [parcel for parcel in filed.parcels if parcel.faults][:SHOWN_REFUSALS]:
        print_refusal(parcel, say)
    for one in filed.problems:
        print(say("file.problem", batch=one.batch, text=problem_text(one.code, one.facts, say)))
    if filed.receipts_written:
        print(say("file.receipts", count=filed.receipts_written, folder=receipts or ""))


def rows(filed: Filed, say: Words) -> list[tuple[str, str]]:
    """What became of the parcels; below those registered now, their channels."""
    channels = Counter(parcel.channel for parcel in filed.parcels if parcel.channel)
    told = []
    for name, count in filed.counts().items():
        if count:
            told.append((say(f"outcome.{name}"), figure(count, say.lang)))
        if name == "registered":
            told += [
                (f"  {say('of_channel', channel=say(f'channel.{channel}'))}", figure(number, say.lang))
                for channel, number in sorted(channels.items())
            ]
    return told


def print_refusal(parcel: Parcel, say: Words) -> None:
    for fault in parcel.faults:
        print(f"{plain(parcel.house_bill)}: {plain(in_language(fault, 'text', say))} [{fault.get('code', '')}]")
        print(f"    → {plain(in_language(fault, 'fix', say))}")


def in_language(fault: dict[str, Any], key: str, say: Words) -> str:
    """The fault's own text: whoever refused has worded it in both languages."""
    texts = fault.get(key)
    return str(texts.get(say.lang, "")) if isinstance(texts, dict) else ""


def problem_text(code: str, facts: dict[str, Any], say: Words) -> str:
    """Worded here: our own wording knows the codes of the front door, and nothing a server sends is shown as it is."""
    from thongquan import law

    return plain(law.wording(say.lang).text(code, facts))
