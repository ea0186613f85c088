"""The proof of one parcel, in one file: what was declared, who signed it, and what the authority decided on it."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from thongquan.base.canonical import canonical, read_canonical
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.signing.certificate import read_certificate
from thongquan.signing.chain import TrustStore
from thongquan.signing.checkpoint import Checkpoint, filing_leaf, receipt_leaf, verify_checkpoint
from thongquan.signing.cms import SignedMessage, read_cms
from thongquan.signing.merkle import leaf_hash, root_from_path
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import Examination, Report, embedded_signer, signed_by
from thongquan.signing.statement import Hex256, Statement, Uuid7, read_statement
from thongquan.signing.verifying import verify_signature

Hex128 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hashes = Annotated[list[Hex256], msgspec.Meta(max_length=LIMITS.proof_hashes)]
Natural = Annotated[int, msgspec.Meta(ge=0)]


class Path(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a leaf is in a tree of `size` leaves, and the hashes from it up to the root."""

    index: Natural
    size: Natural
    hashes: Hashes

    def root_from(self, leaf: bytes) -> bytes | None:
        return root_from_path(leaf, self.index, self.size, [bytes.fromhex(sibling) for sibling in self.hashes])


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["thongquan-receipt-1"]
    line: str
    """The declaration, exactly as it was filed."""
    decision: dict[str, Any]
    salt: Hex128
    index: Natural
    """Place among the registered declarations of the filing, from 0."""
    count: Natural
    """How many declarations of the filing were registered."""
    path: Hashes
    filing: Uuid7
    filing_path: Path
    """From the filing to the root of its group."""
    checkpoint: Checkpoint
    checkpoint_signature: str
    authority_certificate: str
    statement: str
    """Exactly as it was signed."""
    statement_signature: str
    statement_path: Path
    """From the line to the root in the statement."""


class DecisionLink(msgspec.Struct, frozen=True):
    """What ties a decision to its declaration. The rest of it is the declaration's business, bound by its hash."""

    number: str
    filing: str
    line: int


def write_receipt(receipt: Receipt) -> bytes:
    """The file: its only spelling, so that no byte of it can change unseen."""
    return canonical(receipt)


def base64_text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def verify_receipt(receipt: bytes, trust: TrustStore, at: datetime | None = None) -> Report:
    """Every link from the declaration to the anchors, from the file alone.

    `at` is the moment for the certificates; without it, the moment that the authority signed. Revocation is not
    asked for: the authority did so when it registered the declaration, and its signature says that it did.
    """
    examination = Examination(stamp(at) if at else "")
    try:
        _verify(receipt, trust, at, examination)
    except SignatureRefused as refusal:
        return examination.report(refusal)
    except Exception:  # noqa: BLE001 - judging fails closed
        return examination.report(SignatureRefused("RECEIPT-UNREADABLE"))
    return examination.report()


def _verify(data: bytes, trust: TrustStore, at: datetime | None, examination: Examination) -> None:
    with examination.step("check_receipt_form"):
        receipt = _read(data)
        moment = at or read_stamp(receipt.checkpoint.at)
        examination.at = stamp(moment)
        statement = read_statement(receipt.statement.encode())
    with examination.step("check_declaration_filed"):
        _check_declaration_was_filed(receipt, statement)
    with examination.step("check_decision_recorded"):
        _check_decision_was_recorded(receipt)
    with examination.step("check_authority"):
        _check_authority(receipt, trust, moment)
    with examination.step("check_company"):
        _check_company(receipt, trust, moment, examination)


def _read(data: bytes) -> Receipt:
    if len(data) > LIMITS.receipt_bytes:
        raise SignatureRefused("RECEIPT-TOO-LARGE", limit=LIMITS.receipt_bytes)
    try:
        return read_canonical(data, Receipt)
    except Exception as fault:  # judging fails closed
        raise SignatureRefused("RECEIPT-UNREADABLE") from fault


def _check_declaration_was_filed(receipt: Receipt, statement: Statement) -> None:
    """The company's signature covers the line, in the place that the decision is about."""
    decision = msgspec.convert(receipt.decision, DecisionLink)
    place = receipt.statement_path
    if not receipt.filing == decision.filing == statement.batch or decision.line != place.index + 1:
        raise SignatureRefused("RECEIPT-DECISION")
    if place.size != statement.count or receipt.checkpoint.system != statement.system:
        raise SignatureRefused("RECEIPT-STATEMENT")
    if place.root_from(leaf_hash(receipt.line.encode())) != bytes.fromhex(statement.root):
        raise SignatureRefused("RECEIPT-LINE")


def _check_decision_was_recorded(receipt: Receipt) -> None:
    """Line and decision together are in the filing, and the filing is in the group that the authority signed."""
    leaf = receipt_leaf(bytes.fromhex(receipt.salt), receipt.line.encode(), canonical(receipt.decision))
    filing_root = Path(receipt.index, receipt.count, receipt.path).root_from(leaf)
    if filing_root is None:
        raise SignatureRefused("RECEIPT-PATH")
    if receipt.filing_path.size != receipt.checkpoint.filings:
        raise SignatureRefused("RECEIPT-PATH")
    filing = filing_leaf(receipt.filing, receipt.statement.encode(), filing_root, receipt.count)
    if receipt.filing_path.root_from(filing) != bytes.fromhex(receipt.checkpoint.root):
        raise SignatureRefused("RECEIPT-PATH")


def _check_authority(receipt: Receipt, trust: TrustStore, moment: datetime) -> None:
    authority = _from_base64(receipt.authority_certificate)
    verify_checkpoint(receipt.checkpoint, _from_base64(receipt.checkpoint_signature), authority)
    trust.without_revocation().chain(authority, moment)


def _check_company(receipt: Receipt, trust: TrustStore, moment: datetime, examination: Examination) -> None:
    message = read_cms(_from_base64(receipt.statement_signature))
    company = embedded_signer(message)
    examination.signer = signed_by(company)
    certificate = read_certificate(company)
    if certificate.tax_code != read_statement(receipt.statement.encode()).filer:
        raise SignatureRefused("RECEIPT-FILER")
    verify_signature(message, receipt.statement.encode(), certificate)
    _check_chain_without_surplus(message, company, trust, moment)


def _check_chain_without_surplus(message: SignedMessage, company: bytes, trust: TrustStore, moment: datetime) -> None:
    """Issuers in the file may help to reach an anchor; but each byte of it must be part of the proof."""
    issuers = [der for der in message.certificates if der != company]
    chain = trust.without_revocation(issuers).chain(company, moment)
    used = [link.der for link in chain[1:]]
    if message.unsigned_parts or message.certificates.count(company) != 1 or any(der not in used for der in issuers):
        raise SignatureRefused("RECEIPT-SURPLUS")
    if len(set(issuers)) != len(issuers):
        raise SignatureRefused("RECEIPT-SURPLUS")


def _from_base64(text: str) -> bytes:
    data = b64decode(text, validate=True)
    if base64_text(data) != text:
        raise SignatureRefused("RECEIPT-UNREADABLE")
    return data
