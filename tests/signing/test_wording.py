"""Every reason is worded in both languages, and nothing is worded that no longer is a reason."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import thongquan.law
import thongquan.signing

CODE = re.compile(r'"((?:CMS|SIG|CERT|CHAIN|CRL|OCSP|ISSUER|KEY|STORE|STATEMENT|RECEIPT)-[A-Z0-9-]+)"(, \w+=)?')
STEP = re.compile(r'"(check_[a-z_]+)"')
FILES = ("signing.toml", "trust.toml")
SOURCES = [file.read_text() for file in sorted(Path(thongquan.signing.__path__[0]).glob("*.py"))]
CODES = {match[1] for text in SOURCES for match in CODE.finditer(text)}
REGISTERED = re.compile(r"đã đăng ký|is registered|not registered|unknown account|tài khoản", re.IGNORECASE)


def worded(language: str) -> dict[str, dict[str, dict[str, str]]]:
    folder = Path(thongquan.law.__path__[0]) / "wording" / language
    read = [tomllib.loads((folder / name).read_text()) for name in FILES]
    faults = {code: entry for one in read for code, entry in one["faults"].items() if CODE.match(f'"{code}"')}
    says = {key: text for one in read for key, text in one["say"].items() if STEP.match(f'"{key}"')}
    return {"faults": faults, "say": says}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_is_worded_and_nothing_else(language: str) -> None:
    assert set(worded(language)["faults"]) == CODES


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_step_of_a_report_is_worded(language: str) -> None:
    assert set(worded(language)["say"]) == {step for text in SOURCES for step in STEP.findall(text)}


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_wording_says_what_and_how_to_mend_it_from_the_same_facts(code: str) -> None:
    vietnamese, english = (worded(language)["faults"][code] for language in ("vi", "en"))
    assert all(vietnamese[part].endswith(".") and english[part].endswith(".") for part in ("text", "fix"))
    assert fields(vietnamese["text"]) == fields(english["text"])


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_wording_tells_what_is_registered(code: str, language: str) -> None:
    entry = worded(language)["faults"][code]
    assert not REGISTERED.search(entry["text"] + entry["fix"])


def test_facts_of_the_wording_are_given_by_the_code() -> None:
    text = "\n".join(SOURCES)
    for code, entry in worded("vi")["faults"].items():
        for name in fields(entry["text"]) | fields(entry["fix"]):
            assert re.search(rf'"{code}"[^)\n]*\b{name}=', text), (code, name)
