"""A deed: what a person signs in words that he can read, other than a filing. One definition, two spellings.

The particulars of each kind are a frozen struct whose fields carry their Vietnamese and English label (`title` and
`description` of `msgspec.Meta`), so that the text, the API's schema and the form on the page are made of the same. The
text is the only spelling of its particulars: reading it and writing it again gives the same bytes, else it is refused.
Passwords and keys are never part of it.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, TypeVar

import msgspec

from thongquan.base.fault import Fault, Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp
from thongquan.base.text import bad_in_text
from thongquan.registration.fields import Field, fields_of, strange_names

TITLE = "THÔNG QUAN · VĂN BẢN KÝ SỐ"
KIND, SYSTEM, ACCOUNT, AT, ONCE = "Việc", "Hệ thống", "Tài khoản", "Thời điểm", "Số dùng một lần"
EMPTY = "FIELD-EMPTY"
MALFORMED = "FIELD-MALFORMED"


class DeedUnreadable(Refusal):
    """The text is no deed that this program knows, or not in its one spelling."""

    code = "DEED-UNREADABLE"


class DeedTooLong(Refusal):
    code = "DEED-TOO-LONG"


class Particulars(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one kind of deed says. A subclass names its `kind` for machines and its `work` for people."""

    kind: ClassVar[str]
    work: ClassVar[str]
    work_en: ClassVar[str]


P = TypeVar("P", bound=Particulars)
S = TypeVar("S", bound=msgspec.Struct)
KINDS: dict[str, type[Particulars]] = {}


def deed(kind: type[P]) -> type[P]:
    """Make a kind of deed known."""
    if kind.kind in KINDS:
        raise ValueError(kind.kind)
    KINDS[kind.kind] = kind
    return kind


class Deed(msgspec.Struct, frozen=True):
    system: str
    """The name of the server it is meant for."""
    account: str
    """Who signs: a tax code, a User ID or an officer's id."""
    says: Particulars
    at: str
    """When the server composed it; a `stamp`."""
    once: str
    """The server's one-time number."""


def written(deed: Deed) -> bytes:
    """The text, in UTF-8; each line ends with a line feed."""
    says = type(deed.says)
    lines = [
        TITLE,
        f"{KIND}: {says.work} ({says.kind})",
        f"{SYSTEM}: {deed.system}",
        f"{ACCOUNT}: {deed.account}",
        *_lines(deed.says, ""),
        f"{AT}: {deed.at}",
        f"{ONCE}: {deed.once}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def read_deed(text: bytes) -> Deed:
    """The deed that `text` spells.

    Raises:
        DeedTooLong, DeedUnreadable: of no known kind, in another spelling, or with what would not be shown as it is.
    """
    if len(text) > LIMITS.deed_bytes:
        raise DeedTooLong(limit=LIMITS.deed_bytes)
    try:
        deed = _read(text.decode())
        if written(deed) == text and not any(bad_in_text(line) for line in text.decode().split("\n")):
            return deed
    except (ValueError, KeyError, IndexError, msgspec.ValidationError) as fault:
        raise DeedUnreadable from fault
    raise DeedUnreadable


def read_particulars(kind: type[S], given: dict[str, Any]) -> tuple[S | None, list[Fault]]:
    """The particulars of a form or a request, or what is wrong with it, all at once: the first of very many."""
    known = fields_of(kind)
    faults = list(strange_names(known, given, ""))
    for field in known:
        faults += field.faults(given.get(field.name, msgspec.UNSET), field.name)
    if faults:
        return None, faults[: LIMITS.faults_told]
    return msgspec.convert(_filled_in(given), kind), []


def _filled_in(given: Any) -> Any:
    """Without what was left empty: a form sends it all the same, and nothing is what it means."""
    if isinstance(given, list):
        return [_filled_in(one) for one in given]
    if not isinstance(given, dict):
        return given
    return {name: _filled_in(value) for name, value in given.items() if value not in ("", [])}


def _lines(says: msgspec.Struct, before: str) -> Iterator[str]:
    for field in fields_of(type(says)):
        value = getattr(says, field.name)
        if not field.is_required and value == field.default:
            continue
        if not isinstance(value, list):
            yield f"{before}{field.label}: {field.shown(value)}"
            continue
        for place, one in enumerate(value, start=1):
            name = f"{before}{field.label} {place}"
            if isinstance(one, msgspec.Struct):
                yield from _lines(one, f"{name} · ")
            else:
                yield f"{name}: {one}"


def _read(text: str) -> Deed:
    title, *lines = text.removesuffix("\n").split("\n")
    values = dict(line.split(": ", 1) for line in lines)
    if title != TITLE or len(values) != len(lines):
        raise ValueError(title)
    kind = KINDS[values[KIND].rpartition(" (")[2].removesuffix(")")]
    says, faults = read_particulars(kind, _values(kind, values, ""))
    if says is None:
        raise ValueError(faults)
    read_stamp(values[AT])
    return Deed(values[SYSTEM], values[ACCOUNT], says, values[AT], values[ONCE])


def _values(kind: type[msgspec.Struct], values: dict[str, str], before: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields_of(kind):
        label = f"{before}{field.label}"
        if field.is_list:
            found[field.name] = list(_listed(field, values, label))
        elif label in values:
            found[field.name] = field.meant(values[label])
    return found


def _listed(field: Field, values: dict[str, str], label: str) -> Iterator[Any]:
    for place in range(1, LIMITS.deed_entries + 1):
        name = f"{label} {place}"
        if field.entry is None:
            if name not in values:
                return
            yield values[name]
        else:
            if not (one := _values(field.entry, values, f"{name} · ")):
                return
            yield one
