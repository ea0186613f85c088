"""A request that is not carried out says why, in both languages, and when to come back."""

import asyncio
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import thongquan
from thongquan import law
from thongquan.server.asgi import refuse
from thongquan.server.clerk import Clerk
from thongquan.server.problem import STATUS, Busy, NotNow, RequestMalformed

SOURCES = Path(thongquan.__file__).parent


def sent(refusal: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        messages.append(message)

    asyncio.run(refuse(send, refusal, "r1"))
    return messages


@pytest.mark.parametrize("refusal", [Busy(), NotNow()])
def test_a_server_that_cannot_take_more_says_when_to_come_back(refusal: Any) -> None:
    start, _ = sent(refusal)
    assert start["status"] == 503
    assert dict(start["headers"])[b"retry-after"].isdigit()


def test_what_is_malformed_ends_the_connection() -> None:
    start, body = sent(RequestMalformed())
    assert dict(start["headers"])[b"connection"] == b"close"
    assert msgspec.json.decode(body["body"])["request"] == "r1"


def codes_in(*folders: str) -> set[str]:
    """Every code of a refusal or fault that these packages can give."""
    texts = [path.read_text() for folder in folders for path in (SOURCES / folder).rglob("*.py")]
    return {
        code for text in texts for code in re.findall(r'(?:^    code = |cite\()"([A-Z][A-Z0-9-]+)"', text, re.MULTILINE)
    }


def test_every_code_of_the_authority_is_worded_in_both_languages() -> None:
    codes = codes_in("authority", "registration", "numbering", "server") | set(STATUS)
    assert len(codes) > 30
    for language in law.LANGUAGES:
        wording = law.wording(language)
        assert [code for code in sorted(codes) if not wording.faults.get(code) or not wording.fix(code)] == []


def test_the_clerk_is_the_only_one_who_commits() -> None:
    callers = [path.name for path in (SOURCES / "server").glob("*.py") if ".commit()" in path.read_text()]
    assert callers == [f"{Clerk.__module__.rpartition('.')[2]}.py"]
