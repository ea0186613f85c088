"""Documents given over the API: a text composed in the session, signed, and the bytes beside it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec.structs import replace

from authority.deciding import decide_over
from authority.giving import Files, an_import, named, user_of
from authority.house import House, a_filing
from authority.running import Server
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from server.applying import Applicant
from server.logging_in import PASSWORD
from thongquan.base.limits import Limits
from thongquan.registration.password import hashed

BOUNDARY = "thongquan-test"
KIND = {"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"}


def documents_server(folder: Path, limits: Limits) -> tuple[Server, dict[str, str]]:
    """An officer and a user of each company can log in; the users, by company."""
    house, kept = House(folder, now=NOW - timedelta(hours=1)), hashed(PASSWORD)
    users = {company: user_of(house, company) for company in (RSA_COMPANY, P256_COMPANY)}
    for name in ("cb01", *users.values()):
        account = replace(house.books.accounts.account(name), password=kept, password_number=1, password_state="own")
        house.sit(lambda now, one=account: now.books.accounts.put(one))
    house.close()
    return Server(folder, limits), users


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
