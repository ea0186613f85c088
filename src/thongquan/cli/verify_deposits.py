"""`thongquan verify deposits`: every đồng of every account, and whether the ledger is what acts and deeds say."""

import argparse
from typing import TYPE_CHECKING

from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.storage.reconciling import Reconciled


def run(arguments: argparse.Namespace, say: Words) -> int:
    """0: every đồng is accounted for; 1: some is not."""
    from thongquan.cli.operator import operating
    from thongquan.cli.progress import progress
    from thongquan.storage.integrity import check
    from thongquan.storage.reconciling import reconcile
    from thongquan.storage.snapshot import snapshot

    with operating(arguments) as operator, progress(say("verifying")) as tell:
        vault = operator.vault()
        with snapshot(operator.data) as books:
            accounts = reconcile(books)
            damage = [one for one in check(books, vault, operator.authority(), tell) if one.what == "deposit"]
    differing = [one for one in accounts if one.differs]
    if arguments.json:
        import msgspec

        told = {"sound": not (damage or differing), "accounts": accounts, "damage": damage}
        print(msgspec.json.encode(told).decode())
    else:
        _print([one.where for one in damage], accounts, say)
    return 1 if damage or differing else 0


def _print(damage: list[str], accounts: "list[Reconciled]", say: Words) -> None:
    from thongquan.cli.table import figure, plain, print_table

    pots = ("bank", "available", "reserved", "transports", "budget")
    rows = [
        (
            str(one.account), one.company, one.office, one.number,
            *(figure(getattr(one, pot), say.lang) for pot in pots),
            "✗" if one.differs else "✓",
        )
        for one in accounts
    ]  # fmt: skip
    names = ("account", "company", "office", "number", *pots, "right")
    print_table(
        say("verify.deposits.title"), tuple(say(f"deposit.{one}") for one in names), rows, figures=[4, 5, 6, 7, 8]
    )
    for where in damage:
        print(f"  ✗ {say('damage.deposit')}: {plain(where)}")
    is_right = not damage and not any(one.differs for one in accounts)
    print(say("verify.deposits.right" if is_right else "verify.deposits.wrong"))
