"""What is signed is what was shown: one text for one deed, and no other spelling of it."""

from typing import Annotated, Any, ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.text import bad_in_text
from thongquan.registration.deed import KINDS, Deed, Particulars, read_deed, read_particulars, written
from thongquan.registration.deeds import CertificateRegister, called
from thongquan.registration.fields import fields_of

AT = "2026-09-02T03:00:00.000000Z"
ONCE = "A" * 43


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    name: Annotated[str, called("Họ tên", "Name")]
    what: Annotated[str, called("Thao tác", "What", words={"add": "thêm", "remove": "bỏ"})] = "add"


Words = Annotated[list[Annotated[str, called("Từ", "Word", r"[a-z]+")]], called("Từ", "Words", most=2)]


class Sample(Particulars, frozen=True):
    kind: ClassVar[str] = "sample"
    work: ClassVar[str] = "Thử"
    work_en: ClassVar[str] = "Try"

    count: Annotated[int, called("Số lượng", "Count")]
    sure: Annotated[bool, called("Chắc chắn", "Sure")] = False
    note: Annotated[str, called("Ghi chú", "Note", most=20)] = ""
    people: Annotated[list[Entry], called("Người", "People", most=3)] = msgspec.field(default_factory=list)
    words: Annotated[list[Annotated[str, called("Từ", "Word", r"[a-z]+")]], called("Từ", "Words", most=2)] = (
        msgspec.field(default_factory=list)
    )


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "sample", Sample)


def a_text(says: Particulars) -> bytes:
    return written(Deed("thongquan-test", "9901234560", says, AT, ONCE))


def test_a_deed_reads_like_a_letter() -> None:
    says = Sample(2, sure=True, people=[Entry("Nguyễn Văn Đức"), Entry("Lê Thị B", "remove")], words=["a", "b"])
    assert a_text(says).decode() == (
        "THÔNG QUAN · VĂN BẢN KÝ SỐ\n"
        "Việc: Thử (sample)\n"
        "Hệ thống: thongquan-test\n"
        "Tài khoản: 9901234560\n"
        "Số lượng: 2\n"
        "Chắc chắn: có\n"
        "Người 1 · Họ tên: Nguyễn Văn Đức\n"
        "Người 2 · Họ tên: Lê Thị B\n"
        "Người 2 · Thao tác: bỏ (remove)\n"
        "Từ 1: a\n"
        "Từ 2: b\n"
        f"Thời điểm: {AT}\n"
        f"Số dùng một lần: {ONCE}\n"
    )


PLAIN = st.text(min_size=1, max_size=20).filter(lambda text: not bad_in_text(text))


@given(
    st.builds(
        Sample,
        count=st.integers(0, 10**12),
        sure=st.booleans(),
        note=st.just("") | PLAIN,
        people=st.lists(st.builds(Entry, name=PLAIN, what=st.sampled_from(["add", "remove"])), max_size=3),
        words=st.lists(st.sampled_from(["a", "bc"]), max_size=2),
    )
)
def test_every_deed_is_read_back_from_its_text(says: Sample) -> None:
    KINDS["sample"] = Sample
    assert read_deed(a_text(says)).says == says


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Số lượng: 2\n", "Số lượng: 02\n"),
        ("Số lượng: 2\n", "Số lượng: +2\n"),
        ("Số lượng: 2\n", "Số lượng: 2 \n"),
        ("Số lượng: 2\n", "Số lượng: 2\r\n"),
        ("Số lượng: 2\n", "Số lượng: 2\nSố lượng: 2\n"),
        ("Số lượng: 2\n", "Số lượng: 2\nChắc chắn: không\n"),
        ("Số lượng: 2\n", "Số lượng: 2\nLạ: 1\n"),
        ("Số lượng: 2\n", ""),
        ("Việc: Thử (sample)", "Việc: Đăng nhập (sample)"),
        ("Việc: Thử (sample)", "Việc: Thử (unknown)"),
        ("Từ 1: a\n", "Từ 1: a B\n"),
        *[("Người 1 · Họ tên: An", f"Người 1 · Họ tên: A{sign}n") for sign in "\u2028\u2029\x85\x0b\x0c\x1c\r\x00"],
        ("Người 1 · Họ tên: An", "Người 2 · Họ tên: An"),
        ("Người 1 · Họ tên: An", "Người 1 · Họ tên: An\u200b"),
        ("Người 1 · Họ tên: An", "Người 1 · Họ tên: \u202enA"),
        ("Người 1 · Họ tên: An", "Người 1 · Họ tên: A\u0302n"),
        ("Thời điểm: 2026-09-02T03:00:00.000000Z", "Thời điểm: 2026-09-02T03:00:00Z"),
        ("THÔNG QUAN", "THÔNG  QUAN"),
    ],
)
def test_no_other_spelling_of_a_deed_is_read(before: str, after: str) -> None:
    text = a_text(Sample(2, people=[Entry("An")], words=["a"])).decode()
    assert before in text
    with pytest.raises(Refusal) as refused:
        read_deed(text.replace(before, after).encode())
    assert refused.value.code == "DEED-UNREADABLE"


@pytest.mark.parametrize("text", [b"", b"\xff", b"\n", b"THONG QUAN\n", "THÔNG QUAN · VĂN BẢN KÝ SỐ\n".encode()])
def test_what_is_no_deed_is_not_read(text: bytes) -> None:
    with pytest.raises(Refusal):
        read_deed(text)


@pytest.mark.parametrize(("more", "code"), [(0, "DEED-UNREADABLE"), (1, "DEED-TOO-LONG")])
def test_a_deed_has_a_greatest_length(more: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_deed(b"x" * (LIMITS.deed_bytes + more))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ({"count": 1}, []),
        ({}, [("FIELD-EMPTY", "count")]),
        ({"count": "1"}, [("FIELD-MALFORMED", "count")]),
        ({"count": True}, [("FIELD-MALFORMED", "count")]),
        ({"count": 1, "state": "approved"}, [("FIELD-MALFORMED", "state")]),
        ({"count": 1, "note": "x" * 20}, []),
        ({"count": 1, "note": "x" * 21}, [("FIELD-TOO-LONG", "note")]),
        ({"count": 1, "note": "a\u202eb"}, [("FIELD-NOT-PLAIN", "note")]),
        ({"count": 1, "words": ["a", "B"]}, [("FIELD-MALFORMED", "words.1")]),
        ({"count": 1, "words": ["a", "b", "c"]}, [("FIELD-TOO-MANY", "words")]),
        ({"count": 1, "people": [{"name": "A", "what": "kill"}]}, [("FIELD-MALFORMED", "people.0.what")]),
        (
            {"note": "a\nb", "people": [{}]},
            [("FIELD-EMPTY", "count"), ("FIELD-NOT-PLAIN", "note"), ("FIELD-EMPTY", "people.0.name")],
        ),
    ],
)
def test_all_that_is_wrong_with_a_form_is_told_at_once(given_: dict[str, Any], found: list[tuple[str, str]]) -> None:
    says, faults = read_particulars(Sample, given_)
    assert [(fault.code, fault.at) for fault in faults] == found
    assert (says is None) is bool(found)


def test_what_a_form_leaves_empty_is_as_if_it_were_not_there() -> None:
    given_ = {"count": 1, "note": "", "words": [], "people": [{"name": "A", "what": ""}]}
    assert read_particulars(Sample, given_) == (Sample(1, people=[Entry("A")]), [])
    assert (
        read_particulars(
            CertificateRegister,
            {
                "serial": "1a",
                "fingerprint": "0" * 64,
                "owner": "A",
                "until": "2029-07-01",
                "replaces": "",
            },
        )[1]
        == []
    )


def test_every_field_of_every_kind_has_a_name_in_both_languages() -> None:
    fields = [(kind, field) for kind in KINDS.values() for field in fields_of(kind)]
    assert [(kind.kind, one.name) for kind, one in fields if one.name in {one.label, one.label_en}] == []
    assert CertificateRegister in KINDS.values()


def test_no_two_fields_of_a_kind_are_called_alike() -> None:
    for kind in KINDS.values():
        labels = [field.label for field in fields_of(kind)]
        assert len(labels) == len(set(labels))


class Long(Particulars, frozen=True):
    """Longer than any kind may be: the reader's own limit is to hold alone."""

    kind: ClassVar[str] = "long"
    work: ClassVar[str] = "Dài"
    work_en: ClassVar[str] = "Long"

    words: Annotated[list[Annotated[str, called("Từ", "Word")]], called("Từ", "Words", most=LIMITS.deed_entries * 2)]


@pytest.mark.parametrize("over", [0, 1])
def test_a_list_has_so_many_entries_and_no_more(monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    monkeypatch.setitem(KINDS, "long", Long)
    text = a_text(Long(["a"] * (LIMITS.deed_entries + over)))
    if not over:
        assert len(read_deed(text).says.words) == LIMITS.deed_entries  # type: ignore[attr-defined] # it is a Long
        return
    with pytest.raises(Refusal) as refused:
        read_deed(text)
    assert refused.value.code == "DEED-UNREADABLE"


def test_no_kind_of_deed_promises_more_entries_than_are_read() -> None:
    kinds = [one.says for one in PROCEDURES.values()]
    assert all(field.most <= LIMITS.deed_entries for kind in kinds for field in fields_of(kind) if field.is_list)


@pytest.mark.parametrize(
    ("more", "told"), [(0, LIMITS.faults_told), (1, LIMITS.faults_told), (24_000, LIMITS.faults_told)]
)
def test_of_very_many_faults_the_first_are_told(more: int, told: int) -> None:
    strange = {f"x{number}": 1 for number in range(LIMITS.faults_told + more)}
    _, faults = read_particulars(Sample, {"count": 1, **strange})
    assert len(faults) == LIMITS.faults_told
    _, faults = read_particulars(Sample, {"count": 1, "people": [{"name": "A", **strange}]})
    assert len(faults) == LIMITS.faults_told


def test_one_fault_fewer_is_told_whole() -> None:
    strange = {f"x{number}": 1 for number in range(LIMITS.faults_told - 1)}
    assert len(read_particulars(Sample, {"count": 1, **strange})[1]) == LIMITS.faults_told - 1
