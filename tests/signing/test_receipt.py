"""One parcel is proved by one file; whatever is changed in it, the proof is gone."""

import random
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from demo_pki import NOW, Pki
from signing.certificates import Ca
from signing.forging import Forger
from signing.receipts import BATCH, LINES, a_receipt, decision, hexes
from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.signing.chain import TrustStore
from thongquan.signing.checkpoint import Checkpoint, read_checkpoint_key, sign_checkpoint
from thongquan.signing.cms import read_cms
from thongquan.signing.der import CONTEXT_0, encode
from thongquan.signing.merkle import Tree, leaf_hash
from thongquan.signing.receipt import Path, Receipt, base64_text, verify_receipt, write_receipt


@pytest.fixture(scope="module")
def anchors(pki: Pki) -> TrustStore:
    """The root alone: what somebody has who was handed a receipt."""
    return TrustStore.load(pki.anchors)


@pytest.fixture(scope="module")
def receipt(pki: Pki) -> Receipt:
    return a_receipt(pki)


def reason(receipt: Receipt, trust: TrustStore) -> str:
    return verify_receipt(write_receipt(receipt), trust).reason


@pytest.mark.parametrize("key", ["rsa", "p256"])
@pytest.mark.parametrize("line", [0, 2, 4])
def test_a_genuine_receipt_is_valid_with_the_root_alone(pki: Pki, anchors: TrustStore, key: str, line: int) -> None:
    genuine = a_receipt(pki, pki.rsa if key == "rsa" else pki.p256, line)
    report = verify_receipt(write_receipt(genuine), anchors)
    assert (report.verdict, report.reason, report.at) == ("valid", "", stamp(NOW))
    assert report.signer is not None
    assert report.signer.tax_code == pki.certificate(key).tax_code
    assert [check.passed for check in report.checks] == [True] * 5


def test_intermediates_may_be_given_as_well(pki: Pki, receipt: Receipt) -> None:
    assert reason(receipt, TrustStore.load(pki.anchors, pki.intermediates)) == ""


@pytest.mark.parametrize("seed", range(5))
def test_no_changed_bit_is_accepted(pki: Pki, anchors: TrustStore, seed: int) -> None:
    """Five hundred in all, over the whole file, of an RSA and of a P-256 company."""
    chance = random.Random(seed)
    good = write_receipt(a_receipt(pki, pki.rsa if seed % 2 else pki.p256))
    for _ in range(100):
        at, mask = chance.randrange(len(good)), 1 << chance.randrange(8)
        changed = good[:at] + bytes([good[at] ^ mask]) + good[at + 1 :]
        assert verify_receipt(changed, anchors).verdict == "invalid", (at, mask)


@pytest.mark.parametrize("intermediates", [False, True])
def test_no_changed_bit_of_the_signatures_and_certificates_is_accepted(
    pki: Pki, receipt: Receipt, *, intermediates: bool
) -> None:
    """Changed before they are put into the file, so that their own encoding is whole."""
    trust = TrustStore.load(pki.anchors, pki.intermediates if intermediates else None)
    chance = random.Random(1)
    for field in ("statement_signature", "authority_certificate", "checkpoint_signature"):
        good = msgspec.convert(getattr(receipt, field), bytes)
        for _ in range(250):
            at, mask = chance.randrange(len(good)), 1 << chance.randrange(8)
            changed = base64_text(good[:at] + bytes([good[at] ^ mask]) + good[at + 1 :])
            forged = msgspec.structs.replace(receipt, **{field: changed})
            assert verify_receipt(write_receipt(forged), trust).verdict == "invalid", (field, at, mask)


CHANGES: dict[str, tuple[str, Callable[[Receipt], dict[str, object]]]] = {
    "another line": ("RECEIPT-LINE", lambda r: {"line": LINES[0]}),
    "a blank in the line": ("RECEIPT-LINE", lambda r: {"line": r.line + " "}),
    "another decision": ("RECEIPT-PATH", lambda r: {"decision": decision(2) | {"number": "100000009990"}}),
    "a decision with a further fact": ("RECEIPT-PATH", lambda r: {"decision": decision(2) | {"state": "cleared"}}),
    "decision on another line": ("RECEIPT-DECISION", lambda r: {"decision": decision(1)}),
    "decision in another filing": (
        "RECEIPT-DECISION",
        lambda r: {"decision": decision(2, BATCH.replace("a5e", "a5f"))},
    ),
    "decision without a number": ("RECEIPT-UNREADABLE", lambda r: {"decision": {"filing": BATCH, "line": 3}}),
    "another filing": ("RECEIPT-DECISION", lambda r: {"filing": BATCH.replace("a5e", "a5f")}),
    "another salt": ("RECEIPT-PATH", lambda r: {"salt": "0" * 32}),
    "another place": ("RECEIPT-PATH", lambda r: {"index": 0}),
    "more registered": ("RECEIPT-PATH", lambda r: {"count": 4}),
    "fewer registered": ("RECEIPT-PATH", lambda r: {"count": 2}),
    "path cut": ("RECEIPT-PATH", lambda r: {"path": r.path[:-1]}),
    "path too long": ("RECEIPT-PATH", lambda r: {"path": [*r.path, "0" * 64]}),
    "path without end": ("RECEIPT-UNREADABLE", lambda r: {"path": ["0" * 64] * (LIMITS.proof_hashes + 1)}),
    "another place in the group": (
        "RECEIPT-PATH",
        lambda r: {"filing_path": msgspec.structs.replace(r.filing_path, index=0)},
    ),
    "another size of the group": (
        "RECEIPT-PATH",
        lambda r: {"filing_path": msgspec.structs.replace(r.filing_path, size=4)},
    ),
    "another place in the statement": (
        "RECEIPT-DECISION",
        lambda r: {"statement_path": msgspec.structs.replace(r.statement_path, index=1)},
    ),
    "another size of the statement": (
        "RECEIPT-STATEMENT",
        lambda r: {"statement_path": msgspec.structs.replace(r.statement_path, size=6)},
    ),
    "a later checkpoint time": (
        "RECEIPT-CHECKPOINT",
        lambda r: {"checkpoint": msgspec.structs.replace(r.checkpoint, at=stamp(NOW + timedelta(seconds=1)))},
    ),
    "another group": (
        "RECEIPT-CHECKPOINT",
        lambda r: {"checkpoint": msgspec.structs.replace(r.checkpoint, group=8)},
    ),
    "another system": (
        "RECEIPT-STATEMENT",
        lambda r: {"checkpoint": msgspec.structs.replace(r.checkpoint, system="other")},
    ),
    "statement with a blank": ("STATEMENT-UNREADABLE", lambda r: {"statement": r.statement + " "}),
    "statement with another office": ("RECEIPT-PATH", lambda r: {"statement": r.statement.replace("01DD", "02DS")}),
    "statement of another filer": (
        "RECEIPT-PATH",
        lambda r: {"statement": r.statement.replace("9907654321", "9901234560")},
    ),
    "base64 with a line feed": ("RECEIPT-UNREADABLE", lambda r: {"statement_signature": r.statement_signature + "\n"}),
    "base64 without padding": (
        "RECEIPT-UNREADABLE",
        lambda r: {"checkpoint_signature": r.checkpoint_signature.rstrip("=") + "!"},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_part_is_named(receipt: Receipt, anchors: TrustStore, name: str) -> None:
    code, change = CHANGES[name]
    assert reason(msgspec.structs.replace(receipt, **change(receipt)), anchors) == code


@pytest.mark.parametrize(
    "respelled",
    [
        lambda data: data + b"\n",
        lambda data: data.replace(b'":', b'": ', 1),
        lambda data: data.replace(b'"count":3', b'"count":3,"count":3', 1),
        lambda data: data.replace(b'"format"', b'"extra":1,"format"', 1),
        lambda data: b"",
        lambda data: b"[]",
        lambda data: b"\xff" + data,
        lambda data: data.replace("Á".encode(), b"\\u00c1", 1),
    ],
)
def test_another_spelling_is_refused(
    receipt: Receipt, anchors: TrustStore, respelled: Callable[[bytes], bytes]
) -> None:
    assert verify_receipt(respelled(write_receipt(receipt)), anchors).reason == "RECEIPT-UNREADABLE"


def test_the_size_is_limited(anchors: TrustStore) -> None:
    assert verify_receipt(b" " * LIMITS.receipt_bytes, anchors).reason == "RECEIPT-UNREADABLE"
    assert verify_receipt(b" " * (LIMITS.receipt_bytes + 1), anchors).reason == "RECEIPT-TOO-LARGE"


def test_a_company_cannot_sign_for_the_authority(pki: Pki, receipt: Receipt, anchors: TrustStore) -> None:
    forger = Forger(pki)
    forged = msgspec.structs.replace(
        receipt,
        checkpoint_signature=base64_text(sign_checkpoint(forger.key, receipt.checkpoint)),  # type: ignore[arg-type] # P-256
        authority_certificate=base64_text(forger.der),
    )
    assert reason(forged, anchors) == "RECEIPT-AUTHORITY"


def test_another_root_makes_no_authority(receipt: Receipt) -> None:
    stranger = Ca("Gốc chứng thực thử nghiệm Thông quan")
    assert reason(receipt, TrustStore([stranger.der])) == "CHAIN-NO-ISSUER"


def test_the_certificates_must_have_been_valid_then(receipt: Receipt, anchors: TrustStore) -> None:
    data = write_receipt(receipt)
    assert verify_receipt(data, anchors, NOW + timedelta(days=365)).verdict == "valid"
    assert verify_receipt(data, anchors, NOW + timedelta(days=365 * 5)).reason == "CERT-EXPIRED"


def test_a_line_that_was_not_registered_has_no_proof(pki: Pki, receipt: Receipt, anchors: TrustStore) -> None:
    lines = Tree([leaf_hash(text.encode()) for text in LINES])
    forged = msgspec.structs.replace(
        receipt,
        line=LINES[1],
        decision=decision(1),
        statement_path=Path(1, len(LINES), hexes(lines.path(1))),
    )
    assert reason(forged, anchors) == "RECEIPT-PATH"


def test_nothing_unsigned_may_ride_along(pki: Pki, receipt: Receipt, anchors: TrustStore) -> None:
    forger = Forger(pki)
    [middle] = pki.intermediate_ders
    stranger = Ca("Lạ").der

    def signed(*certificates: bytes, **changes: object) -> str:
        der = forger.message(
            content=receipt.statement.encode(),
            certificates=encode(CONTEXT_0, b"".join(certificates)),
            **changes,
        )
        assert read_cms(der)
        return reason(msgspec.structs.replace(receipt, statement_signature=base64_text(der)), anchors)

    assert signed(forger.der, middle) == ""
    assert signed(forger.der, middle, stranger) == "RECEIPT-SURPLUS"
    assert signed(forger.der, middle, middle) == "RECEIPT-SURPLUS"
    assert signed(forger.der, forger.der, middle) == "RECEIPT-SURPLUS"
    assert signed(forger.der, middle, unsigned=encode(0xA1, b"")) == "RECEIPT-SURPLUS"
    assert signed(forger.der, middle, crls=encode(0xA1, b"")) == "RECEIPT-SURPLUS"
    assert signed(middle) == "SIG-SIGNER"
    assert signed(forger.der) == "CHAIN-NO-ISSUER"


def test_the_checkpoint_key_must_be_p256(pki: Pki) -> None:
    key = read_checkpoint_key(pki.authority_key.read_bytes())
    assert sign_checkpoint(key, Checkpoint("a", 0, 1, "0" * 64, stamp(NOW)))


def test_the_receipt_is_small(receipt: Receipt) -> None:
    assert len(write_receipt(receipt)) < 10_000
    assert canonical(receipt) == write_receipt(receipt)
