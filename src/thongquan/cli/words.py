"""The sentences of the command line, in the language of its user.

Only the files of the command line are read here: `--help` must be quick, and the whole wording of the law is many
times larger.
"""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from thongquan.law.book import BUILT_IN
from thongquan.law.reading import read_toml
from thongquan.law.wording import Wording, WordingFile

LANGUAGES = ("vi", "en")
FILES = (
    "attachment_commands.toml",
    "certificate.toml",
    "cli.toml",
    "correct.toml",
    "deposit_commands.toml",
    "document_commands.toml",
    "deposit_form_commands.toml",
    "deposit_own_commands.toml",
    "draw.toml",
    "duty_commands.toml",
    "feed.toml",
    "law_commands.toml",
    "list_commands.toml",
    "officers.toml",
    "operators.toml",
    "refund_commands.toml",
    "registration_certificates.toml",
    "signer.toml",
    "transport_acting.toml",
    "transport_commands.toml",
    "transport_declaring.toml",
    "trust.toml",
)


class Words:
    """`say("key", fact=…)` is the sentence under `key`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._wording = wording_of_the_command_line(lang)

    def __call__(self, key: str, **facts: str | int | Path | list[str]) -> str:
        return self._wording.say(key, **{k: str(fact) if isinstance(fact, Path) else fact for k, fact in facts.items()})

    def has(self, key: str) -> bool:
        return key in self._wording.sentences

    def mark(self, mark: str) -> str:
        """Where a piece of law comes from, in words; "" where the citation says all."""
        return self._wording.sentences.get(f"mark.{mark}", mark)

    def system(self, reason: str) -> str:
        """What the operating system says of a file, in the user's language where we know the sentence."""
        return self._wording.sentences.get(f"system: {reason}", reason)

    def argparse(self, english: str) -> str:
        """The words of argparse. One that a newer Python brings along is shown as it is."""
        return self._wording.sentences.get(f"argparse: {english}", english)


@cache
def wording_of_the_command_line(lang: str) -> Wording:
    read = [read_toml(BUILT_IN / "wording" / lang / name, WordingFile) for name in FILES]
    faults = {code: worded for one in read for code, worded in one.faults.items()}
    return Wording(lang, faults, {}, {key: sentence for one in read for key, sentence in one.say.items()})


def chosen_language(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """Vietnamese, unless `--lang` or THONGQUAN_LANG asks for English. Needed before the parser can be built.

    >>> chosen_language(["--lang", "en", "check"], {}), chosen_language(["--lang=en"], {}), chosen_language([], {})
    ('en', 'en', 'vi')
    """
    chosen = environ.get("THONGQUAN_LANG", "")
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            chosen = arguments[place + 1]
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return chosen if chosen in LANGUAGES else "vi"
