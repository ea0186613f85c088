"""A dated value: it holds from `since` until the next `since`, so periods can neither overlap nor leave a gap."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Refusal
from thongquan.law.acts import Acts, Mark
from thongquan.law.criteria import Label
from thongquan.law.reading import LawBroken, name_of, read_toml

T = TypeVar("T")
_DAYS_KEPT = 4096  # days remembered by one parameter; far more than one process meets


class NotYetLaw(Refusal):
    """Asked for a day before the first day that the value is known for."""

    code = cite("LAW-NOT-YET", "VNACCS 2014 MIC L0001", "term-2014", result_code="L0001")

    def __init__(self, name: str, day: date, first: date) -> None:
        super().__init__(name=name, day=day.isoformat(), first=first.isoformat())


class Entry(msgspec.Struct, Generic[T], frozen=True):
    """One value of a parameter with its first day, its citation and its provenance."""

    since: date
    is_: T
    cites: str
    mark: str
    note: str | Label = ""


class _ValueInFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    since: date
    is_: bool | int | str | list[str] = msgspec.field(name="is")
    mark: Mark
    cites: str = ""
    note: str | Label = ""
    """In both languages where it is built in; an operator's own in whichever he writes."""


class ParameterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in `parameters/NAME.toml`."""

    name: str
    meaning: str
    value: list[_ValueInFile]
    unit: str = ""
    choices: list[str] = []
    """All the values that a text may have; empty where any text may stand."""


def read_parameter(path: Path, acts: Acts) -> ParameterFile:
    """The file, its entries in order of time and each citing a known instrument."""
    read = read_toml(path, ParameterFile)
    file = name_of(path)
    if not read.value:
        raise LawBroken("LAW-SHAPE", file, "value", why="no entry")
    for index, entry in enumerate(read.value):
        key = f"value[{index}]"
        acts.check_cites(entry.cites, entry.mark, file, f"{key}.cites")
        if index and entry.since <= read.value[index - 1].since:
            raise LawBroken("LAW-OVERLAP", file, f"{key}.since", since=entry.since.isoformat())
        if type(entry.is_) is not type(read.value[0].is_):
            raise LawBroken("LAW-SHAPE", file, f"{key}.is", why="of another kind than the first")
        _check_choice(entry, read.choices, file, f"{key}.is")
    return read


def check_notes(file: ParameterFile, name: str) -> None:
    """Whoever reads the law in one language reads its notes in it.

    Raises:
        LawBroken
    """
    for index, entry in enumerate(file.value):
        told = entry.note or Label("-", "-")
        if isinstance(told, str) or not (told.vi and told.en):
            raise LawBroken("LAW-NO-WORDING", f"parameters/{name}.toml", f"value[{index}].note")


def note_told(note: str | Label) -> dict[str, str]:
    """In each language; an operator's own note stands as he wrote it."""
    return {"vi": note, "en": note} if isinstance(note, str) else {"vi": note.vi, "en": note.en}


def _check_choice(entry: _ValueInFile, choices: list[str], file: str, key: str) -> None:
    if choices and entry.is_ not in choices:
        raise LawBroken("LAW-SHAPE", file, key, why=f"not one of {', '.join(choices)}")


def overlaid(own: ParameterFile, built_in: ParameterFile, name: str) -> ParameterFile:
    """The operator's file, held to the kind, the choices and the first day of the built-in one.

    Raises:
        LawBroken
    """
    file = f"parameters/{name}.toml"
    if type(own.value[0].is_) is not type(built_in.value[0].is_):
        raise LawBroken("LAW-SHAPE", file, "value[0].is", why="of another kind than the built-in")
    written = [entry.is_ for entry in built_in.value if isinstance(entry.is_, str)]
    if own.value[0].since > built_in.value[0].since:
        raise LawBroken("LAW-DATE", file, "value[0].since", why=f"after {built_in.value[0].since}")
    for index, entry in enumerate(own.value):
        _check_choice(entry, built_in.choices, file, f"value[{index}].is")
        if isinstance(entry.is_, str) and not spelled_alike(entry.is_, written):
            raise LawBroken("LAW-SHAPE", file, f"value[{index}].is", why=f"not spelled as {', '.join(written)}")
    return own


def spelled_alike(text: str, written: Sequence[str]) -> bool:
    """Whether a text is a number, or a day, where those that stand there are; blank only where one of them is.

    >>> spelled_alike("5.5", ["0.1"]), spelled_alike("5,5", ["0.1"]), spelled_alike("soon", ["", "2026-06-30"])
    (True, False, False)
    """
    filled = [one for one in written if one]
    if text in written or not filled:
        return True
    return all(is_one(text) for is_one in (_is_number, _is_day) if all(map(is_one, filled)))


def _is_number(text: str) -> bool:
    try:
        _finite(text)
    except (ValueError, InvalidOperation):
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


_KINDS: dict[Any, tuple[type, Callable[[Any], Any]]] = {
    int: (int, int),
    str: (str, str),
    bool: (bool, bool),
    Decimal: (str, _finite),
    date: (str, date.fromisoformat),
    list: (list, frozenset),
    frozenset: (list, frozenset),
}
"""For each kind: how it stands in the file, and how it is made of that. Dates and decimals are texts in the file."""


class Parameter(Generic[T]):
    """A named, dated value of one kind. The file is read on the first question."""

    def __init__(self, name: str, kind: Any, read: Callable[[], ParameterFile]) -> None:
        self.name = name
        self._kind = getattr(kind, "__origin__", kind)
        self._read = read
        self._entries: list[Entry[T]] = []
        self._since: list[date] = []
        self._days: dict[date, T] = {}

    def on(self, day: date) -> T:
        """The value in force on `day`.

        Raises:
            NotYetLaw: `day` lies before the first entry.
        """
        try:
            return self._days[day]
        except KeyError:
            value = self.entry_on(day).is_
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[day] = value
            return value

    def entry_on(self, day: date) -> Entry[T]:
        """The value in force on `day` with its citation and mark."""
        entries = self.entries()
        place = bisect_right(self._since, day)
        if place == 0:
            raise NotYetLaw(self.name, day, self._since[0])
        return entries[place - 1]

    def entries(self) -> list[Entry[T]]:
        """The whole history, oldest first."""
        if not self._entries:
            self._entries = [self._made(index, raw) for index, raw in enumerate(self._read().value)]
            self._since = [entry.since for entry in self._entries]
        return self._entries

    def _made(self, index: int, raw: _ValueInFile) -> Entry[T]:
        in_file, make = _KINDS[self._kind]
        broken = LawBroken(
            "LAW-SHAPE", f"parameters/{self.name}.toml", f"value[{index}].is", why=f"no {self._kind.__name__}"
        )
        if type(raw.is_) is not in_file:
            raise broken
        try:
            value: T = make(raw.is_)
        except (ValueError, InvalidOperation):
            raise broken from None
        return Entry(raw.since, value, raw.cites, raw.mark, raw.note)
