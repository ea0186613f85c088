"""Reading the law's files: what is unknown, malformed or doubled stops here, with the file and the key."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from thongquan.base.fault import Fact, Refusal

T = TypeVar("T")

_UNKNOWN_FIELD = re.compile(r"unknown field `(?P<field>[^`]*)`")
_PLACE = re.compile(r" - at (?:`key` in )?`\$\.?(?P<place>.*)`$")


class LawBroken(Refusal):
    """A file of the law is not as it must be. `code` names the mistake, the facts name file and key."""

    def __init__(self, code: str, file: str, key: str, **facts: Fact) -> None:
        self.code = code
        super().__init__(file=file, key=key, **facts)

    def __str__(self) -> str:
        more = ", ".join(f"{name} {value}" for name, value in self.facts.items() if name not in {"file", "key"})
        return f"{self.code}: {self.facts['file']}, {self.facts['key']}" + (f": {more}" if more else "")


def name_of(path: Path) -> str:
    """A file as people know it: its name below the folder that gives it meaning, `parameters/vat_rate_normal.toml`."""
    if path.parent.name in {"vi", "en"}:
        return f"wording/{path.parent.name}/{path.name}"
    if path.parent.name in {"parameters", "codes", "criteria", "tables", "result_codes"}:
        return f"{path.parent.name}/{path.name}"
    return path.name


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LawBroken("LAW-NO-FILE", name_of(path), path.stem) from None
    except UnicodeDecodeError as error:
        raise LawBroken("LAW-NOT-UTF8", name_of(path), f"byte {error.start}") from None


def read_toml(path: Path, shape: type[T]) -> T:
    """The file as `shape`, strictly: unknown keys, missing keys, wrong types and impossible dates are refused."""
    text = read_text(path)
    try:
        return msgspec.toml.decode(text, type=shape)
    except msgspec.ValidationError as error:
        raise _broken_shape(path, str(error)) from None
    except msgspec.DecodeError as error:
        code = "LAW-DATE" if "Invalid date" in str(error) else "LAW-TOML"
        raise LawBroken(code, name_of(path), _line_at(text, str(error)), why=str(error)) from None


def _broken_shape(path: Path, message: str) -> LawBroken:
    """The decoder says what and where; the place becomes the key."""
    found = _PLACE.search(message)
    place = found["place"] if found else ""
    what = message[: found.start()] if found else message
    if unknown := _UNKNOWN_FIELD.search(what):
        return LawBroken("LAW-UNKNOWN-KEY", name_of(path), f"{place}.{unknown['field']}".lstrip("."))
    code = "LAW-DATE" if "`date" in what else "LAW-SHAPE"
    return LawBroken(code, name_of(path), place or "the whole file", why=what)


def _line_at(text: str, message: str) -> str:
    """The line a parser complains of, so that the key stands in the message."""
    found = re.search(r"at line (\d+)", message)
    return text.splitlines()[int(found[1]) - 1].strip() if found else "the end of the file"


def toml_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.toml"))


def cites_in(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every `cites` in decoded TOML, with the place where it stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            here = f"{place}.{key}".lstrip(".")
            if key == "cites" and isinstance(value, str):
                yield here, value
            else:
                yield from cites_in(value, here)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from cites_in(value, f"{place}[{index}]")
