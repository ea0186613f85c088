"""The fields of a deed's particulars as their annotations define them: label, pattern, length, words for codes."""

import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Annotated, Any, NamedTuple

import msgspec

from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.base.text import bad_in_text

YES, NO = "có", "không"
_NAME_SHOWN = 64


class Field(NamedTuple):
    name: str
    label: str
    """Vietnamese: in the text that is signed, and on the form."""
    label_en: str
    kind: type
    """str, int, bool or list."""
    entry: type[msgspec.Struct] | None
    """Of a list of structs: what one entry is."""
    pattern: str
    most: int
    """Characters, or entries of a list."""
    most_each: int
    """Characters of one entry of a list of texts."""
    words: dict[str, str]
    """Code → Vietnamese word, where the value is one of a few codes."""
    is_required: bool
    default: Any

    @property
    def is_list(self) -> bool:
        return self.kind is list

    def shown(self, value: Any) -> str:
        if self.kind is bool:
            return YES if value else NO
        return f"{self.words[value]} ({value})" if self.words else str(value)

    def meant(self, text: str) -> Any:
        """The value that `shown` spells. Raises ValueError or KeyError for what it would not spell."""
        if self.kind is bool:
            return {YES: True, NO: False}[text]
        if self.words:
            return text.rpartition(" (")[2].removesuffix(")")
        return int(text) if self.kind is int else text

    def faults(self, value: Any, at: str) -> list[Fault]:
        """Everything that is wrong with a value that was typed or sent."""
        if value is msgspec.UNSET or value in ("", []):
            return [Fault("FIELD-EMPTY", at, self._named())] if self.is_required else []
        if type(value) is not self.kind:
            return [self._malformed(at)]
        if isinstance(value, list):
            return self._entries(value, at)
        return self._texts(value, at) if isinstance(value, str) else []

    def _texts(self, value: str, at: str) -> list[Fault]:
        if bad := bad_in_text(value):
            return [Fault("FIELD-NOT-PLAIN", at, {**self._named(), "found": bad})]
        if len(value) > self.most:
            return [Fault("FIELD-TOO-LONG", at, {**self._named(), "limit": self.most})]
        fits = re.fullmatch(self.pattern, value) if self.pattern else True
        return [] if fits and (not self.words or value in self.words) else [self._malformed(at)]

    def _entries(self, values: list[Any], at: str) -> list[Fault]:
        if len(values) > self.most:
            return [Fault("FIELD-TOO-MANY", at, {**self._named(), "limit": self.most})]
        found: list[Fault] = []
        for place, one in enumerate(values):
            where = f"{at}.{place}"
            if self.entry is None:
                one_text = self._replace(kind=str, is_required=True, most=self.most_each)
                found += one_text.faults(one, where)
            elif not isinstance(one, dict):
                found.append(self._malformed(where))
            else:
                known = fields_of(self.entry)
                found += strange_names(known, one, f"{where}.")
                for field in known:
                    found += field.faults(one.get(field.name, msgspec.UNSET), f"{where}.{field.name}")
        return found

    def _malformed(self, at: str) -> Fault:
        return Fault("FIELD-MALFORMED", at, self._named())

    def _named(self) -> dict[str, Any]:
        return {"field": self.label, "field_en": self.label_en}


def strange_names(known: Sequence[Field], given: Mapping[str, Any], before: str) -> Iterator[Fault]:
    """A fault for each name that is none of ours; of very many, which somebody may send to keep us busy, the first."""
    names = {one.name for one in known}
    strange = (str(name)[:_NAME_SHOWN] for name in given if name not in names)
    for name in islice(strange, LIMITS.faults_told):
        yield Fault("FIELD-MALFORMED", f"{before}{name}", {"field": name})


@cache
def fields_of(kind: type[msgspec.Struct]) -> tuple[Field, ...]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(_field(one, hints[one.name]) for one in msgspec.structs.fields(kind))


def _field(field: msgspec.structs.FieldInfo, hint: Any) -> Field:
    plain, meta = _apart(hint)
    listed = typing.get_origin(plain) is list
    inside, inner = _apart(typing.get_args(plain)[0]) if listed else (plain, meta)
    is_struct = isinstance(inside, type) and issubclass(inside, msgspec.Struct)
    words = dict((meta.extra or {}).get("words", {}))
    of_text = inner if listed else meta
    if listed and not meta.max_length:
        raise TypeError(f"{field.name}: a list says how many entries it may have")
    return Field(
        name=field.name,
        label=meta.title or field.name,
        label_en=meta.description or field.name,
        kind=list if listed else _kind(inside),
        entry=inside if is_struct else None,
        pattern=of_text.pattern or "",
        most=(meta.max_length if listed else of_text.max_length) or LIMITS.office_text_characters,
        most_each=of_text.max_length or LIMITS.office_text_characters,
        words=words,
        is_required=field.required,
        default=[] if listed else field.default,
    )


def _apart(hint: Any) -> tuple[Any, msgspec.Meta]:
    if typing.get_origin(hint) is Annotated:
        plain, *metas = typing.get_args(hint)
        found = [one for one in metas if isinstance(one, msgspec.Meta)]
        return plain, found[0] if found else msgspec.Meta()
    return hint, msgspec.Meta()


def _kind(plain: Any) -> type:
    """A choice between codes is text."""
    if typing.get_origin(plain) in (typing.Literal, typing.Union, types.UnionType):
        return str
    assert isinstance(plain, type)
    return plain
