"""Judging for `law what-if`, once in the process that asks and once in another, whose law is the changed one.

The other process is this module, started with `THONGQUAN_LAW`: whatever a process remembers of the law it read once,
so a changed law needs a process of its own. It writes one line of JSON for each house, and the totals at the end.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from thongquan.base.fault import Refusal
from thongquan.cli.words import Words

Advance = Callable[[int, int], None]


class Job(msgspec.Struct, frozen=True):
    """What is to be judged: manifests as on a day, or the books up to an act."""

    day: date
    manifests: list[str] = []
    profile: str = ""
    columns: str = ""
    direction: str = ""
    data: str = ""
    keys: str = ""
    until: int = 0


class Judged(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where one house stands, and the taxes that it owes. `channel` is "" where only the authority knows it."""

    house_bill: str
    form: str
    outcome: str
    channel: str
    taxes: list[tuple[str, int]] = []

    @property
    def stands(self) -> tuple[str, str, str]:
        return self.form, self.outcome, self.channel


class Totals(msgspec.Struct, frozen=True):
    """đồng, of what can be filed, `taxes` by their names; `erased` declarations could not be read any more."""

    customs_value: int
    vat: int
    taxes: dict[str, int] = {}
    erased: int = 0


def judged(job: Job, say: Words, advance: Advance | None = None) -> Iterator[Judged | Totals]:
    """Each house in its order, and the totals after the last."""
    return judged_books(job, advance) if job.data else judged_manifests(job, say)


def judged_manifests(job: Job, say: Words) -> Iterator[Judged | Totals]:
    from thongquan.cli.manifests import checked_manifests

    asked = argparse.Namespace(
        manifests=[Path(one) for one in job.manifests],
        profile=Path(job.profile) if job.profile else None,
        columns=Path(job.columns) if job.columns else None,
        direction=job.direction or None,
        on=job.day,
    )
    checked = checked_manifests(asked, say)
    for one in checked.verdicts:
        yield Judged(one.house_bill, one.form, one.outcome, "", list(one.taxes.items()))
    yield Totals(checked.summary.customs_value, checked.summary.vat, checked.summary.taxes)


def judged_books(job: Job, advance: Advance | None) -> Iterator[Judged | Totals]:
    """Each filing at the desk of its own day. Nothing is written."""
    from thongquan.authority.authority import desk_for
    from thongquan.authority.judging_again import ON_ORDINARY, Judge
    from thongquan.base.moment import business_day, read_stamp
    from thongquan.duty.assessment import taxes
    from thongquan.storage.folders import UnsafeFolder
    from thongquan.storage.keyring import CHOICE_KEY, keys_of, read_keyring
    from thongquan.storage.registered import registered_count, registered_filings
    from thongquan.storage.sealing import Vault
    from thongquan.storage.snapshot import snapshot

    value = erased = done = 0
    sums: Counter[str] = Counter()
    judge = Judge()
    keys = Path(job.keys)
    if not (choice := keys_of(keys, CHOICE_KEY).get(1, b"")):
        raise UnsafeFolder(f"{keys / CHOICE_KEY} is missing")
    with snapshot(Path(job.data)) as books:
        total = registered_count(books, job.until)
        for filing in registered_filings(books, Vault(read_keyring(keys)), job.until):
            kept = [(one.signed, one.house) for one in filing if one.signed]
            day = business_day(read_stamp(filing[0].registered_at))
            desk = desk_for(filing[0].direction, day, choice)
            for one in judge.judge(kept, desk):
                ordinary = not ON_ORDINARY.isdisjoint(one.faults)
                outcome = "elsewhere" if ordinary else "refused" if one.faults else "ready"
                due = [] if one.faults else taxes(desk.form, one.customs_value, one.hs_code, day)
                value += 0 if one.faults else one.customs_value
                for tax, dong in due:
                    sums[tax] += dong
                yield Judged(one.house_bill, "ordinary" if ordinary else desk.form, outcome, one.channel, due)
            erased += len(filing) - len(kept)
            done += len(filing)
            if advance is not None:
                advance(done, total)
    yield Totals(value, sums["GTGT"], {tax: dong for tax, dong in sums.items() if dong}, erased)


def main() -> int:
    """The other process: its job is the one argument."""
    job = msgspec.json.decode(sys.argv[1], type=Job)
    encoder, out = msgspec.json.Encoder(), sys.stdout.buffer
    try:
        for one in judged(job, Words("en")):
            out.write(encoder.encode(one) + b"\n")
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
