"""Row 8: what is planted while people register goes into no log, no answer of others, and no file of the books.

`STORY` is what people do. A further step is a function of `People` in it; what it plants it adds to `people.planted`.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from authority.house import the_pki
from authority.running import Server
from authority.signers import Holder, about
from demo_pki import P256_COMPANY, RSA_COMPANY
from demo_pki import PASSWORD as OF_THE_KEY_FILE
from server.logging_in import Person
from thongquan.base.limits import LIMITS
from thongquan.signing.organisation import organisation_of

NEW = ("chín con voi uống trà 7731", "mười con mèo đọc báo 4471")
WRONG = ("tám con rắn viết thơ 9125", "PIN-88231907")
NAME, EMAIL, NOTE = "Đinh Thị Bí Ẩn", "bi.an.0917@kin.example", "gọi số 0987000111 lúc 3 giờ"


class People:
    """Two companies at one server; everything that was answered is kept."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.admin, self.other = Person(server, RSA_COMPANY), Person(server, P256_COMPANY)
        self.colleague = Holder()
        self.planted: list[str] = [OF_THE_KEY_FILE]
        self.answers: list[bytes] = []
        """Those that are not meant to hold what is planted."""

    def plant(self, *texts: str) -> None:
        self.planted += texts

    def keep(self, answer: Any) -> Any:
        self.answers.append(answer.content + str(answer.headers).encode())
        return answer


def registers_an_account(people: People) -> None:
    people.plant(*NEW, *WRONG, NAME, EMAIL)
    text = people.admin.composed("admin-register", **about(people.admin.signer, email=EMAIL, name=NAME))
    people.keep(people.admin.send(text, password="", new_password=NEW[0]))
    assert people.keep(people.admin.log_in(NEW[0])).status_code == 200
    people.keep(people.admin.log_in(WRONG[0]))
    people.keep(people.admin.change(1, NEW[1], NEW[0]))
    people.keep(people.other.register(WRONG[1]))


def registers_certificates(people: People) -> None:
    people.plant(NOTE)
    person = Person(people.server, RSA_COMPANY, people.colleague)  # type: ignore[arg-type] # signs as a file would
    owner = organisation_of(people.colleague.certificate.der)
    text = person.composed("certificate-register", **about(people.colleague, owner=owner, until="2028-01-01"))
    people.keep(person.send(text))
    people.keep(people.admin.send(people.admin.composed("certificate-confirm", **about(people.colleague))))
    says = about(people.colleague, reason="stolen", note=NOTE)
    people.keep(people.admin.send(people.admin.composed("certificate-suspend", **says)))


def sends_what_is_refused(people: People) -> None:
    """Secrets where none belong: in an address, a header, a broken body, a text that nobody composed."""
    client = people.server.client
    for answer in (
        client.get(f"/{WRONG[0]}"),
        client.get("/api/v1/deeds", params={"before": WRONG[1]}),
        client.get("/api/v1/certificates", headers={"authorization": f"Bearer {WRONG[1]}"}),
        client.post("/api/v1/deeds", content=f'{{"text": "{NEW[0]}"'.encode()),
        client.post("/api/v1/deeds", json={"text": NEW[0], "signature": "AAAA", "secrets": {"password": WRONG[1]}}),
        client.post("/api/v1/deeds/login", json={"account": WRONG[1], "says": {"password": NEW[1]}}),
        client.post("/register/certificate", data={"pasted": b64encode(WRONG[0].encode()).decode()}),
    ):
        assert 400 <= answer.status_code < 500
        people.keep(answer)


def looks_at_what_is_public(people: People) -> None:
    for path in ("/", "/register", "/login", "/register/certificate", "/verify", "/healthz", "/api/v1/openapi.json"):
        people.keep(people.server.client.get(path))
    with people.server.office() as office:
        people.keep(office.get("/metrics"))


STORY: list[Callable[[People], None]] = [
    registers_an_account,
    registers_certificates,
    sends_what_is_refused,
    looks_at_what_is_public,
]


@pytest.fixture
def people(tmp_path: Any) -> Iterator[People]:
    server = Server(tmp_path, replace(LIMITS, address_burst=100_000))
    people = People(server)
    yield people
    if server.process.poll() is None:
        server.end()


def keys_of(people: People) -> list[bytes]:
    """What the server and the people keep to themselves: keys of the folder, and the key files of the companies."""
    folder = people.server.folder / "keys"
    keys = [file.read_bytes() for file in folder.glob("*.key")]
    key_files = [the_pki().p12(kind).read_bytes()[40:200] for kind in ("rsa", "p256")]
    return [*keys, *(key.hex().encode() for key in keys), *key_files]


def test_no_planted_secret_is_in_a_log_an_answer_or_a_file(people: People) -> None:
    for step in STORY:
        step(people)
    cookies = [one.cookie for one in (people.admin, people.other) if one.cookie]
    people.server.end()
    folder = people.server.folder
    told = [("log", (folder / "log").read_bytes()), *(("answer", one) for one in people.answers)]
    told += [(file.name, file.read_bytes()) for file in (folder / "data").rglob("*") if file.is_file()]
    sought = [text.encode() for text in people.planted] + keys_of(people)
    sought += [b64encode(text.encode()) for text in people.planted]
    assert len(sought) >= 20
    hits = [(where, secret) for where, text in told for secret in sought if secret in text]
    assert hits == []
    kept_on_disk = [
        (where, name) for where, text in told if where != "answer" for name in cookies if name.encode() in text
    ]
    assert kept_on_disk == []
    assert not list(folder.rglob("core*"))
