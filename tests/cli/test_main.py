"""The command line as a whole: two languages, exit codes, no traceback, quick help."""

import argparse
import inspect
import os
import re
import resource
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from commands import PROFILE, SAMPLES, Ended
from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.cli import refusals as cli_refusals
from thongquan.cli import walk
from thongquan.cli.main import build_parser, main
from thongquan.cli.words import LANGUAGES, Words, chosen_language
from thongquan.declarant import refusals as declarant_refusals

Run = Callable[..., Ended]


def wording(lang: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((files("thongquan.law") / "wording" / lang / "cli.toml").read_text("utf-8"))


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in dict.fromkeys(action.choices.values()):
                yield from parsers(child)


class TestBothLanguages:
    def test_every_sentence_is_worded_in_both_with_the_same_facts(self) -> None:
        vi, en = wording("vi"), wording("en")
        assert vi["say"].keys() == en["say"].keys()
        assert vi["faults"].keys() == en["faults"].keys()
        for key, sentence in vi["say"].items():
            assert facts_in(str(sentence)) == facts_in(str(en["say"][key])), key

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_refusal_says_what_is_wrong_and_what_to_do(self, lang: str) -> None:
        worded = law.wording(lang).faults
        codes = {kind.code for module in (declarant_refusals, cli_refusals, walk) for kind in refusals_in(module)}
        assert len(codes) > 15
        assert {code for code in codes if code not in worded or not worded[code].fix} == set()

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_command_and_argument_has_help(self, lang: str) -> None:
        sentences = wording(lang)["say"].keys()
        for parser in parsers(build_parser(Words(lang))):
            assert parser.description
            assert parser.description not in sentences
            for action in parser._actions:
                if not isinstance(action, argparse._SubParsersAction):
                    assert action.help, (parser.prog, action.dest)
                    assert action.help not in sentences, (parser.prog, action.dest)
            parser.format_help()

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_command_shows_examples_that_can_be_typed(self, lang: str) -> None:
        parser = build_parser(Words(lang))
        for command in parsers(parser):
            if any(isinstance(action, argparse._SubParsersAction) for action in command._actions):
                continue
            assert command.epilog, command.prog
            examples = [shlex.split(line) for line in command.epilog.splitlines()[1:]]
            assert examples
            for words in examples:
                assert " ".join(words).startswith(command.prog)
                parser.parse_args(words[1:])

    def test_argparse_says_nothing_that_is_not_worded(self) -> None:
        """Its messages for users; those for programmers are not translated."""
        source = inspect.getsource(argparse)
        messages = set(re.findall(r"""_\(\s*(['"])(.+?)\1\s*\)""", source))
        worded = {key.removeprefix("argparse: ") for key in wording("vi")["say"] if key.startswith("argparse: ")}
        for_users = {text.replace("\\n", "\n") for _, text in messages} - FOR_PROGRAMMERS
        assert for_users - worded == set()

    def test_vietnamese_unless_asked_otherwise(self) -> None:
        assert chosen_language([], {}) == "vi"
        assert chosen_language([], {"THONGQUAN_LANG": "en"}) == "en"
        assert chosen_language(["--lang", "vi"], {"THONGQUAN_LANG": "en"}) == "vi"
        assert chosen_language(["--lang", "klingon"], {}) == "vi"

    def test_mistakes_of_use_are_told_in_vietnamese(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as end:
            main(["check"])
        assert end.value.code == 2
        assert "thiếu đối số: BẢNG_KÊ" in capsys.readouterr().err


FOR_PROGRAMMERS = {
    ".__call__() not defined",
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    'argument "-" with mode %r',
    "can't open '%(filename)s': %(error)s",
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "mutually exclusive arguments must be optional",
    "unexpected option string: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)",
    "ambiguous option: %(option)s could match %(matches)s",  # abbreviations are switched off
}


def refusals_in(module: ModuleType) -> list[type[Refusal]]:
    """Those with a code of their own; the office's has the authority's."""
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Refusal)]
    return [kind for kind in kinds if kind.__module__ == module.__name__ and kind.code != Refusal.code]


def facts_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


class TestExitCodes:
    def test_all_ready_is_0(self, thongquan: Run, tmp_path: Path) -> None:
        from commands import DAY, a_flight

        flight = a_flight(tmp_path / "flight.csv", 2)
        assert thongquan("check", flight, "--profile", PROFILE, "--on", DAY, "--json").code == 0

    def test_some_refused_is_1(self, thongquan: Run) -> None:
        manifest = SAMPLES / "import_manifest_200.xlsx"
        ended = thongquan("check", manifest, "--profile", PROFILE, "--on", "2026-09-02", "--json")
        assert ended.code == 1
        assert len(ended.lines()) == 201
        assert ended.summary()["houses"] == 200

    def test_unusable_input_is_2_and_writes_nothing(self, thongquan: Run, tmp_path: Path) -> None:
        garbage = tmp_path / "garbage.xlsx"
        garbage.write_bytes(b"PK\x03\x04 and nothing else")
        ended = thongquan("check", garbage, "--out", tmp_path / "out", "--on", "2026-09-02")
        assert ended.code == 2
        assert ended.out == ""
        assert len(ended.err.strip().splitlines()) <= 2
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ["check", "nowhere.csv"],
            ["check", "nowhere.csv", "--profile", "nowhere.toml"],
            ["check", ".", "--columns", "nowhere.toml"],
            ["file", "--server", "http://127.0.0.1:9", "--anchors", "nowhere"],
            ["file", "--server", "not a url"],
            ["file", "--server", "http://[::"],
            ["file", "--server", "http://user:secret@127.0.0.1"],
            ["file", "--server", "http://127.0.0.1:99999"],
            ["file", "--server", "ftp://127.0.0.1"],
            ["status", "unknown"],
            ["print", "--out", "x"],
            ["print", "unknown", "--out", "x"],
            ["verify", "receipt", "nowhere.json", "--anchors", "nowhere"],
            ["verify", "message", "--cms", "nowhere.der", "--anchors", "nowhere"],
            ["law", "show", "unknown"],
            ["law", "import-codes", "nowhere.tsv", "--since", "2026-01-01"],
            ["pki", "revoke", "nowhere", "not-hex"],
            ["serve", "--data", "d", "--clock", "2026-09-02T00:00:00Z"],
            ["serve", "--data", "d"],
            ["serve", "--data", "d", "--listen", "nonsense"],
            ["office", "list", "waiting", "02DS", "--data", "nowhere"],
            ["template", "import", "no/such/folder/x.xlsx"],
        ],
    )
    def test_what_cannot_be_used_is_2_with_a_sentence(
        self, arguments: list[str], thongquan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ended = thongquan(*arguments)
        assert ended.code == 2
        assert ended.err.strip()
        assert "Traceback" not in ended.err
        assert "Incident" not in ended.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"a,b,c\n1,2,3\n",
        os.urandom(4096),
        b"\xff\xfe\xff",
        b"{}",
        b"<xml/>",
        b"%PDF-1.7",
        b"\r\r\r",
    ],
    ids=["empty", "zeros", "no-columns", "noise", "half-a-mark", "json", "xml", "pdf", "returns"],
)
@pytest.mark.parametrize("name", ["file.csv", "file.xlsx", "file.txt", "file"])
def test_garbage_never_gives_a_traceback(content: bytes, name: str, thongquan: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    for command in (["check", "--on", "2026-09-02"], ["verify", "receipt", "--anchors", tmp_path]):
        ended = thongquan(*command, tmp_path / name)
        assert ended.code in (1, 2)
        assert "Traceback" not in ended.out + ended.err
        assert "Incident" not in ended.err


class TestOurOwnMistakes:
    def test_a_sentence_with_a_number_and_no_data(
        self, thongquan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> int:
            raise RuntimeError("the password is mật-khẩu-của-tôi")

        monkeypatch.setattr("thongquan.cli.template.run", broken)
        ended = thongquan("template", "import", tmp_path / "x.xlsx")
        assert ended.code == 70
        assert "Incident" in ended.err
        assert "Traceback" not in ended.err
        [kept] = (tmp_path / "state" / "thongquan" / "incidents").iterdir()
        text = kept.read_text()
        assert kept.stem in ended.err
        assert "RuntimeError" in text
        assert "mật-khẩu-của-tôi" not in text + ended.err
        assert kept.stat().st_mode & 0o777 == 0o600

    def test_interrupted_is_130(self, thongquan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("thongquan.cli.template.run", interrupted)
        assert thongquan("template", "import", tmp_path / "x.xlsx").code == 130


def test_help_is_quick() -> None:
    """In CPU seconds of the process, so that a busy machine does not fail it; the best of five."""
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "thongquan.cli.main", "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.3


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    shown = subprocess.Popen(
        [sys.executable, "-m", "thongquan.cli.main", "law", "show"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert shown.stdout is not None
    assert shown.stderr is not None
    shown.stdout.close()
    assert shown.stderr.read() == b""
    shown.stderr.close()
    assert shown.wait(timeout=30) == 0


def test_the_language_counts_wherever_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tariff", "find", "8507.60", "--lang", "en"]) == 0
    assert "Lines found" in capsys.readouterr().out
