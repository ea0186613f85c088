"""No wording and no dated value lies about unread, and the code says nothing that is not worded."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from thongquan import law
from thongquan.manifest.columns import FIELDS

PACKAGE = Path(law.__file__).parents[1]
SAYING = {"say", "tell"}
REFUSING = {"SignatureRefused", "Unreadable", "LawBroken", "cite"}
WORDS_OF_OTHERS = ("argparse: ", "system: ")
"""Sentences of argparse and of the operating system are looked up under what those say."""


@cache
def nodes() -> list[ast.AST]:
    return [node for path in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def texts_in(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from data
        yield from (text for value in data.values() for text in texts_in(value))
    elif isinstance(data, list):
        yield from (text for value in data for text in texts_in(value))


@cache
def texts() -> frozenset[str]:
    """Every text of the code, and of the tables that it reads."""
    found = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    found |= {node.arg for node in nodes() if isinstance(node, ast.keyword) and node.arg}  # facts: Refusal(filer=…)
    for path in PACKAGE.rglob("*.toml"):
        if "wording" not in path.parts and "parameters" not in path.parts:
            found |= set(texts_in(tomllib.loads(path.read_text(encoding="utf-8"))))
    return frozenset(found)


@cache
def patterns() -> list[re.Pattern[str]]:
    """Keys that are put together, such as `form.{form}`: what is put in must be a text of its own."""
    found = []
    for node in nodes():
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Constant) for part in node.values):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in node.values]
            found.append(re.compile("".join(parts)))
    return found


def is_used(key: str) -> bool:
    matches = (pattern.fullmatch(key) for pattern in patterns())
    return key in texts() or any(match and all(map(is_part, match.groups())) for match in matches)


def is_part(part: str) -> bool:
    """A text of the code, in capitals too, a code of the channels, or a key that is put together itself."""
    return part in texts() or part.lower() in texts() or part in {"1", "2", "3"} or ("." in part and is_used(part))


def first_texts(called: set[str]) -> set[str]:
    """The first argument of each call by one of these names, where it is a text as it stands."""
    found = set()
    for node in nodes():
        if isinstance(node, ast.Call) and node.args and isinstance(first := node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in called and isinstance(first.value, str) and not first.value.startswith("/"):
                found.add(first.value)
    return found


def test_every_sentence_is_said_somewhere() -> None:
    said = [key for key in law.wording("vi").sentences if not key.startswith(WORDS_OF_OTHERS)]
    assert [key for key in said if not is_used(key)] == []


def test_every_sentence_that_the_code_says_is_worded() -> None:
    said = first_texts(SAYING)
    assert len(said) > 150
    assert said - law.wording("vi").sentences.keys() == set()


def test_every_fault_that_is_worded_can_be_found() -> None:
    assert [code for code in law.wording("vi").faults if not is_used(code)] == []


def test_every_refusal_is_worded() -> None:
    codes = first_texts(REFUSING)
    assert len(codes) > 100
    assert codes - law.wording("vi").faults.keys() == set()


def test_every_label_names_a_field() -> None:
    fields = {item.field for form in ("MIC", "MEC") for item in law.criteria(form)} | FIELDS
    assert set(law.wording("vi").labels) - fields == set()


def test_every_parameter_is_read_or_listed_with_its_reason() -> None:
    told = (PACKAGE / "law" / "README.md").read_text(encoding="utf-8").split("## Parameters that nothing reads", 1)[1]
    listed = set(re.findall(r"^\| `(\w+)` \| \S", told, re.MULTILINE))
    read = first_texts({"parameter"})
    assert set(law.CURRENT.names("parameters")) - read == listed


def test_a_key_that_nobody_says_would_be_noticed() -> None:
    assert is_used("form.MIC")
    assert not is_used("form.invented")
    assert not is_used("nobody.says.this")
