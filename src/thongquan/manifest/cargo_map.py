"""Which field each place of a cargo message goes to."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from thongquan.manifest.cargo import Format


class FieldMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Place to field, and place to the reason why it is not declared."""

    fields: dict[str, str]
    not_declared: dict[str, str]


@cache
def field_map(form: Format) -> FieldMap:
    """The map of one format, from `messages.toml`."""
    told = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    return msgspec.convert(told[form], FieldMap)
