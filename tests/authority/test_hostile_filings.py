"""Forged statements and hostile lines before the authority itself: refused with their own codes, none registered."""

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from authority.house import SYSTEM, House, a_filing, a_statement, lines_of, the_pki
from building import a_mic
from demo_pki import NOW, P256_COMPANY
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.signing.certificate import parsed
from thongquan.signing.chain import TrustStore

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))

FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "another system": ({"system": "thongquan"}, "OTHER-SYSTEM"),
    "another spelling of the system": ({"system": f"{SYSTEM} "}, "OTHER-SYSTEM"),
    "another kind": ({"kind": "decision"}, "STATEMENT-UNREADABLE"),
    "another filer": ({"filer": P256_COMPANY}, "NO-RIGHT-TO-ACT"),
    "on behalf of another": ({"on_behalf_of": P256_COMPANY}, "NO-RIGHT-TO-ACT"),
    "a branch of the filer": ({"filer": "9901234560001"}, "NO-RIGHT-TO-ACT"),
    "a filer with a line feed": ({"filer": "9901234560\n"}, "STATEMENT-UNREADABLE"),
    "a filer in other digits": ({"filer": "９９０１２３４５６０"}, "STATEMENT-UNREADABLE"),
    "one line fewer": ({"count": 1}, "COUNT-DIFFERS"),
    "one line more": ({"count": 3}, "COUNT-DIFFERS"),
    "no line": ({"count": 0}, "STATEMENT-UNREADABLE"),
    "a giant count": ({"count": 10**30}, "COUNT-DIFFERS"),
    "a count that is a fraction": ({"count": 2.0}, "STATEMENT-UNREADABLE"),
    "a count that is true": ({"count": True}, "STATEMENT-UNREADABLE"),
    "another root": ({"root": "00" * 32}, "ROOT-DIFFERS"),
    "a root in capitals": ({"root": "AB" * 32}, "STATEMENT-UNREADABLE"),
    "a short root": ({"root": "00" * 31}, "STATEMENT-UNREADABLE"),
    "a reader that is not hex": ({"reader": "z" * 64}, "STATEMENT-UNREADABLE"),
    "no reader": ({"reader": ""}, "STATEMENT-UNREADABLE"),
    "a batch of version 4": ({"batch": "3f2b5c9e-1d2e-4f3a-8b4c-5d6e7f8a9b0c"}, "STATEMENT-UNREADABLE"),
    "a batch in capitals": ({"batch": "019D1861-32F3-79EA-84FF-68EE0DC43E79"}, "STATEMENT-UNREADABLE"),
    "no time": ({"created_at": ""}, "STATEMENT-UNREADABLE"),
    "a time of a mile": ({"created_at": "9" * 3000}, "STATEMENT-UNREADABLE"),
    "a time in another zone": ({"created_at": "2026-09-02T10:00:00.000000+07:00"}, "STATEMENT-UNREADABLE"),
    "an unknown office": ({"office": "99ZZ"}, "OFFICE-UNKNOWN"),
    "an office with a NUL": ({"office": "02DS\0"}, "OFFICE-UNKNOWN"),
    "a field unknown": ({"status": "cleared"}, "STATEMENT-UNREADABLE"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_statement_is_refused(house: House, what: str) -> None:
    changes, code = FORGED[what]
    statement = canonical(a_statement(lines := lines_of("A1", "A2"), **changes))
    forged = Received(statement, the_pki().rsa.sign(statement), b"".join(line + b"\n" for line in lines), NOW)
    assert house.file(forged) == [code]
    assert house.rows("SELECT count(*) FROM filing") == [(0,)]


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"])
def test_the_senders_time_decides_nothing(house: House, when: str) -> None:
    [answer] = house.file(a_filing(lines_of("A1"), created_at=when))
    assert answer["outcomes"][0]["decision"]["registered_at"].startswith("2026-09-02")


@pytest.mark.parametrize(
    "spelled",
    [
        lambda data: data.replace(b'"count":1', b'"count":1,"count":1'),
        lambda data: data.replace(b'"count":1', b'"count": 1'),
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"import", b"\\u0069mport"),
        lambda data: b"[" * 2000 + b"]" * 2000,
    ],
)
def test_another_spelling_of_a_statement_is_refused(house: House, spelled: Any) -> None:
    lines = lines_of("A1")
    statement = spelled(canonical(a_statement(lines)))
    assert house.file(Received(statement, the_pki().rsa.sign(statement), lines[0] + b"\n", NOW)) == [
        "STATEMENT-UNREADABLE"
    ]


GOOD = encode_line(a_mic())
SERVERS_OWN = [
    "number",
    "state",
    "channel",
    "filing",
    "line",
    "decided_by",
    "cleared_at",
    "filer",
    "duty",
    "customs_name",
]
HOSTILE_LINES = {
    **{f"a server's field: {name}": GOOD[:-1] + b',"%s":"1"}' % name.encode() for name in SERVERS_OWN},
    "a key twice": GOOD.replace(b'"house_bill"', b'"house_bill":"X1","house_bill"'),
    "the form twice": GOOD[:-1] + b',"form":"MIC"}',
    "no form": GOOD.replace(b'"form":"MIC",', b""),
    "an unknown form": GOOD.replace(b'"MIC"', b'"IDA"'),
    "a blank": GOOD.replace(b":", b": ", 1),
    "an escaped letter": GOOD.replace(b"SEOUL", b"\\u0053EOUL", 1),
    "bytes that are no text": GOOD.replace(b"SEOUL", b"\xff\xfe", 1),
    "half a surrogate": GOOD.replace(b"SEOUL", b"\\ud800", 1),
    "a NUL": GOOD.replace(b"SEOUL", b"\\u0000", 1),
    "a carriage return": GOOD.replace(b"SEOUL", b"a\\rb", 1),
    "a line feed": GOOD.replace(b"SEOUL", b"a\\nb", 1),
    "a raw carriage return": GOOD + b"\r",
    "a right-to-left override": GOOD.replace(b"Kem", "\u202e".encode()),
    "an isolate": GOOD.replace(b"Kem", "\u2066".encode()),
    "a zero-width blank": GOOD.replace(b"Kem", "a\u200bb".encode()),
    "a private character": GOOD.replace(b"Kem", "\ue000".encode()),
    "an unassigned character": GOOD.replace(b"Kem", "\u0378".encode()),
    "a name taken apart": GOOD.replace("Hoàng".encode(), "Hoa\u0300ng".encode()),
    "a giant number": GOOD.replace(b'"packages":1', b'"packages":' + b"9" * 5000),
    "a number of a mile": GOOD.replace(b'"0.4"', b'"' + b"9" * 5000 + b'"'),
    "an exponent": GOOD.replace(b'"0.4"', b'"1E+999999999"'),
    "not a number": GOOD.replace(b'"0.4"', b'"NaN"'),
    "infinity": GOOD.replace(b'"0.4"', b'"Infinity"'),
    "less than nothing": GOOD.replace(b'"30"', b'"-30"'),
    "a date that is none": GOOD.replace(b"2026-09-03", b"2026-02-30"),
    "depth": b"[" * 4000,
    "a list": b"[]",
    "nothing but a quote": b'"',
}  # fmt: skip


def test_hostile_lines_are_refused_one_by_one_and_none_is_registered(house: House) -> None:
    lines = list(HOSTILE_LINES.values())
    [answer] = house.file(a_filing(lines))
    told = dict(zip(HOSTILE_LINES, answer["outcomes"], strict=True))
    assert [name for name, one in told.items() if one["outcome"] != "refused"] == []
    assert house.rows("SELECT count(*) FROM declaration") == [(0,)]


def test_random_damage_to_lines_is_refused_or_judged_and_never_breaks_the_filing(house: House) -> None:
    """Signed by the filer himself, so that only the reading of lines stands between him and the books."""
    chance, lines = random.Random(4), []
    for _ in range(20_000 if DRILL else 2_000):
        flipped = bytearray(GOOD)
        for _ in range(chance.choice([1, 1, 3])):
            flipped[chance.randrange(len(flipped))] = chance.randrange(256)
        lines.append(bytes(flipped).replace(b"\n", b"?"))
    [answer] = house.file(a_filing(lines))
    assert len(answer["outcomes"]) == len(lines)
    for line, one in zip(lines, answer["outcomes"], strict=True):
        assert one["outcome"] == "refused" or encode_line(decode_line(line)) == line


@pytest.mark.parametrize(("size", "code"), [(LIMITS.line_bytes, ""), (LIMITS.line_bytes + 1, "DECLARATION-TOO-LONG")])
def test_the_length_of_a_line_is_bounded(house: House, size: int, code: str) -> None:
    told = house.file(a_filing([b"x" * size]))
    assert (told == [code]) is bool(code)


@pytest.mark.parametrize(("count", "code"), [(LIMITS.filing_lines, ""), (LIMITS.filing_lines + 1, "TOO-MANY-LINES")])
def test_the_number_of_lines_is_bounded(house: House, count: int, code: str) -> None:
    told = house.file(a_filing([b"x"] * count))
    assert (told == [code]) is bool(code)


def test_one_filing_that_nobody_foresaw_does_not_undo_its_neighbours(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (a_filing(lines_of(name)) for name in ("A1", "A2", "A3"))
    real = type(house.books).enter

    def breaks(books: Any, filings: Any, next_numbers: Any) -> None:
        if any(filing.entries[0].signed in second.declarations for filing in filings):
            raise OverflowError("an integer that the books cannot hold")
        real(books, filings, next_numbers)

    monkeypatch.setattr(type(house.books), "enter", breaks)
    told = house.file(first, second, third)
    assert (told[0]["outcomes"][0]["outcome"], told[1], told[2]["outcomes"][0]["outcome"]) == (
        "registered", "JUDGING-FAILED", "registered",
    )  # fmt: skip


EDGE = parsed(the_pki().certificate("rsa").der)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (EDGE.not_valid_before_utc - timedelta(seconds=1), "CERT-NOT-YET-VALID"),
        (EDGE.not_valid_before_utc, ""),
        (EDGE.not_valid_before_utc + timedelta(seconds=1), ""),
        (EDGE.not_valid_after_utc - timedelta(seconds=1), ""),
        (EDGE.not_valid_after_utc, ""),
        (EDGE.not_valid_after_utc + timedelta(seconds=1), "CERT-EXPIRED"),
    ],
)
def test_a_certificate_counts_from_its_first_second_to_its_last(
    house: House, monkeypatch: pytest.MonkeyPatch, moment: datetime, code: str
) -> None:
    """By the moment of receipt; revocation is left out here, since lists run out long before certificates."""
    pki = the_pki()
    trust = TrustStore.load(pki.anchors, pki.intermediates, revocation=False)
    house.parts = replace(house.parts, authority=replace(house.parts.authority, trust=trust))
    told = house.file(replace(a_filing(lines_of("A1")), at=moment.astimezone(UTC)))
    assert told == [code] if code else told[0]["outcomes"][0]["outcome"] == "registered"
