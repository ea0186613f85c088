"""Documents over HTTP: what comes in, what is refused before it is read, and what goes out as bytes alone."""

import os
import random
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from authority.applying import a_signer, officer_signer
from authority.giving import CONTRACT, INVOICE
from authority.running import Server
from demo_pki import P256_COMPANY, RSA_COMPANY
from faults.size import size
from server.applying import Applicant, logged_in
from server.giving import asked_for_documents, body_of, documents_server, give, in_parts, sent, text_for
from server.hostile import NAMES, everything
from server.logging_in import code_of
from thongquan.base.limits import LIMITS
from thongquan.storage.attachments import FOLDER

LIMITED = replace(
    LIMITS,
    address_burst=10**9,
    address_per_second=10**6,
    body_seconds=2,
    header_seconds=1,
    documents_received_at_once=1,
)
SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server, known = documents_server(tmp_path_factory.mktemp("documents"), LIMITED)
    users.update(known)
    yield server
    assert server.end() == 0


users: dict[str, str] = {}


@pytest.fixture(scope="module")
def filer(server: Server) -> Applicant:
    return logged_in(server, users[RSA_COMPANY], a_signer(RSA_COMPANY))


@pytest.fixture(scope="module")
def stranger(server: Server) -> Applicant:
    return logged_in(server, users[P256_COMPANY], a_signer(P256_COMPANY))


@pytest.fixture(scope="module")
def officer(server: Server) -> Applicant:
    return logged_in(server, "cb01", officer_signer("cb01"))


@pytest.fixture
def number(server: Server) -> str:
    return asked_for_documents(server, f"DOCS{os.urandom(4).hex().upper()}")


def kept(server: Server) -> list[Path]:
    return [path for path in (server.folder / "data" / FOLDER).rglob("*") if path.is_file()]


class TestGivingAndReading:
    def test_what_was_given_is_listed_and_read_by_filer_and_officer(
        self, filer: Applicant, officer: Applicant, number: str
    ) -> None:
        book = ("danh sách.xlsx", (SAMPLES / "import_manifest_200.xlsx").read_bytes())
        answer = give(filer, number, [INVOICE, book])
        assert answer.status_code == 200, answer.text
        for person, where in ((filer, ""), (officer, "/desk")):
            path = f"/api/v1{where}/declarations/{number}/documents"
            assert [(one["name"], one["kind"]) for one in person.get(path).json()] == [
                (INVOICE[0], "text"),
                (book[0], "xlsx"),
            ]
            assert person.get(f"{path}/2").content == book[1]

    def test_a_large_one_comes_back_as_it_was(self, filer: Applicant, number: str) -> None:
        """More than `document_piece_bytes`, in pieces on every way."""
        large = ("lớn.txt", b"0123456789abcde\n" * (LIMITS.document_piece_bytes // 5))
        assert give(filer, number, [large]).status_code == 200
        assert filer.get(f"/api/v1/declarations/{number}/documents/1").content == large[1]

    def test_it_leaves_as_a_download_that_nothing_runs(self, filer: Applicant, number: str) -> None:
        give(filer, number, [('"; filename=x.html\\../../e.svg', b"<x>alert(1)</x>")])
        headers = filer.get(f"/api/v1/declarations/{number}/documents/1").headers
        assert headers["content-type"] == "application/octet-stream"
        assert headers["content-disposition"] == f'attachment; filename="{number}-1.xml"'
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "sandbox" in headers["content-security-policy"]

    def test_nobody_reads_without_a_session(self, server: Server, number: str) -> None:
        for where in ("", "/desk"):
            for rest in ("", "/1"):
                answer = server.client.get(f"/api/v1{where}/declarations/{number}/documents{rest}")
                assert code_of(answer) == "LOGIN-NEEDED"

    def test_of_another_company_it_looks_like_nothing(self, filer: Applicant, stranger: Applicant, number: str) -> None:
        give(filer, number, [INVOICE])
        for where in ("", "/desk"):
            for rest in ("", "/1", "/2"):
                told = [
                    stranger.get(f"/api/v1{where}/declarations/{one}/documents{rest}").json() | {"request": ""}
                    for one in (number, "199999999990")
                ]
                assert told[0] == told[1]
                assert told[0]["code"] == "NOT-FOUND"
        says = {"account": stranger.account, "says": {"number": number, "state": "documents", "documents": []}}
        assert code_of(stranger.post("/api/v1/deeds/documents-give", says)) in ("NOT-FOUND", "FORM-FAULTY")


class TestWhatComesIn:
    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("a.pdf", b"MZ\x90\0" + bytes(60), "DOCUMENT-KIND"),
            ("a.pdf", b"\x7fELF" + bytes(60), "DOCUMENT-KIND"),
            ("a.txt", b"#!/bin/sh\nrm -rf /\n", "DOCUMENT-KIND"),
            ("a.xml", b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "XML-DOCTYPE"),
            ("a.html", b"<html><script>alert(1)</script></html>", "DOCUMENT-KIND"),
            ("a.xlsx", b"PK\x03\x04" + bytes(60), "FILE-DAMAGED"),
        ],
    )
    def test_is_what_its_bytes_say(self, filer: Applicant, number: str, name: str, data: bytes, code: str) -> None:
        answer = give(filer, number, [INVOICE, (name, data)])
        assert (code_of(answer), answer.json()["facts"]["place"]) == (code, 2)

    def test_is_what_was_signed(self, filer: Applicant, number: str) -> None:
        changed = ("x", INVOICE[1][:-1] + b"!")
        assert code_of(give(filer, number, [INVOICE], [changed])) == "DOCUMENT-DIFFERS"

    @pytest.mark.parametrize(
        "really", [[], [INVOICE], [INVOICE, CONTRACT, CONTRACT], [("", INVOICE[1][:-1]), CONTRACT], [CONTRACT, INVOICE]]
    )
    def test_is_as_much_as_was_signed(self, filer: Applicant, number: str, really: Any) -> None:
        answer = give(filer, number, [INVOICE, CONTRACT], really)
        assert code_of(answer) in ("BODY-MALFORMED", "DOCUMENT-DIFFERS")

    def test_what_was_refused_is_not_kept(self, server: Server, filer: Applicant, number: str) -> None:
        before = kept(server)
        give(filer, number, [("a.txt", os.urandom(8).hex().encode()), ("b.txt", b"\0")])
        assert kept(server) == before

    def test_what_was_given_before_stays_when_it_is_given_again_and_refused(
        self, server: Server, filer: Applicant, number: str
    ) -> None:
        give(filer, number, [INVOICE])
        before = kept(server)
        give(filer, number, [INVOICE, ("b.txt", b"\0")])
        assert kept(server) == before

    def test_is_not_taken_twice_by_one_signature(self, server: Server, filer: Applicant, number: str) -> None:
        text = text_for(filer, number, [INVOICE])
        body = body_of(text, filer.signer.sign(text.encode()), [INVOICE])
        assert sent(server, number, body).status_code == 200
        assert code_of(sent(server, number, body)) == "DEED-REPEATED"

    def test_belongs_to_the_declaration_of_the_address(self, server: Server, filer: Applicant, number: str) -> None:
        text = text_for(filer, number, [INVOICE])
        assert code_of(sent(server, "100000000990", body_of(text, filer.signer.sign(text.encode()), [INVOICE]))) == (
            "NOT-FOUND"
        )

    def test_a_signature_of_another_opens_no_door(
        self, server: Server, filer: Applicant, stranger: Applicant, number: str
    ) -> None:
        text = text_for(filer, number, [INVOICE])
        body = body_of(text, stranger.signer.sign(text.encode()), [INVOICE])
        assert code_of(sent(server, number, body)) == "SIGNER-UNKNOWN"

    def test_a_text_alone_gives_nothing(self, filer: Applicant, number: str) -> None:
        assert code_of(filer.send(text_for(filer, number, [INVOICE]))) == "DOCUMENTS-MISSING"

    def test_another_deed_does_not_come_in_here(self, server: Server, filer: Applicant, number: str) -> None:
        text = filer.composed("login")
        assert code_of(sent(server, number, body_of(text, filer.signer.sign(text.encode()), []))) == "DEED-UNREADABLE"


class TestSlowAndMany:
    def test_a_body_has_its_time_and_others_are_asked_to_come_back(
        self, server: Server, filer: Applicant, number: str
    ) -> None:
        """`documents_received_at_once`: while one stands still in the door, the next is not let in; then it is."""
        text = text_for(filer, number, [INVOICE])
        whole = body_of(text, filer.signer.sign(text.encode()), [INVOICE])
        seen: list[str] = []

        def slowly() -> Iterator[bytes]:
            yield whole[:-60]
            time.sleep(0.5)
            seen.append(code_of(sent(server, number, whole)))
            time.sleep(2)
            yield whole[-60:]

        assert code_of(sent(server, number, slowly())) == "BODY-SLOW"
        assert seen == ["BUSY"]
        assert sent(server, number, whole).status_code == 200

    def test_whoever_does_not_sign_holds_nobody_up(self, server: Server, number: str) -> None:
        def slowly() -> Iterator[bytes]:
            yield in_parts([("text/plain", b"x" * 400)])[:200]
            time.sleep(1.5)
            yield b"x"

        assert code_of(sent(server, number, slowly())) == "BODY-SLOW"


def test_whatever_a_document_is_called_its_name_is_only_data(
    server: Server, filer: Applicant, officer: Applicant
) -> None:
    """Refused, or told again as it is: nothing is written or read outside of the folder of attachments."""
    assert len(NAMES) >= 60
    number, taken = asked_for_documents(server, "NAMES1"), []
    around = everything(server)
    for name in NAMES:
        data = f"nội dung {len(taken)}\n".encode()
        says = {
            "account": filer.account,
            "says": {"number": number, "state": "documents", "documents": named_so(name, data)},
        }
        composed = filer.post("/api/v1/deeds/documents-give", says)
        if composed.status_code != 200:
            assert code_of(composed) == "FORM-FAULTY", name
            continue
        if len(taken) == LIMITS.declaration_documents:
            number, taken = asked_for_documents(server, f"NAMES{os.urandom(3).hex().upper()}"), []
            says["says"] |= {"number": number}
            composed = filer.post("/api/v1/deeds/documents-give", says)
        text = composed.json()["text"]
        body = body_of(text, filer.signer.sign(text.encode()), [(name, data)])
        assert sent(server, number, body).status_code == 200, name
        taken.append(name)
        path = f"/api/v1/desk/declarations/{number}/documents"
        assert officer.get(path).json()[-1]["name"] == name
        one = officer.get(f"{path}/{len(taken)}")
        assert one.content == data
        assert one.headers["content-disposition"] == f'attachment; filename="{number}-{len(taken)}.txt"'
    assert everything(server) == around


def named_so(name: str, data: bytes) -> list[dict[str, str]]:
    return [{"name": name, "size": str(len(data)), "sha256": sha256(data).hexdigest()}]


@pytest.mark.parametrize("name", [one for one in NAMES if one not in ("", ".")])
def test_no_address_leads_out_of_the_list(filer: Applicant, number_with_one: str, name: str) -> None:
    """As an id in the path of a download: absent, or a request for a page. The two left out are the list itself."""
    spelled = quote(name, safe="")
    for path in (f"declarations/{number_with_one}/documents/{spelled}", f"declarations/{spelled}/documents"):
        answer = filer.get(f"/api/v1/{path}")
        assert answer.status_code in (400, 404), path


@pytest.fixture(scope="module")
def number_with_one(server: Server, filer: Applicant) -> str:
    number = asked_for_documents(server, "NAMED1")
    assert give(filer, number, [INVOICE]).status_code == 200
    return number


def test_damaged_bodies_are_refused_and_leave_nothing(server: Server, filer: Applicant) -> None:
    """Each a right body with some bytes changed, cut, doubled or moved. What passes is what was signed."""
    chance, number, whole = random.Random(6), "", b""
    for _ in range(size(100, 10_000)):
        if not number:
            number = asked_for_documents(server, f"DOCS{os.urandom(4).hex().upper()}")
            text, before = text_for(filer, number, [INVOICE, CONTRACT]), kept(server)
            whole = body_of(text, filer.signer.sign(text.encode()), [INVOICE, CONTRACT])
        answer = sent(server, number, damaged(whole, chance))
        if answer.status_code == 200:
            paths = [f"/api/v1/declarations/{number}/documents/{place}" for place in (1, 2)]
            assert [filer.get(path).content for path in paths] == [INVOICE[1], CONTRACT[1]]
            number = ""
        else:
            assert 400 <= answer.status_code < 500, answer.text
            assert kept(server) == before


def damaged(whole: bytes, chance: random.Random) -> bytes:
    body, at = bytearray(whole), chance.randrange(len(whole))
    match chance.randrange(5):
        case 0:
            body[at] ^= 1 << chance.randrange(8)
        case 1:
            del body[at:]
        case 2:
            del body[at : at + chance.randrange(1, 200)]
        case 3:
            body[at:at] = body[at : at + chance.randrange(1, 200)]
        case _:
            body[at:at] = chance.choice([b"\r\n--thongquan-test\r\n", b"\r\n--thongquan-test--", b"\0", b"\r\n\r\n"])
    return bytes(body)


def test_an_archive_of_any_kind_is_none(filer: Applicant, number: str) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/bomb.xml", bytes(1 << 22))
    assert code_of(give(filer, number, [("a.xlsx", packed.getvalue())])) in ("FILE-RATIO", "FILE-DAMAGED")
    assert code_of(give(filer, number, [("a.pdf", b"%PDF-1.7\n" + packed.getvalue() + b"%%EOF")])) == "DOCUMENT-KIND"
