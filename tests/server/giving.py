"""Documents given over the API: a text composed in the session, signed, and the bytes beside it."""

from typing import Any

import httpx

from authority.deciding import decide_over
from authority.giving import Files, an_import, named
from authority.house import a_filing
from authority.running import Server
from server.applying import Applicant

BOUNDARY = "thongquan-test"
KIND = {"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"}


def asked_for_documents(server: Server, bill: str = "DOCS1") -> str:
    """The number of a declaration of the first company that waits for its documents."""
    told = server.file(a_filing([an_import(bill)])).json()
    number = str(told["outcomes"][0]["decision"]["number"])
    with server.office() as office:
        assert decide_over(office, number, "ask-documents", "hóa đơn").status_code == 200
    return number


def text_for(person: Applicant, number: str, files: Files, state: str = "documents") -> str:
    says = {"number": number, "state": state, "documents": named(files)}
    answer = person.post("/api/v1/deeds/documents-give", {"account": person.account, "says": says})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["text"])


def body_of(text: str, signature: bytes, files: Files) -> bytes:
    parts = [("text/plain", text.encode()), ("application/pkcs7-signature", signature)]
    parts += [("application/octet-stream", data) for _, data in files]
    return in_parts(parts)


def in_parts(parts: list[tuple[str, bytes]]) -> bytes:
    told = b"".join(
        b"--%s\r\nContent-Type: %s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), kind.encode(), content)
        for kind, content in parts
    )
    return told + f"--{BOUNDARY}--\r\n".encode()


def sent(server: Server, number: str, body: Any, **headers: str) -> httpx.Response:
    path = f"/api/v1/declarations/{number}/documents"
    return server.client.post(path, content=body, headers=KIND | headers)


def give(person: Applicant, number: str, files: Files, really: Files | None = None) -> httpx.Response:
    """`really`: what is sent, where it is not what was signed."""
    text = text_for(person, number, files)
    signature = person.signer.sign(text.encode())
    return sent(person.server, number, body_of(text, signature, files if really is None else really))
