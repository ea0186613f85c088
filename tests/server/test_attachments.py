"""Attachments over HTTP: registered once however often they are sent, and what is hostile about files stays data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from msgspec.structs import replace

from authority.applying import a_signer, officer_signer
from authority.attaching import CONTRACT, FILES, INVOICE, LIST, said
from authority.giving import Files, named
from authority.running import Server
from demo_pki import P256_COMPANY, RSA_COMPANY
from faults.size import DRILL
from server.applying import Applicant, logged_in
from server.giving import KIND, body_of, documents_server
from server.hostile import NAMES, everything
from server.logging_in import code_of
from thongquan.base.limits import LIMITS
from thongquan.storage.attachments import FOLDER

LIMITED = replace(LIMITS, address_burst=10**9, address_per_second=10**6)
ALL = "/api/v1/attachments"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Applicant]]:
    """Who files, somebody of another company, and an officer."""
    server, users = documents_server(tmp_path_factory.mktemp("attachments"), LIMITED)
    companies = [logged_in(server, users[one], a_signer(one)) for one in (RSA_COMPANY, P256_COMPANY)]
    yield [*companies, logged_in(server, "cb01", officer_signer("cb01"))]
    assert server.end() == 0


@pytest.fixture
def filer(people: list[Applicant]) -> Applicant:
    return people[0]


@pytest.fixture
def stranger(people: list[Applicant]) -> Applicant:
    return people[1]


@pytest.fixture
def officer(people: list[Applicant]) -> Applicant:
    return people[2]


def composed(person: Applicant, says: dict[str, Any], deed: str = "attachment-register") -> str:
    answer = person.post(f"{ALL}/draft", {"deed": deed, "particulars": says})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["text"])


def body(person: Applicant, text: str, files: Files) -> bytes:
    return body_of(text, person.signer.sign(text.encode()), files)


def sent(server: Server, content: bytes, path: str = ALL) -> httpx.Response:
    return server.client.post(path, content=content, headers=KIND)


def register(person: Applicant, files: Files = FILES, **changes: Any) -> str:
    answer = sent(person.server, body(person, composed(person, said(files, **changes)), files))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["outcome"]["attachment"])


def kept(server: Server) -> list[Path]:
    return sorted(path for path in (server.folder / "data" / FOLDER).rglob("*") if path.is_file())


class TestRegistering:
    def test_is_read_back_by_the_company_and_the_office(self, filer: Applicant, officer: Applicant) -> None:
        number = register(filer)
        for person in (filer, officer):
            told = person.get(f"{ALL}/{number}").json()
            assert [(one["name"], one["kind"]) for one in told["documents"]] == [(name, "text") for name, _ in FILES]
            assert number in {one["number"] for one in person.get(ALL).json()["rows"]}
            answer = person.get(f"{ALL}/{number}/0/2")
            assert answer.content == LIST[1]
            assert answer.headers["content-disposition"] == f'attachment; filename="{number}-2.txt"'
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["x-content-type-options"] == "nosniff"

    def test_the_same_again_gives_the_same_answer(self, filer: Applicant) -> None:
        content = body(filer, composed(filer, said()), FILES)
        first, again = sent(filer.server, content), sent(filer.server, content)
        assert (again.status_code, again.json()) == (200, first.json())

    def test_the_same_text_with_other_files_is_refused(self, filer: Applicant) -> None:
        text = composed(filer, said())
        assert sent(filer.server, body(filer, text, FILES)).status_code == 200
        for files, code in (([INVOICE, CONTRACT], "DOCUMENT-DIFFERS"), ([INVOICE], "BODY-MALFORMED")):
            assert code_of(sent(filer.server, body(filer, text, files))) == code

    def test_what_is_refused_leaves_nothing(self, filer: Applicant) -> None:
        before = kept(filer.server)
        files = [("một.txt", b"one of a kind"), ("hai.exe", b"MZ\x90\x00\x03\x00\x00\x00")]
        answer = sent(filer.server, body(filer, composed(filer, said(files)), files))
        assert (code_of(answer), answer.json()["facts"]["place"]) == ("DOCUMENT-KIND", 2)
        assert kept(filer.server) == before

    def test_a_change_brings_only_what_is_new(self, filer: Applicant) -> None:
        number = register(filer)
        says = {"number": number, "version": "0", "documents": named([INVOICE, CONTRACT])}
        content = body(filer, composed(filer, says, "attachment-change"), [CONTRACT])
        assert code_of(sent(filer.server, content)) == "NOT-FOUND"  # not at the address of all
        first, again = (sent(filer.server, content, f"{ALL}/{number}") for _ in range(2))
        assert (first.status_code, again.json()) == (200, first.json())
        assert filer.get(f"{ALL}/{number}/1/1").content == INVOICE[1]
        assert filer.get(f"{ALL}/{number}?version=0").json()["documents"][1]["name"] == LIST[0]

    def test_a_store_that_cannot_be_written_says_so(self, filer: Applicant) -> None:
        """A file stands where the next one's folder would be. Nothing is entered."""
        files = [("ba.txt", b"not to be stored")]
        text, folder = composed(filer, said(files)), filer.server.folder / "data" / FOLDER
        aside = folder.rename(folder.with_name("aside"))
        folder.write_bytes(b"")
        try:
            answer = sent(filer.server, body(filer, text, files))
        finally:
            folder.unlink()
            aside.rename(folder)
        assert (code_of(answer), answer.status_code) == ("HYS-NOT-STORED", 503)
        assert sent(filer.server, body(filer, text, files)).status_code == 200


def test_of_another_company_it_looks_like_nothing(filer: Applicant, stranger: Applicant) -> None:
    number = register(filer)
    for rest in ("", "/0/1", "/0/9", "?version=7"):
        theirs, nothing = (stranger.get(f"{ALL}/{one}{rest}").json() for one in (number, "799999999999"))
        assert theirs["code"] == nothing["code"] == "IHY-UNKNOWN"
        assert str(theirs).replace(number, "-").replace(theirs["request"], "") == str(nothing).replace(
            "799999999999", "-"
        ).replace(nothing["request"], "")
    assert number not in {one["number"] for one in stranger.get(ALL).json()["rows"]}
    assert code_of(filer.server.client.get(f"{ALL}/{number}")) == "LOGIN-NEEDED"


def test_whatever_a_file_is_called_its_name_is_only_data(filer: Applicant, officer: Applicant) -> None:
    """Refused, or told again as it is: nothing is written or read outside of the folder of attachments."""
    assert len(NAMES) >= 60
    around, most, allowed = everything(filer.server), LIMITS.attachment_files, 0
    for first in range(0, len(NAMES), most):
        accept = accepted(filer, NAMES[first : first + most])
        some = accept if DRILL else accept[::3]  # a process apart looks at each file that comes
        files = [(name, f"nội dung {first} {place}\n".encode()) for place, name in enumerate(some)]
        if not files:
            continue
        number = register(filer, files)
        assert [one["name"] for one in officer.get(f"{ALL}/{number}").json()["documents"]] == some
        for place, (_, data) in enumerate(files, start=1):
            answer = officer.get(f"{ALL}/{number}/0/{place}")
            assert answer.content == data
            assert answer.headers["content-disposition"] == f'attachment; filename="{number}-{place}.txt"'
        allowed += len(some)
    assert (30 if DRILL else 10) < allowed < len(NAMES)
    assert everything(filer.server) == around


def accepted(filer: Applicant, names: list[str]) -> list[str]:
    """Those that a text may hold: of the others each is told."""
    says = said([(name, b"nothing") for name in names])
    answer = filer.post(f"{ALL}/draft", {"deed": "attachment-register", "particulars": says})
    refused = {one["at"] for one in answer.json().get("faults", [])}
    assert answer.status_code == 200 or (code_of(answer) == "FORM-FAULTY" and refused), answer.text
    return [name for place, name in enumerate(names) if f"documents.{place}.name" not in refused]


def test_no_address_leads_out_of_the_list(filer: Applicant) -> None:
    """As an id in the path: absent, or a request for nothing that is offered."""
    number = register(filer)
    for name in (one for one in NAMES if one not in ("", ".", "..")):  # clients take these out of an address
        spelled = quote(name, safe="")
        for path in (spelled, f"{number}/0/{spelled}", f"{number}/{spelled}/1"):
            assert filer.get(f"{ALL}/{path}").status_code in (400, 404), path


HOSTILE = {
    "MZ.exe": b"MZ\x90\x00\x03\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01\x00",
    "zip": b"PK\x03\x04" + bytes(26) + b"../../x",
    "html": b"<html><script>alert(1)</script></html>",
    "doctype.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "svg": b'<!DOCTYPE svg><svg onload="alert(1)"/>',
    "nul.txt": b"a\x00b",
    "latin.txt": b"\xff\xfe\xfd",
    "pdf": b"%PDF-1.7 but no end",
    "png": b"\x89PNG\r\n\x1a\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_is_refused_or_goes_out_as_bytes_alone(filer: Applicant, name: str) -> None:
    data, before = HOSTILE[name], kept(filer.server)
    answer = sent(filer.server, body(filer, composed(filer, said([(name, data)])), [(name, data)]))
    if answer.status_code != 200:
        assert 400 <= answer.status_code < 500, answer.text
        assert kept(filer.server) == before
        return
    told = filer.get(f"{ALL}/{answer.json()['outcome']['attachment']}/0/1")
    assert told.content == data
    assert told.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in told.headers["content-security-policy"]
