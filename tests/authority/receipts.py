"""A company's receipts, written by its own side from what the authority answered."""

from pathlib import Path

import msgspec

from thongquan.authority.stages import Received
from thongquan.declarant.outbox import Meta, Outbox
from thongquan.declarant.receipts import Receipts
from thongquan.signing.receipt import write_receipt


def receipts_of(received: Received, answer: bytes, folder: Path) -> list[bytes]:
    """One file for each registered line, in their order."""
    outbox, batch = Outbox(folder), msgspec.json.decode(received.statement)["batch"]
    meta = Meta(batch, "http://127.0.0.1:1", "")
    kept = outbox.keep(
        meta, statement=received.statement, signature=received.signature, declarations=received.declarations
    )
    outbox.keep_answer(kept, answer)
    return [write_receipt(one) for one in Receipts(kept)]
