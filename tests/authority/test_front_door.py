"""The order of the front door (threat model, section 3): refused at the first step that fails, and nothing is kept."""

from typing import Any

import pytest
from msgspec.structs import replace

from authority.house import House, a_batch_id, a_filing, a_statement, lines_of, the_pki
from demo_pki import NOW, P256_COMPANY
from thongquan.authority import front_door
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from thongquan.signing import merkle


def signed(lines: list[bytes], **changes: Any) -> Received:
    return a_filing(lines, **changes)


CASES = {  # what is wrong, and the code of the step that must find it
    "the statement is not canonical": (
        lambda right: replace(right, statement=b" " + right.statement), "STATEMENT-UNREADABLE",
    ),
    "it is meant for another server": (lambda _: signed(lines_of("A1"), system="thongquan"), "OTHER-SYSTEM"),
    "a line ends without line feed": (
        lambda right: replace(right, declarations=right.declarations[:-1]), "LINES-UNREADABLE",
    ),
    "a line is empty": (lambda right: replace(right, declarations=b"\n" + right.declarations), "LINES-UNREADABLE"),
    "a line too many": (lambda right: replace(right, declarations=right.declarations * 2), "COUNT-DIFFERS"),
    "a line too long": (lambda _: signed([b"x" * 9000]), "DECLARATION-TOO-LONG"),
    "no signature": (lambda right: replace(right, signature=b""), "CMS-TRUNCATED"),
    "bytes after the signature": (lambda right: replace(right, signature=right.signature + b"\0"), "CMS-TRAILING"),
    "for somebody else": (lambda _: signed(lines_of("A1"), on_behalf_of=P256_COMPANY), "NO-RIGHT-TO-ACT"),
    "in somebody else's name": (lambda _: signed(lines_of("A1"), filer=P256_COMPANY), "NO-RIGHT-TO-ACT"),
    "a statement changed after signing": (
        lambda right: replace(right, statement=right.statement.replace(b'"02DS"', b'"01B1"')), "SIG-DIGEST",
    ),
    "other lines than those signed": (
        lambda right: replace(right, declarations=lines_of("A2")[0] + b"\n"), "ROOT-DIFFERS",
    ),
    "a signature from before the certificate": (
        lambda right: replace(right, at=NOW.replace(year=2020)), "CERT-NOT-YET-VALID",
    ),
    "an expired certificate": (lambda right: replace(right, at=NOW.replace(year=2046)), "CERT-EXPIRED"),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_each_step_refuses_with_its_own_code_and_keeps_nothing(house: House, what: str) -> None:
    wrong, code = CASES[what]
    assert house.file(wrong(signed(lines_of("A1")))) == [code]
    assert house.rows("SELECT count(*) FROM filing") == [(0,)]
    assert house.rows("SELECT next FROM sequence") == [(1,), (1,)]


def test_a_signer_who_is_not_registered_is_refused_before_any_arithmetic_on_the_signature(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.sit(lambda now: now.books.connection.execute("DELETE FROM certificate"))
    monkeypatch.setattr(front_door, "verify_signature", pytest.fail)
    assert house.file(signed(lines_of("A1"))) == ["SIGNER-UNKNOWN"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE certificate SET state = 'suspended'", "CERTIFICATE-BLOCKED"),
        ("UPDATE company SET suspended = 1", "COMPANY-SUSPENDED"),
    ],
)
def test_the_account_is_asked_before_the_signature(
    house: House, monkeypatch: pytest.MonkeyPatch, change: str, code: str
) -> None:
    house.sit(lambda now: now.books.connection.execute(change))
    monkeypatch.setattr(front_door, "verify_signature", pytest.fail)
    assert house.file(signed(lines_of("A1"))) == [code]


def test_the_chain_is_asked_after_the_signature(house: House) -> None:
    right = signed(lines_of("A1"))
    forged = replace(
        right, signature=right.signature[:-1] + bytes([right.signature[-1] ^ 1]), at=NOW.replace(year=2046)
    )
    assert house.file(forged) == ["SIG-SIGNATURE"]


def test_a_certificate_registered_to_one_company_cannot_sign_for_another(house: House) -> None:
    lines = lines_of("A1")
    statement = canonical(a_statement(lines, filer=P256_COMPANY))
    forged = Received(statement, the_pki().rsa.sign(statement), lines[0] + b"\n", NOW)
    assert house.file(forged) == ["NO-RIGHT-TO-ACT"]


@pytest.mark.parametrize("error", [TypeError, AttributeError, IndexError, UnicodeDecodeError, RecursionError])
def test_whatever_goes_wrong_in_judging_is_a_refusal(
    house: House, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def broken(*_: object) -> None:
        raise error(*(("utf-8", b"", 0, 1, "") if error is UnicodeDecodeError else ()))

    monkeypatch.setattr(front_door, "verify_signature", broken)
    assert house.file(signed(lines_of("A1"))) == ["JUDGING-FAILED"]


def test_the_lines_handed_on_are_the_very_bytes_that_were_hashed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    filing, hashed, real = signed(lines_of("A1", "A2")), [], merkle.leaf_hash
    monkeypatch.setattr(front_door.merkle, "leaf_hash", lambda line: hashed.append(line) or real(line))
    verified = front_door.admit(filing, house.parts.authority, house.books)
    assert [id(line) for line in verified.lines] == [id(line) for line in hashed]


ORDER = [
    "OTHER-SYSTEM",
    "COUNT-DIFFERS",
    "CMS-TRAILING",
    "SIGNER-UNKNOWN",
    "COMPANY-SUSPENDED",
    "ACCOUNT-CANNOT-DECLARE",
    "NO-RIGHT-TO-ACT",
    "SIG-SIGNATURE",
    "ROOT-DIFFERS",
    "CERT-EXPIRED",
    "FILING-ID-TAKEN",
]


@pytest.mark.parametrize("code", ORDER)
def test_of_all_that_is_wrong_the_first_step_speaks(house: House, code: str) -> None:
    """Everything from this step on is wrong, everything before it mended."""
    wrong = set(ORDER[ORDER.index(code) :])
    batch = a_batch_id()
    house.file(signed(lines_of("FIRST"), batch=batch))
    filing = signed_with(wrong, batch)
    if "SIGNER-UNKNOWN" in wrong:
        house.sit(lambda now: now.books.connection.execute("DELETE FROM certificate"))
    if "COMPANY-SUSPENDED" in wrong:
        house.sit(lambda now: now.books.connection.execute("UPDATE company SET suspended = 1"))
    if "ACCOUNT-CANNOT-DECLARE" in wrong:
        house.sit(lambda now: now.books.connection.execute("DELETE FROM account"))
    house.books.forget()
    assert house.file(filing) == [code]


def signed_with(wrong: set[str], batch: str) -> Received:
    """A filing with these mistakes among those that the sender can make."""
    changes: dict[str, Any] = {"batch": batch}
    if "OTHER-SYSTEM" in wrong:
        changes["system"] = "elsewhere"
    if "NO-RIGHT-TO-ACT" in wrong:
        changes["on_behalf_of"] = P256_COMPANY
    if "ROOT-DIFFERS" in wrong:
        changes["root"] = "00" * 32
    filing = signed(lines_of("A1"), **changes)
    if "COUNT-DIFFERS" in wrong:
        filing = replace(filing, declarations=filing.declarations * 2)
    if "SIG-SIGNATURE" in wrong:
        filing = replace(filing, signature=filing.signature[:-1] + bytes([filing.signature[-1] ^ 1]))
    if "CMS-TRAILING" in wrong:
        filing = replace(filing, signature=filing.signature + b"\0")
    if "CERT-EXPIRED" in wrong:
        filing = replace(filing, at=NOW.replace(year=2046))
    return filing
