"""`thongquan verify books`: every page, leaf, group and state of the authority's books, also while it serves."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli.words import Words

if TYPE_CHECKING:
    import apsw

    from thongquan.signing.checkpoint import Checkpoint

COUNTS = """
SELECT (SELECT count(*) FROM declaration), (SELECT count(*) FROM act), (SELECT count(*) FROM filing),
       (SELECT count(*) FROM checkpoint)"""


def run(arguments: argparse.Namespace, say: Words) -> int:
    """0: sound; 1: damage was found."""
    from thongquan.cli.operator import operating
    from thongquan.cli.progress import progress
    from thongquan.storage.integrity import check, forgotten
    from thongquan.storage.snapshot import snapshot

    began = time.monotonic()
    with operating(arguments) as operator, progress(say("verifying")) as tell:
        vault = operator.vault()
        with snapshot(operator.data) as books:
            damage = check(books, vault, operator.authority(), tell)
            damage += forgotten(books, [receipt_in(path) for path in arguments.receipt])
            counts = counted(books)
    spent = time.monotonic() - began
    if arguments.json:
        import msgspec

        told = {"sound": not damage, "damage": damage, **counts, "seconds": round(spent, 3)}
        print(msgspec.json.encode(told).decode())
    else:
        print_for_people([(one.what, one.where) for one in damage], counts, spent, say)
    return 1 if damage else 0


def receipt_in(path: Path) -> "Checkpoint":
    """The checkpoint in a receipt. Whether the receipt is genuine is for `verify receipt` to say."""
    import msgspec

    from thongquan.cli.refusals import ReceiptUnreadable
    from thongquan.signing.receipt import Receipt

    try:
        return msgspec.json.decode(path.read_bytes(), type=Receipt).checkpoint
    except msgspec.MsgspecError as error:
        raise ReceiptUnreadable(file=str(path)) from error


def counted(books: "apsw.Connection") -> dict[str, int]:
    """How much there is, as far as it can be read."""
    import apsw

    try:
        row: Any = books.execute(COUNTS).fetchone()
    except apsw.Error:  # the check has told where
        row = (0, 0, 0, 0)
    return dict(zip(("declarations", "acts", "filings", "checkpoints"), row, strict=True))


def print_for_people(damage: list[tuple[str, str]], counts: dict[str, int], spent: float, say: Words) -> None:
    from thongquan.cli.table import figure, plain, seconds

    figures = {name: figure(count, say.lang) for name, count in counts.items()}
    print(say("books.sound") if not damage else say("books.damaged"))
    for what, where in damage:
        print(f"  ✗ {say(f'damage.{what}')}: {plain(where)}")
    print(say("books.counted", **figures, seconds=seconds(spent, say.lang)))
    if damage:
        print(say("books.damaged.next"))
