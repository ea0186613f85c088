"""Row 22, for forms: what browsers send is read strictly and within limits."""

import asyncio
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from authority.house import House
from portal.visiting import ORIGIN, Visitor
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.portal.body import Bodies
from thongquan.portal.forms import Form, Upload, read_form
from thongquan.portal.refusals import FormMalformed, FormSlow, FormTooLarge, TooMuchAtOnce

SMALL = replace(LIMITS, form_bytes=1000, form_fields=3, form_field_characters=10, form_file_bytes=20)
SMALL = replace(SMALL, forms_bytes=1500, form_seconds=1)
PLAIN, PARTS = b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b"


def part(name: str, content: bytes = b"x", filename: str | None = None) -> bytes:
    more = f'; filename="{filename}"\r\nContent-Type: text/plain' if filename is not None else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


def code(kind: bytes, body: bytes) -> str:
    try:
        read_form(kind, body, SMALL)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_fields_and_files_are_read() -> None:
    body = part("a", "Đặng".encode()) + part("b", b"\0\r\n--x", "biên nhận.json") + b"--b--\r\n"
    assert read_form(PARTS, body, SMALL) == Form({"a": ["Đặng"]}, {"b": Upload("biên nhận.json", b"\0\r\n--x")})
    assert read_form(PLAIN, b"a=%C4%90&a=+2&b=", SMALL) == Form({"a": ["Đ", " 2"], "b": [""]})
    assert read_form(PLAIN, b"", SMALL) == Form()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (PLAIN, b"a"),
        (PLAIN, b"a=%FF"),
        (PLAIN, b"a=\xff"),
        (PLAIN, b"a=1&&b=2"),
        (PARTS, b""),
        (PARTS, b"--b\r\n"),
        (PARTS, part("a")),
        (PARTS, b"before" + part("a") + b"--b--\r\n"),
        (PARTS, part("a") + b"--b--\r\nafter"),
        (PARTS, part("a") + b"--b-- \r\n"),
        (PARTS, part("a").replace(b"Content-Disposition", b"X-Other") + b"--b--\r\n"),
        (PARTS, part("a").replace(b"form-data", b"attachment") + b"--b--\r\n"),
        (PARTS, part("a").replace(b'"a"', b"a") + b"--b--\r\n"),
        (PARTS, part("a").replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n") + b"--b--\r\n"),
        (PARTS, part("a").replace(b"\r\n\r\n", b"\r\n" + b"Content-Type: x\r\n" * 2 + b"\r\n") + b"--b--\r\n"),
        (PARTS, part("a").replace(b"\r\n\r\n", b"\r\nContent-Type: " + b"x" * 1200 + b"\r\n\r\n") + b"--b--\r\n"),
        (PARTS, part("a", b"\xff") + b"--b--\r\n"),
        (PARTS, part("a", b"\0") + b"--b--\r\n"),
        (PARTS, part("f", b"1", "x") + part("f", b"2", "y") + b"--b--\r\n"),
        (PARTS, part('a"; filename="x').replace(b'filename="x', b'filename="x\r\nX: y') + b"--b--\r\n"),
    ],
)
def test_what_is_no_form_is_refused(kind: bytes, body: bytes) -> None:
    assert code(kind, body) == "FORM-MALFORMED"


@pytest.mark.parametrize(
    "kind",
    [
        b"",
        b"text/plain",
        b"text/plain; application/json",
        b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b"multipart/form-data; boundary=" + b"b" * 71,
        b"multipart/form-data; boundary=b; boundary=c",
        b"multipart/mixed; boundary=b",
        b"application/x-www-form-urlencoded; charset=utf-16",
        b"application/json, text/plain",
        b"application/xml",
    ],
)
def test_other_kinds_are_refused(kind: bytes) -> None:
    assert code(kind, b"--b--") == "FORM-KIND"


@pytest.mark.parametrize(
    ("kind", "within", "beyond"),
    [
        (PLAIN, b"a=&b=&c=", b"a=&b=&c=&d="),
        (PLAIN, b"a=" + b"x" * 10, b"a=" + b"x" * 11),
        (PARTS, b"".join(part(n) for n in "abc") + b"--b--\r\n", b"".join(part(n) for n in "abcd") + b"--b--\r\n"),
        (PARTS, part("f", b"x" * 20, "f") + b"--b--\r\n", part("f", b"x" * 21, "f") + b"--b--\r\n"),
        (PARTS, part("a") + b"--b--\r\n", part("a") * 5_000 + b"--b--\r\n"),
    ],
)
def test_limits_of_a_form_hold_on_both_sides(kind: bytes, within: bytes, beyond: bytes) -> None:
    assert (code(kind, within), code(kind, beyond)) == ("", "FORM-TOO-LARGE")


@given(st.binary(max_size=300), st.sampled_from([PLAIN, PARTS]))
def test_no_bytes_do_harm(body: bytes, kind: bytes) -> None:
    assert code(kind, body) in {"", "FORM-MALFORMED", "FORM-TOO-LARGE"}


def receiving(*chunks: bytes, after: float = 0) -> Any:
    waiting = list(chunks)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.sleep(after or 3600)
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting) or bool(after)}

    return receive


class TestABody:
    def test_may_be_as_long_as_the_limit(self) -> None:
        assert len(asyncio.run(Bodies(SMALL).read(receiving(b"x" * 600, b"x" * 400)))) == 1000

    def test_and_no_longer(self) -> None:
        with pytest.raises(FormTooLarge):
            asyncio.run(Bodies(SMALL).read(receiving(b"x" * 600, b"x" * 401)))

    def test_must_come_in_time(self) -> None:
        with pytest.raises(FormSlow):
            asyncio.run(Bodies(SMALL).read(receiving(b"x", after=5)))

    def test_nobody_waits_for_one_who_has_gone(self) -> None:
        async def gone() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        with pytest.raises(FormMalformed):
            asyncio.run(Bodies(SMALL).read(gone))

    def test_all_together_are_bounded_and_given_back(self) -> None:
        async def both() -> None:
            bodies = Bodies(SMALL)
            first = await bodies.read(receiving(b"x" * 1000))
            with pytest.raises(TooMuchAtOnce):
                await bodies.read(receiving(b"x" * 400, b"x" * 101))
            await bodies.read(receiving(b"x" * 500))
            bodies.release(len(first))
            await bodies.read(receiving(b"x" * 1000))

        asyncio.run(both())


def test_a_page_refuses_a_long_body_before_it_has_come(house: House) -> None:
    visitor = Visitor(house)
    body = b"x" * (LIMITS.form_bytes + 1)
    headers = {"origin": ORIGIN, "content-type": PLAIN.decode()}
    answer = visitor.ask("POST", "/logout", content=body, headers=headers)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


@pytest.mark.parametrize("more", [0, 1])
def test_a_call_with_a_list_of_documents_may_be_as_long_as_hq01_body_bytes(house: House, more: int) -> None:
    body = b"x" * (LIMITS.hq01_body_bytes + more)
    answer = Visitor(house).ask("POST", "/api/v1/hq01", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code == 413) == bool(more)


class Person(msgspec.Struct, frozen=True):
    name: str
    password: str = ""
    roles: list[str] = []


class TestReadingIntoAShape:
    def test_texts_are_tidied_and_secrets_are_not(self) -> None:
        sent = Form({"name": ["  Đặng "], "password": [" a\r\nb "], "roles": ["x ", "y"], "csrf": ["t"]})
        assert sent.read(Person, frozenset({"password"})) == Person("Đặng", " a\nb ", ["x", "y"])

    @pytest.mark.parametrize(
        "fields", [{}, {"name": ["a", "b"]}, {"name": ["a"], "is_admin": ["1"]}, {"name": ["a"], "": ["x"]}]
    )
    def test_a_field_too_many_too_few_or_twice_is_refused(self, fields: dict[str, list[str]]) -> None:
        with pytest.raises(FormMalformed):
            Form(fields).read(Person)

    def test_letters_are_composed(self) -> None:
        assert Form({"name": ["Nguyễn"]}).one("name") == "Nguyễn"

    def test_a_file_that_nobody_chose_is_none(self) -> None:
        assert Form(files={"f": Upload("", b"")}).file("f") is None
        assert Form(files={"f": Upload("a", b"")}).file("f") == Upload("a", b"")
