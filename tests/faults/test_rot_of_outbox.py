"""A bit that rots in the declarant's outbox is noticed before anything is sent, shown or proved with it."""

from pathlib import Path

import msgspec
import pytest

from answering import AnsweringAuthority
from demo_pki import Pki
from faults.conftest import Figures
from faults.filings import Press
from faults.rot import rot
from faults.size import size
from parcels import ADDRESS, houses
from thongquan.declarant.decided import decisions_of
from thongquan.declarant.filing import keep_filings
from thongquan.declarant.ledger import ledger_of
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.receipts import Receipts
from thongquan.declarant.refusals import OutboxDamaged
from thongquan.declarant.sending import multipart, reader_headers
from thongquan.signing.receipt import write_receipt

FLIPS = size(10, 1000)


@pytest.fixture(scope="module")
def outbox(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Outbox:
    """A filing that was answered and decided on later, one that was refused, and one that waits."""
    box, authority, press = (
        Outbox(tmp_path_factory.mktemp("rot") / "outbox"),
        AnsweringAuthority(pki),
        Press("rsa", pki),
    )
    answered, refused, _ = [
        keep_filings(box, houses(*(f"{name}{n}" for n in range(3))), press, ADDRESS)[0] for name in "ARW"
    ]
    box.keep_answer(answered, authority.register_entry(answered))
    box.keep_later(answered, msgspec.json.encode({one.number: one for one in decisions_of(answered).values()}))
    box.keep_refusal(refused, msgspec.json.encode({"code": "COMPANY-SUSPENDED", "facts": {"tax_code": "9901234560"}}))
    return box


def everything(folder: Path) -> list[object]:
    """All that any command makes of an outbox."""
    box = Outbox(folder)
    return [*(look(entry) for entry in box.entries()), ledger_of(box, ADDRESS.server)]


def look(entry: Entry) -> list[object]:
    sent = [entry.meta, entry.is_pending, multipart(entry, "b"), reader_headers(entry)]
    receipts = [write_receipt(one) for one in Receipts(entry)] if entry.answer() is not None else []
    return [*sent, entry.answer(), entry.refusal(), entry.later(), decisions_of(entry), receipts]


def test_a_flipped_bit_in_any_file_of_the_outbox_is_noticed(outbox: Outbox, figures: Figures) -> None:
    files = sorted(path.relative_to(outbox.folder).as_posix() for path in outbox.folder.rglob("*.*"))
    assert len(files) == 3 * 4 + 3
    noticed = sum(rot(outbox.folder, file, everything, (OutboxDamaged,), FLIPS) for file in files)
    figures(files=len(files), flips=FLIPS * len(files), noticed=noticed, silent=0)
    assert noticed == FLIPS * len(files)


@pytest.mark.parametrize("file", ["answer.json", "declarations.ndjson", "meta.json"])
@pytest.mark.parametrize("kept", [0, 1, -1, -73])
def test_a_file_cut_short_is_noticed(outbox: Outbox, tmp_path: Path, file: str, kept: int) -> None:
    entry = next(entry for entry in outbox.entries() if entry.answer())
    path = entry.folder / file
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    with pytest.raises(OutboxDamaged):
        everything(outbox.folder)
    path.write_bytes(whole)
