"""`--set NAME=VALUE[@DATE]`: a changed value of the law, as a file of an operator's folder."""

import json
import re
import shutil
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from thongquan.cli.refusals import (
    SettingDayUnusable,
    SettingUnusable,
    SettingValueUnusable,
    UnknownLaw,
    UnknownLawNear,
)
from thongquan.cli.table import plain
from thongquan.law.book import Law
from thongquan.law.parameter import ParameterFile, spelled_alike

WHOLE = re.compile(r"-?(\d+|\d{1,3}([.,_ ]\d{3})+)")
LONGEST = 60
"""Characters of what was typed that are told again; whatever there is is shorter."""
BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "có": True, "không": False, "1": True, "0": False}

Value = bool | int | str | list[str]


class Setting(msgspec.Struct, frozen=True):
    """`since` is None where the value counts from the beginning."""

    name: str
    value: Value
    since: date | None = None


def setting(text: str, law: Law) -> Setting:
    """Read one `--set`, the value as the kind of its parameter asks.

    Raises:
        SettingUnusable, UnknownLaw, SettingDayUnusable, SettingValueUnusable
    """
    name, sign, written = text.partition("=")
    name = name.strip()
    if not sign:
        raise SettingUnusable(setting=shortened(text))
    if name not in (names := law.names("parameters")):
        near = get_close_matches(name[:LONGEST].lower(), names, 3)
        name = shortened(name)
        raise UnknownLawNear(name=name, near=near) if near else UnknownLaw(name=name)
    written, at, day = written.rpartition("@") if "@" in written else (written, "", "")
    try:
        since = date.fromisoformat(day) if at else None
    except ValueError:
        raise SettingDayUnusable(setting=shortened(text), day=shortened(day)) from None
    return Setting(name, value_of(name, written.strip(), law.parameter_file(name)), since)


def value_of(name: str, written: str, file: ParameterFile) -> Value:
    """The value as the parameter has it.

    Raises:
        SettingValueUnusable: with the values that there are.
    """
    held = [one.is_ for one in file.value]
    try:
        value = typed(written, held[0])
    except ValueError:
        value = None
    if value is None or not is_such(value, held, file.choices):
        such = ", ".join(dict.fromkeys(file.choices or map(shown, held)))
        raise SettingValueUnusable(name=name, value=shortened(written), such=such)
    return value


def is_such(value: Value, held: list[Value], choices: list[str]) -> bool:
    """One of the choices, and a number or a day where the values are."""
    if choices:
        return value in choices
    texts = [one for one in held if isinstance(one, str)]
    return not isinstance(value, str) or spelled_alike(value, texts)


def shown(value: Value) -> str:
    """A value as `--set` takes it; a list by its members."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(value) or "[]"
    return f"{value}" if value != "" else '""'


def shortened(text: str) -> str:
    """What was typed, to be told again."""
    return plain(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def typed(written: str, like: Value) -> Value:
    """The value of the same kind as `like`: 2.000.000 and 2,000,000 are whole numbers, A,B is a list.

    Raises:
        ValueError
    """
    if isinstance(like, bool):
        if written.lower() not in BOOLEANS:
            raise ValueError(written)
        return BOOLEANS[written.lower()]
    if isinstance(like, int):
        if not WHOLE.fullmatch(written):
            raise ValueError(written)
        return int(re.sub(r"[.,_ ]", "", written))
    if isinstance(like, list):
        return [one.strip() for one in written.split(",") if one.strip()]
    return written


def write_overlay(settings: Iterable[Setting], law: Law, folder: Path) -> None:
    """The operator's folder as it is, with the changed parameters in the place of his."""
    if law.overlay is not None and law.overlay.exists():
        shutil.copytree(law.overlay, folder, dirs_exist_ok=True)
    (folder / "parameters").mkdir(parents=True, exist_ok=True)
    files: dict[str, ParameterFile] = {}
    for one in sorted(settings, key=lambda one: one.since or date.min):
        entries = entries_of(files.get(one.name) or law.parameter_file(one.name), one)
        files[one.name] = msgspec.structs.replace(law.parameter_file(one.name), value=entries)
    for name, file in files.items():
        (folder / "parameters" / f"{name}.toml").write_text(toml_of(file), encoding="utf-8")


def entries_of(file: ParameterFile, changed: Setting) -> list[Any]:
    """The history up to the day of the change, and the changed value from then on."""
    first = file.value[0]
    since = max(changed.since or first.since, first.since)
    entry = msgspec.structs.replace(first, since=since, is_=changed.value, mark="assumption", cites="")
    return [*(one for one in file.value if one.since < entry.since), entry]


def toml_of(file: ParameterFile) -> str:
    """Every value of a parameter is spelled in TOML as in JSON, but for days."""
    lines = [f"{key} = {json.dumps(getattr(file, key), ensure_ascii=False)}" for key in ("name", "meaning", "unit")]
    for one in file.value:
        is_, cites = (json.dumps(value, ensure_ascii=False) for value in (one.is_, one.cites))
        lines += ["[[value]]", f"since = {one.since}", f"is = {is_}", f"cites = {cites}", f'mark = "{one.mark}"']
    return "\n".join(lines) + "\n"
