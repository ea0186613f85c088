"""A whole receipt, made as declarant and authority make it: a filing of five lines, three of them registered."""

from demo_pki import NOW, Pki
from thongquan.base.canonical import canonical
from thongquan.base.moment import stamp
from thongquan.signing.checkpoint import Checkpoint, filing_leaf, read_checkpoint_key, receipt_leaf, sign_checkpoint
from thongquan.signing.merkle import Tree, leaf_hash
from thongquan.signing.receipt import Path, Receipt, base64_text
from thongquan.signing.sign import Signer
from thongquan.signing.statement import Statement

BATCH = "01990a5e-7b1c-7abc-8def-0123456789ab"
LINES = [f'{{"form":"MIC","nonce":"{n:032x}","goods_description":"ÁO THUN {n}"}}' for n in range(5)]
REGISTERED = [0, 2, 4]
SALTS = [bytes([n]) * 16 for n in range(5)]


def decision(line: int, filing: str = BATCH) -> dict[str, object]:
    return {
        "number": f"10000000{line:03}0",
        "form": "MIC",
        "filing": filing,
        "line": line + 1,
        "rates": [["USD", "26100"]],
    }


def a_receipt(pki: Pki, signer: Signer | None = None, line: int = 2, **changed_statement: object) -> Receipt:
    signer = signer or pki.p256
    lines = Tree([leaf_hash(text.encode()) for text in LINES])
    facts: dict[str, object] = {
        "system": "thongquan-demo",
        "kind": "filing",
        "batch": BATCH,
        "filer": signer.certificate.tax_code,
        "on_behalf_of": signer.certificate.tax_code,
        "office": "01DD",
        "direction": "import",
        "count": len(LINES),
        "root": lines.root.hex(),
        "reader": "0" * 64,
        "created_at": stamp(NOW),
    }
    statement = canonical(Statement(**(facts | changed_statement)))  # type: ignore[arg-type] # the names are the fields
    registered = Tree([receipt_leaf(SALTS[n], LINES[n].encode(), canonical(decision(n))) for n in REGISTERED])
    filing = filing_leaf(BATCH, statement, registered.root, len(REGISTERED))
    group = Tree([leaf_hash(b"another filing"), filing, leaf_hash(b"a third")])
    checkpoint = Checkpoint("thongquan-demo", 7, 3, group.root.hex(), stamp(NOW))
    index = REGISTERED.index(line)
    key = read_checkpoint_key(pki.authority_key.read_bytes())
    return Receipt(
        format="thongquan-receipt-1",
        line=LINES[line],
        decision=decision(line),
        salt=SALTS[line].hex(),
        index=index,
        count=len(REGISTERED),
        path=hexes(registered.path(index)),
        filing=BATCH,
        filing_path=Path(1, 3, hexes(group.path(1))),
        checkpoint=checkpoint,
        checkpoint_signature=base64_text(sign_checkpoint(key, checkpoint)),
        authority_certificate=base64_text(pki.authority_der),
        statement=statement.decode(),
        statement_signature=base64_text(signer.sign(statement)),
        statement_path=Path(line, len(LINES), hexes(lines.path(line))),
    )


def hexes(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
