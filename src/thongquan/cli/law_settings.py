"""`--set NAME=VALUE[@DATE]`: a changed value of the law, as a file of an operator's folder."""

import json
import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from thongquan.cli.refusals import SettingUnusable
from thongquan.law.book import Law
from thongquan.law.parameter import ParameterFile

WHOLE = re.compile(r"-?(\d+|\d{1,3}([.,_ ]\d{3})+)")
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
        SettingUnusable
    """
    name, sign, written = text.partition("=")
    name = name.strip()
    if not sign:
        raise SettingUnusable(setting=text, reason="NAME=VALUE")
    if name not in law.names("parameters"):
        raise SettingUnusable(setting=text, reason=f"{name}?")
    written, at, day = written.rpartition("@") if "@" in written else (written, "", "")
    file = law.parameter_file(name)
    try:
        since = date.fromisoformat(day) if at else None
        value = typed(written.strip(), file.value[0].is_)
    except ValueError:
        raise SettingUnusable(setting=text, reason=f"{written}{at}{day}?") from None
    if file.choices and value not in file.choices:
        raise SettingUnusable(setting=text, reason=", ".join(file.choices))
    return Setting(name, value, since)


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
    for one in settings:
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
