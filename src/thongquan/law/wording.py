"""What people read: sentences for faults and refusals, labels, and the sentences of the surfaces, in two languages."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import TypeVar

import msgspec

from thongquan.base.fault import Fact
from thongquan.law.reading import LawBroken, name_of, read_toml, toml_files

V = TypeVar("V")

_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
_GROUPS = {"vi": ".", "en": ","}
_GROUP_FROM = 10_000  # smaller numbers are counts, places and years


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is wrong, and what to do."""

    text: str
    fix: str = ""


class WordingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in `wording/LANGUAGE/AREA.toml`."""

    faults: dict[str, Sentences] = {}
    labels: dict[str, str] = {}
    say: dict[str, str] = {}


class _Shown(dict[str, str]):
    """A fact that was not given shows its name: a gap must never become an error in front of a user."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


class Wording:
    """All sentences of one language."""

    def __init__(
        self, language: str, faults: dict[str, Sentences], labels: dict[str, str], say: dict[str, str]
    ) -> None:
        self.language = language
        self.faults = faults
        self.labels = labels
        self.sentences = say
        self._group = _GROUPS.get(language, ",")
        self.more_labels: Callable[[], Mapping[str, str]] = dict
        """Labels that are read only when one is asked for that is none of `labels`."""

    def text(self, code: str, facts: Mapping[str, Fact] | None = None) -> str:
        """What is wrong. A code without wording shows itself; a test sees to it that there is none."""
        found = self.faults.get(code)
        return _filled(found.text, self._shown(facts or {})) if found else code

    def fix(self, code: str, facts: Mapping[str, Fact] | None = None) -> str:
        """What to do about it."""
        found = self.faults.get(code)
        return _filled(found.fix, self._shown(facts or {})) if found else ""

    def both(self, code: str, facts: Mapping[str, Fact]) -> tuple[str, str]:
        """`text` and `fix` at once."""
        found = self.faults.get(code)
        if found is None:
            return code, ""
        shown = self._shown(facts)
        return _filled(found.text, shown), _filled(found.fix, shown)

    def label(self, field: str) -> str:
        """A field as the circular names it."""
        return self.labels.get(field) or self.more_labels().get(field, field)

    def say(self, key: str, **facts: Fact) -> str:
        """A sentence of the command line, the pages or the workbook."""
        found = self.sentences.get(key)
        return _filled(found, self._shown(facts)) if found is not None else key

    def _shown(self, facts: Mapping[str, Fact]) -> dict[str, str]:
        return {name: fact if type(fact) is str else self.shown(fact) for name, fact in facts.items()}

    def shown(self, fact: Fact) -> str:
        """A fact as it is read: đồng and other long whole numbers in groups of three, lists with commas."""
        if isinstance(fact, str):
            return fact
        if type(fact) is int and abs(fact) >= _GROUP_FROM:
            return f"{fact:,}".replace(",", self._group)
        if isinstance(fact, list):
            return ", ".join(str(one) for one in fact)
        return str(fact)


def _filled(template: str, shown: dict[str, str]) -> str:
    """Most remedies have no place for a fact and stand as they are."""
    if "{" not in template and "}" not in template:
        return template
    try:
        return template.format_map(shown)
    except KeyError:
        return template.format_map(_Shown(shown))


def read_wording(folder: Path, language: str) -> Wording:
    """All files of one language, each key worded once.

    Raises:
        LawBroken: a key worded twice, an empty sentence, or a placeholder that is not a plain name.
    """
    faults: dict[str, Sentences] = {}
    labels: dict[str, str] = {}
    say: dict[str, str] = {}
    for path in toml_files(folder / language):
        read = read_toml(path, WordingFile)
        _add(faults, read.faults, path)
        _add(labels, read.labels, path)
        _add(say, read.say, path)
    return Wording(language, faults, labels, say)


def _add(known: dict[str, V], new: dict[str, V], path: Path) -> None:
    for key, value in new.items():
        if key in known:
            raise LawBroken("LAW-TWICE", name_of(path), key)
        sentences = [value.text, value.fix or "-"] if isinstance(value, Sentences) else [str(value)]
        for sentence in sentences:
            if not sentence.strip():
                raise LawBroken("LAW-NO-WORDING", name_of(path), key)
            placeholders(sentence, name_of(path), key)
        known[key] = value


def placeholders(template: str, file: str = "", key: str = "") -> set[str]:
    """The facts a sentence asks for: plain names only, so that filling it in cannot reach into anything."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise LawBroken("LAW-PLACEHOLDER", file, key, why=str(error)) from None
    names = {name for _, name, _, _ in parts if name is not None}
    plain = all(_NAME.match(name) for name in names) and not any(spec or turn for _, _, spec, turn in parts)
    if not plain:
        raise LawBroken("LAW-PLACEHOLDER", file, key, why=template)
    return names
