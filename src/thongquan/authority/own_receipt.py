"""The receipt of one declaration, made again from the books for whoever's it is: the file that proves it offline."""

from base64 import b64encode
from datetime import datetime

import msgspec

from thongquan.authority.answer import Answer, Registered
from thongquan.authority.feed_readers import company_of_account
from thongquan.authority.own_declaration_ports import SignedTogether
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.numbering.declaration_number import is_number
from thongquan.signing import merkle
from thongquan.signing.checkpoint import receipt_leaf
from thongquan.signing.receipt import Path, Receipt, write_receipt

_ANSWER = msgspec.json.Decoder(Answer)


class ReceiptElsewhere(Refusal):
    """Some lines of its filing were refused and are not kept here: only who filed them can prove what was signed."""

    code = "RECEIPT-ELSEWHERE"


def own_receipt(room: ReadingRoom, account: str, number: str, at: datetime) -> bytes:
    """The receipt of the filing with the line that holds now. Takes a while: all that was signed together is hashed.

    Raises:
        NotFound: there is no such declaration that is the account's company's business.
        ReceiptElsewhere
        Erased: its term of keeping has passed.
    """
    company = company_of_account(room, account, at)
    acts = room.past(number, b"", company) if is_number(number) else None
    filed = room.own_declarations.signed_together(number) if acts else None
    if acts is None or filed is None:
        raise NotFound
    if not filed.lines:
        raise ReceiptElsewhere(number=acts[-1].decision.number)
    return write_receipt(_receipt(filed, acts[-1].decision.line - 1))


def _receipt(filed: SignedTogether, place: int) -> Receipt:
    """No line was refused, so a line has the same place in both trees."""
    answer = _ANSWER.decode(filed.answer)
    told = [one for one in answer.outcomes if isinstance(one, Registered)]
    leaves = [
        receipt_leaf(bytes.fromhex(one.salt), line, bytes(one.decision))
        for one, line in zip(told, filed.lines, strict=True)
    ]
    decided, signed = merkle.Tree(leaves), merkle.Tree([merkle.leaf_hash(line) for line in filed.lines])
    return Receipt(
        format="thongquan-receipt-1",
        line=filed.lines[place].decode(),
        decision=msgspec.json.decode(told[place].decision),
        salt=told[place].salt,
        index=place,
        count=len(told),
        path=[one.hex() for one in decided.path(place)],
        filing=answer.filing,
        filing_path=answer.path,
        checkpoint=answer.checkpoint,
        checkpoint_signature=answer.checkpoint_signature,
        authority_certificate=answer.authority_certificate,
        statement=filed.statement.decode(),
        statement_signature=b64encode(filed.signature).decode(),
        statement_path=Path(place, len(filed.lines), [one.hex() for one in signed.path(place)]),
    )
