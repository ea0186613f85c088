"""The front door: cheap before costly, identity before cryptography on structures that the sender chose.

The order is that of the threat model. Step 1 (sizes, times, rates) is the server's; here are 2 to 7, one function
each. A filing is refused at the first step it fails. Whatever goes wrong unforeseen in judging is a refusal too.
"""

from thongquan.authority.acting import Acting, who_files
from thongquan.authority.authority import Authority
from thongquan.authority.ports import Books
from thongquan.authority.refusals import (
    CountDiffers,
    JudgingFailed,
    LinesUnreadable,
    LineTooLong,
    OtherSystem,
    RootDiffers,
    SignerUnknown,
    TooManyLines,
)
from thongquan.authority.stages import Identified, Opened, Received, Verified
from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.signing import merkle
from thongquan.signing.cms import read_cms
from thongquan.signing.statement import batch_bytes, read_statement
from thongquan.signing.verifying import verify_signature


def admit(received: Received, authority: Authority, books: Books) -> Verified:
    """A filing that passed every step before the question of replay.

    Raises:
        Refusal: with the reason of the first step that it failed.
    """
    try:
        opened = open_message(received, authority)
        identified = identify(opened, books)
        acting = check_account(identified, books)
        verified = verify(identified, acting)
        authority.trust.check(identified.signer.certificate, received.at)
    except Refusal:
        raise
    except books.failures:
        raise
    except Exception as error:  # fail closed: an unforeseen error while judging is never an acceptance
        raise JudgingFailed from error
    return verified


def open_message(received: Received, authority: Authority) -> Opened:
    """Step 2: the outer form, strictly, within limits of depth, count and size."""
    statement = read_statement(received.statement)
    if statement.system != authority.system:
        raise OtherSystem(system=authority.system)
    lines = split_lines(received.declarations, authority.limits)
    if len(lines) != statement.count:
        raise CountDiffers(signed=statement.count, found=len(lines))
    return Opened(received, statement, read_cms(received.signature), lines)


def split_lines(declarations: bytes, limits: Limits) -> list[bytes]:
    """The lines without their line feeds. None is empty, and the last ends with one like the others."""
    if not declarations.endswith(b"\n"):
        raise LinesUnreadable
    count = declarations.count(b"\n")
    if count > limits.filing_lines:
        raise TooManyLines(found=count, limit=limits.filing_lines)
    lines = declarations[:-1].split(b"\n")
    if max(map(len, lines)) > limits.line_bytes:
        raise LineTooLong(limit=limits.line_bytes)
    if not all(lines):
        raise LinesUnreadable
    return lines


def identify(opened: Opened, books: Books) -> Identified:
    """Steps 3 and 4: the signer is found among the registered certificates, or nowhere."""
    signer = books.signer(opened.message.issuer_serial)
    if signer is None:
        raise SignerUnknown
    return Identified(opened, signer)


def check_account(identified: Identified, books: Books) -> Acting:
    """Step 5: the account is open, and may file for the declarant it names."""
    opened = identified.opened
    return who_files(identified.signer, opened.statement, books, opened.received.at)


def verify(identified: Identified, acting: Acting) -> Verified:
    """Step 6: the signature, and every line against the signed root. What is handed on are the hashed bytes."""
    opened = identified.opened
    verify_signature(opened.message, opened.received.statement, identified.signer.certificate)
    root = merkle.root([merkle.leaf_hash(line) for line in opened.lines])
    if root.hex() != opened.statement.root:
        raise RootDiffers
    return Verified(
        statement=opened.statement,
        signer=identified.signer,
        lines=opened.lines,
        root=root,
        statement_bytes=opened.received.statement,
        signature=opened.received.signature,
        at=opened.received.at,
        batch=batch_bytes(opened.statement.batch),
        acting=acting,
    )
