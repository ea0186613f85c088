"""An authority in the test's own process: it answers filings as the real one does, and misbehaves when told to."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import httpx
import msgspec

from demo_pki import Pki
from thongquan.base.canonical import canonical
from thongquan.declarant.outbox import Entry
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import CustomsOffice, Decision, ImportDeclaration
from thongquan.signing import merkle
from thongquan.signing.checkpoint import (
    Checkpoint,
    filing_leaf,
    read_checkpoint_key,
    receipt_leaf,
    sign_checkpoint,
)
from thongquan.signing.statement import Statement

OFFICE = CustomsOffice("02DS", "Chi cục HQ CPN", "00")
MOMENT = "2026-09-02T03:00:00.000000Z"

Event = int | type[Exception]
"""A status that is answered instead, or an error of the connection."""


def b64(data: bytes) -> str:
    return b64encode(data).decode()


class AnsweringAuthority:
    """Registers every house once, in the order of arrival. `events` happen to the next requests, one each."""

    def __init__(self, pki: Pki) -> None:
        self.pki = pki
        self.key = read_checkpoint_key(pki.authority_key.read_bytes())
        self.answers: dict[str, bytes] = {}
        self.readers: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self.bodies: list[bytes] = []
        self.requests: list[httpx.Request] = []
        self.events: list[Event] = []
        self.lose_answers = 0
        self.spoil: Callable[[dict[str, Any]], None] = lambda answer: None

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self.handle))

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.events:
            event = self.events.pop(0)
            if isinstance(event, int):
                problem = {"code": "UNAVAILABLE" if event >= 500 else "SIGNER-UNKNOWN", "facts": {}}
                return httpx.Response(event, json=problem, headers={"Retry-After": "1"})
            raise event("event")
        if request.method == "GET":
            return self.read_back(request)
        answer = self.register(request)
        if self.lose_answers:
            self.lose_answers -= 1
            raise httpx.ReadError("the answer was lost")
        return httpx.Response(200, content=answer)

    def read_back(self, request: httpx.Request) -> httpx.Response:
        batch = request.url.path.rsplit("/", 1)[1]
        secret = request.headers["Authorization"].removeprefix("Bearer ")
        if self.readers.get(batch) != sha256(secret.encode()).hexdigest():
            return httpx.Response(404, json={"code": "NOT-FOUND"})
        return httpx.Response(200, content=self.answers[batch])

    def register(self, request: httpx.Request) -> bytes:
        self.bodies.append(request.read())
        statement, _, declarations = parts_of(self.bodies[-1])
        return self.register_parts(statement, declarations)

    def register_entry(self, entry: Entry) -> bytes:
        return self.register_parts(entry.statement(), entry.declarations())

    def register_parts(self, statement_bytes: bytes, declarations: bytes) -> bytes:
        statement = msgspec.json.decode(statement_bytes, type=Statement)
        if statement.batch not in self.answers:
            lines = declarations.removesuffix(b"\n").split(b"\n")
            assert merkle.root([merkle.leaf_hash(line) for line in lines]).hex() == statement.root
            answer = self.answer(statement, lines)
            self.spoil(answer)
            self.answers[statement.batch] = msgspec.json.encode(answer)
            self.readers[statement.batch] = statement.reader
        return self.answers[statement.batch]

    def answer(self, statement: Statement, lines: list[bytes]) -> dict[str, Any]:
        outcomes = [self.outcome(statement, place, line) for place, line in enumerate(lines, start=1)]
        leaves = [
            receipt_leaf(bytes.fromhex(one["salt"]), lines[one["line"] - 1], canonical(one["decision"]))
            for one in outcomes
            if one["outcome"] == "registered"
        ]
        root = merkle.root(leaves)
        neighbour = merkle.leaf_hash(b"another filing of the group")
        leaf = filing_leaf(statement.batch, canonical(statement), root, len(leaves))
        checkpoint = Checkpoint(statement.system, 7, 2, merkle.root([neighbour, leaf]).hex(), MOMENT)
        return {
            "filing": statement.batch,
            "root": statement.root,
            "registered_at": MOMENT,
            "outcomes": outcomes,
            "checkpoint": msgspec.to_builtins(checkpoint),
            "checkpoint_signature": b64(sign_checkpoint(self.key, checkpoint)),
            "authority_certificate": b64(self.pki.authority_der),
            "path": {"index": 1, "size": 2, "hashes": [neighbour.hex()]},
        }

    def outcome(self, statement: Statement, place: int, line: bytes) -> dict[str, Any]:
        declaration = decode_line(line)
        imported = isinstance(declaration, ImportDeclaration)
        house = declaration.house_bill if imported else f"export {declaration.house_bill}"
        if house in self.numbers:
            text = {"vi": "Trùng", "en": "Twice"}
            fault = {"code": "HOUSE-DUPLICATE", "at": "house_bill", "facts": {}, "text": text, "fix": text}
            return {"line": place, "outcome": "refused", "faults": [fault]}
        self.numbers[house] = f"1{len(self.numbers):010}0"
        decision = Decision(
            number=self.numbers[house],
            form="MIC" if imported else "MEC",
            filing=statement.batch,
            line=place,
            registered_at=MOMENT,
            channel="1",
            office=OFFICE,
            agent_code="",
            agent_name="",
            customs_value=1,
            value_was_typed=False,
            rates=[("USD", "25880")],
            state="cleared",
            cleared_at=MOMENT,
        )
        salt = sha256(line).hexdigest()[:32]
        return {"line": place, "outcome": "registered", "decision": msgspec.to_builtins(decision), "salt": salt}


def parts_of(body: bytes) -> tuple[bytes, bytes, bytes]:
    boundary = body[: body.index(b"\r\n")]
    statement, signature, declarations = (
        part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n") for part in body.split(boundary)[1:4]
    )
    return statement, signature, declarations
