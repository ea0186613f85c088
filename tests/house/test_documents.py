"""What the documents say is there."""

import argparse
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^\$ |`|^)(?:\.venv/bin/)?thongquan ([^`\n#|]+)", re.MULTILINE)
WITH_COMMANDS = [
    "README.md",
    "docs/formats.md",
    "docs/tokens.md",
    "CONTRIBUTING.md",
    "docs/tour.md",
    "docs/known-limits.md",
    "docs/operating.md",
]


def relative_links(document: Path) -> Iterator[str]:
    for target in LINK.findall(document.read_text()):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]


def commands(document: Path) -> Iterator[list[str]]:
    """Commands in inline code and console blocks; a line's continuation counts with it."""
    text = document.read_text().replace("\\\n", " ")
    for line in COMMAND.findall(text):
        yield line.split()


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def unknown_words(parser: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """Subcommands and options of one command line that the parser does not know."""
    here, rest = parser, list(words)
    options = set(parser._option_string_actions)
    while rest and (known := subcommands(here)):
        if rest[0] not in known:
            return rest[:1]
        here = known[rest.pop(0)]
        options |= set(here._option_string_actions)
    given = [word.partition("=")[0].strip("[]") for word in rest]
    return [word for word in given if word.startswith("--") and word not in options]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(document: Path) -> None:
    assert [link for link in relative_links(document) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_commands_named_in_documents_exist(name: str) -> None:
    from thongquan.cli.main import build_parser

    parser = build_parser()
    unknown = [(words, bad) for words in commands(ROOT / name) if (bad := unknown_words(parser, words))]
    assert unknown == []


def test_an_unknown_command_would_be_noticed() -> None:
    parser = argparse.ArgumentParser()
    office = parser.add_subparsers().add_parser("office").add_subparsers()
    office.add_parser("decide").add_argument("--reason")
    assert unknown_words(parser, ["office", "decide", "NUMBER", "--reason", "x"]) == []
    assert unknown_words(parser, ["office", "invent"]) == ["invent"]
    assert unknown_words(parser, ["office", "decide", "--why"]) == ["--why"]


def test_the_rule_shown_to_contributors_is_the_one_in_the_code() -> None:
    [shown] = re.findall(r"```python\n(.+?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    rules = (ROOT / "src" / "thongquan" / "declaration" / "rules" / "insurance.py").read_text()
    assert textwrap.dedent(shown.rstrip(" ")) in rules


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    assert re.search(r"^## Unreleased$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_the_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text


def test_every_decision_is_listed_and_has_its_three_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(relative_links(folder / "README.md"))
    written = {path.name for path in folder.glob("[0-9]*.md")}
    assert listed == written
    for name in written:
        text = (folder / name).read_text()
        assert all(f"**{part}" in text for part in ("Context", "Decision", "Consequences")), name


def test_the_glossary_has_at_least_sixty_terms() -> None:
    rows = re.findall(
        r"^\| (?!Vietnamese|---)[^|]+\| [^|]+\|", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
    )
    assert len(rows) >= 60
    assert len(set(rows)) == len(rows)
