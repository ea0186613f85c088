"""What a browser sends: fields and files, read strictly, within limits."""

import re
import unicodedata
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec

from thongquan.base.limits import Limits
from thongquan.portal.refusals import FormKind, FormMalformed, FormTooLarge

S = TypeVar("S", bound=msgspec.Struct)

URLENCODED, MULTIPART, JSON = b"application/x-www-form-urlencoded", b"multipart/form-data", b"application/json"
FORM_FIELD = "csrf"
"""The hidden field that every form has."""

_BOUNDARY = re.compile(rb'multipart/form-data; *boundary=(?:"([\w\'()+,./:=?-]{1,70})"|([\w\'+.-]{1,70}))\Z', re.ASCII)
_PLAIN_KIND = re.compile(rb"([a-z/+-]+)(?:; *charset=utf-8)?\Z", re.ASCII | re.IGNORECASE)
_DISPOSITION = re.compile(r'form-data; name="([^"\r\n]{1,100})"(?:; filename="([^"\r\n]{0,300})")?\Z')
_HEAD_BYTES = 1024


class Upload(msgspec.Struct, frozen=True):
    """A file. Its name is what the sender calls it: data, never a path."""

    name: str
    content: bytes


class Form(msgspec.Struct, frozen=True):
    fields: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    json: bytes = b""

    def exact(self, name: str) -> str:
        """A value as it was sent (passwords, signed text), but for line ends, which browsers change."""
        values = self.fields.get(name, [""])
        if len(values) != 1:
            raise FormMalformed
        return values[0].replace("\r\n", "\n")

    def one(self, name: str) -> str:
        """A value as it was meant: without blanks around it, its letters composed."""
        return _tidied(self.exact(name))

    def all(self, name: str) -> list[str]:
        return [_tidied(one) for one in self.fields.get(name, [])]

    def file(self, name: str) -> Upload | None:
        """None where nobody chose one: browsers then send an empty file without a name."""
        upload = self.files.get(name)
        return upload if upload is not None and (upload.name or upload.content) else None

    def read(self, shape: type[S], exact: frozenset[str] = frozenset()) -> S:
        """All fields as `shape`, whose fields are texts or lists of texts; those in `exact` as they were sent.

        Raises:
            FormMalformed: a field too many, too few or twice, or of another type.
        """
        known = {field.encode_name: field.type for field in msgspec.structs.fields(shape)}
        if self.fields.keys() - known.keys() - {FORM_FIELD}:
            raise FormMalformed
        read = {name: self._value(name, known[name], name in exact) for name in self.fields if name != FORM_FIELD}
        try:
            return msgspec.convert(read, shape, strict=False)
        except msgspec.ValidationError:
            raise FormMalformed from None

    def _value(self, name: str, kind: object, exact: bool) -> str | list[str]:
        if str(kind).startswith(("list", "tuple")):
            return self.all(name)
        return self.exact(name) if exact else self.one(name)


def read_form(content_type: bytes, body: bytes, limits: Limits) -> Form:
    """The body by its declared kind: only the three that our own pages send.

    Raises:
        FormKind, FormMalformed, FormTooLarge
    """
    if found := _BOUNDARY.match(content_type):
        return _multipart(body, found[1] or found[2], limits)
    plain = _PLAIN_KIND.match(content_type)
    kind = plain[1].lower() if plain else b""
    if kind == JSON:
        return Form(json=body)
    if kind == URLENCODED:
        return _urlencoded(body, limits)
    raise FormKind


def _urlencoded(body: bytes, limits: Limits) -> Form:
    if body.count(b"&") >= limits.form_fields:
        raise FormTooLarge(limit=limits.form_fields)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict")
    except ValueError:
        raise FormMalformed from None
    return _collected(pairs, {}, limits)


def _multipart(body: bytes, boundary: bytes, limits: Limits) -> Form:
    """Parts one after another, nothing before, between or after them."""
    if not body.startswith(b"--" + boundary):
        raise FormMalformed
    delimiter = b"\r\n--" + boundary
    parts = (b"\r\n" + body).split(delimiter, limits.form_fields + 2)
    if len(parts) > limits.form_fields + 2:
        raise FormTooLarge(limit=limits.form_fields)
    if parts[0] or parts[-1] not in (b"--", b"--\r\n"):
        raise FormMalformed
    pairs: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    for part in parts[1:-1]:
        name, filename, content = _part(part)
        if filename is None:
            pairs.append((name, _text(content)))
        elif name in files:
            raise FormMalformed
        else:
            files[name] = Upload(filename, content)
    return _collected(pairs, files, limits)


def _part(part: bytes) -> tuple[str, str | None, bytes]:
    head, gap, content = part.partition(b"\r\n\r\n")
    if not gap or not head.startswith(b"\r\n") or len(head) > _HEAD_BYTES:
        raise FormMalformed
    fields: dict[str, str] = {}
    for line in _text(head[2:]).split("\r\n"):
        name, colon, value = line.partition(": ")
        if not colon or name.lower() not in {"content-disposition", "content-type"} or name.lower() in fields:
            raise FormMalformed
        fields[name.lower()] = value
    named = _DISPOSITION.match(fields.get("content-disposition", ""))
    if named is None:
        raise FormMalformed
    return named[1], named[2], content


def _collected(pairs: list[tuple[str, str]], files: dict[str, Upload], limits: Limits) -> Form:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if len(value) > limits.form_field_characters:
            raise FormTooLarge(limit=limits.form_field_characters)
        fields.setdefault(name, []).append(value)
    for upload in files.values():
        if len(upload.content) > limits.form_file_bytes:
            raise FormTooLarge(limit=limits.form_file_bytes)
    return Form(fields, files)


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise FormMalformed from None
    if "\0" in text:
        raise FormMalformed
    return text


def _tidied(value: str) -> str:
    return unicodedata.normalize("NFC", value.strip())
