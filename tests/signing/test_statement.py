import pytest

from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import read_statement

GOOD: dict[str, object] = {
    "system": "thongquan-demo",
    "kind": "filing",
    "batch": "01990a5e-7b1c-7abc-8def-0123456789ab",
    "filer": "9901234560",
    "on_behalf_of": "9901234560",
    "office": "01DD",
    "direction": "import",
    "count": 3,
    "root": "0" * 64,
    "reader": "f" * 64,
    "created_at": "2026-09-02T03:04:05.000006Z",
}


def test_a_statement_is_read_from_its_canonical_bytes() -> None:
    assert read_statement(canonical(GOOD)).count == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "other"),
        ("batch", "01990a5e-7b1c-4abc-8def-0123456789ab"),  # version 4
        ("batch", "01990A5E-7B1C-7ABC-8DEF-0123456789AB"),
        ("batch", "01990a5e-7b1c-7abc-8def-0123456789ab\n"),
        ("filer", "990123456"),
        ("filer", "99012345600"),
        ("on_behalf_of", "9901234560-001"),
        ("direction", "sideways"),
        ("count", 0),
        ("count", 1.5),
        ("count", "3"),
        ("root", "0" * 63),
        ("root", "A" * 64),
        ("reader", ""),
        ("created_at", "2026-09-02"),
        ("created_at", "2026-09-02T03:04:05.000006+07:00"),
        ("status", "cleared"),
    ],
)
def test_anything_else_is_refused(field: str, value: object) -> None:
    with pytest.raises(SignatureRefused) as refused:
        read_statement(canonical(GOOD | {field: value}))
    assert refused.value.code == "STATEMENT-UNREADABLE"


@pytest.mark.parametrize("field", GOOD)
def test_nothing_may_be_absent(field: str) -> None:
    with pytest.raises(SignatureRefused):
        read_statement(canonical({key: value for key, value in GOOD.items() if key != field}))


@pytest.mark.parametrize(
    "spelling",
    [
        canonical(GOOD) + b"\n",
        canonical(GOOD).replace(b",", b", ", 1),
        canonical(GOOD).replace(b'"count":3', b'"count":3,"count":3'),
        canonical(GOOD).replace(b'"count":3', b'"count":3.0'),
        b"\xef\xbb\xbf" + canonical(GOOD),
        b"",
    ],
)
def test_another_spelling_of_the_same_is_refused(spelling: bytes) -> None:
    with pytest.raises(SignatureRefused):
        read_statement(spelling)


def test_the_size_is_limited_on_both_sides() -> None:
    empty = len(canonical(GOOD | {"office": ""}))
    fits = canonical(GOOD | {"office": "x" * (LIMITS.statement_bytes - empty)})
    assert len(fits) == LIMITS.statement_bytes
    assert read_statement(fits)
    with pytest.raises(SignatureRefused) as refused:
        read_statement(canonical(GOOD | {"office": "x" * (LIMITS.statement_bytes - empty + 1)}))
    assert refused.value.code == "STATEMENT-TOO-LARGE"
