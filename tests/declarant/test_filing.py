"""One signature for a flight; within the limits; nothing filed twice."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering import AnsweringAuthority
from demo_pki import Pki
from parcels import ADDRESS, exports, houses
from thongquan.base.limits import LIMITS
from thongquan.declarant import filing
from thongquan.declarant.delivery import Delivered
from thongquan.declarant.desk import Desk
from thongquan.declarant.filing import keep_filings
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.refusals import AnswerUnproven, PrincipalMalformed, ServerAway
from thongquan.declaration.codec import decode_line
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import read_statement

File = Callable[[list[Declaration]], list[Delivered]]


def registered(delivered: list[Delivered]) -> dict[str, str]:
    """House bill → number."""
    return {
        decode_line(one.entry.lines()[outcome.line - 1]).house_bill: outcome.decision.number
        for one in delivered
        if one.answer
        for outcome in one.answer.registered()
        if outcome.decision
    }


def test_a_flight_is_one_filing_with_one_signature(file: File, authority: AnsweringAuthority) -> None:
    delivered = file(houses("A", "B", "C"))
    assert len(delivered) == len(authority.bodies) == 1
    assert set(registered(delivered)) == {"A", "B", "C"}


def test_offices_and_directions_are_filed_apart(file: File) -> None:
    delivered = file([*houses("A"), *exports("B"), *houses("C")])
    statements = [read_statement(one.entry.statement()) for one in delivered]
    assert [(one.direction, one.count) for one in statements] == [("import", 2), ("export", 1)]


def test_every_line_has_its_own_nonce(file: File) -> None:
    [delivered] = file(houses("A", "B"))
    nonces = [decode_line(line).nonce for line in delivered.entry.lines()]
    assert len(set(nonces)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", nonce) for nonce in nonces)


@pytest.mark.parametrize(("lines", "sizes"), [(3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_a_batch_has_no_more_lines_than_allowed(lines: int, sizes: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "LIMITS", msgspec.structs.replace(LIMITS, filing_lines=3))
    assert [len(batch) for batch in filing.within_limits([b"x"] * lines)] == sizes


def test_a_batch_has_no_more_bytes_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    room = filing.ROOM_FOR_STATEMENT_AND_SIGNATURE + 20
    monkeypatch.setattr(filing, "LIMITS", msgspec.structs.replace(LIMITS, filing_bytes=room))
    assert [len(batch) for batch in filing.within_limits([b"123456789"] * 5)] == [2, 2, 1]


@given(st.lists(st.binary(min_size=1, max_size=30)))
def test_no_line_is_lost_or_moved_by_the_limits(lines: list[bytes]) -> None:
    assert [line for batch in filing.within_limits(lines) for line in batch] == lines


def test_batch_ids_are_uuids_of_version_7_that_sort_by_time() -> None:
    now = datetime(2026, 9, 2, tzinfo=UTC)
    ids = [filing.new_batch(now + timedelta(milliseconds=n)) for n in range(50)]
    assert ids == sorted(ids)
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in ids} == {(7, uuid.RFC_4122)}


class TestFiledAgain:
    """`file` run again files only what is not filed yet."""

    def test_nothing_new_signs_nothing(self, file: File, authority: AnsweringAuthority) -> None:
        file(houses("A", "B"))
        assert file(houses("A", "B")) == []
        assert len(authority.bodies) == 1

    def test_what_is_registered_already_is_reported_with_its_number(
        self, file: File, desk: Callable[[], Desk], authority: AnsweringAuthority
    ) -> None:
        file(houses("A", "B"))
        sorted_out = desk().sort_out(houses("B", "C"))
        assert [(house, place.number) for house, place in sorted_out.held] == [("B", authority.numbers["B"])]
        assert [one.house_bill for one in sorted_out.fresh] == ["C"]

    def test_the_same_house_with_other_content_goes_to_the_server(
        self, file: File, authority: AnsweringAuthority
    ) -> None:
        file(houses("A"))
        [delivered] = file(houses("A", notes="changed"))
        assert delivered.answer is not None
        assert [outcome.outcome for outcome in delivered.answer.outcomes] == ["refused"]

    def test_what_was_refused_may_be_filed_again(self, file: File, authority: AnsweringAuthority) -> None:
        authority.numbers["A"] = "somebody else's"
        file(houses("A"))
        del authority.numbers["A"]
        assert set(registered(file(houses("A")))) == {"A"}

    def test_a_filing_refused_as_a_whole_is_not_sent_again_by_itself(
        self, file: File, box: Outbox, authority: AnsweringAuthority
    ) -> None:
        authority.events = [422, 404]
        [refused] = file(houses("A"))
        assert refused.problem is not None
        assert refused.problem.code == "SIGNER-UNKNOWN"
        assert box.pending() == []
        assert set(registered(file(houses("A")))) == {"A"}

    def test_another_server_knows_nothing_of_it(self, file: File, box: Outbox, desk: Callable[[], Desk]) -> None:
        from thongquan.declarant.ledger import ledger_of

        file(houses("A"))
        assert len(ledger_of(box, "http://127.0.0.1:8080")) == 1
        assert ledger_of(box, "http://127.0.0.1:9090") == {}


class TestBrokenConnections:
    def test_the_same_bytes_are_sent_again_after_a_lost_answer(self, file: File, authority: AnsweringAuthority) -> None:
        authority.lose_answers = 3
        assert set(registered(file(houses("A", "B")))) == {"A", "B"}
        assert len(authority.bodies) == 4
        assert len(set(authority.bodies)) == 1
        assert len(authority.numbers) == 2

    def test_the_server_is_given_the_time_it_asks_for(
        self, file: File, authority: AnsweringAuthority, pauses: list[float]
    ) -> None:
        authority.events = [503, 429]
        file(houses("A"))
        assert pauses == [1.0, 1.0]

    def test_after_our_patience_it_stays_in_the_outbox(
        self, desk: Callable[[], Desk], box: Outbox, pki: Pki, authority: AnsweringAuthority, file: File
    ) -> None:
        authority.events = [httpx.ConnectError] * 100
        this = desk()
        this._authority._patience = 0.0
        entries = this.keep(houses("A"), pki.rsa, ADDRESS)
        assert list(this.send(entries)) == []
        assert isinstance(this.away, ServerAway)
        assert [entry.batch for entry in box.pending()] == [entries[0].batch]
        authority.events = []
        assert set(registered(file(houses("A")))) == {"A"}
        assert box.pending() == []

    def test_an_answer_that_arrived_unheard_is_asked_for_before_sending_again(
        self, desk: Callable[[], Desk], box: Outbox, pki: Pki, authority: AnsweringAuthority
    ) -> None:
        authority.lose_answers = 1
        this = desk()
        this._authority._patience = 0.0
        list(this.send(this.keep(houses("A"), pki.rsa, ADDRESS)))
        assert set(registered(list(desk().finish()))) == {"A"}
        assert len(authority.bodies) == 1

    def test_a_strangers_error_page_is_no_refusal(self, desk: Callable[[], Desk], box: Outbox, pki: Pki) -> None:
        from thongquan.declarant.proving import prover
        from thongquan.declarant.sending import Authority

        page = httpx.MockTransport(lambda request: httpx.Response(404, text="<html>not found</html>"))
        this = Desk(box, Authority(ADDRESS.server, client=httpx.Client(transport=page)), prover(None))
        list(this.send(this.keep(houses("A"), pki.rsa, ADDRESS)))
        assert isinstance(this.away, AnswerUnproven)
        assert len(box.pending()) == 1


def test_a_blank_office_is_filed_at_the_one_of_the_storage_place() -> None:
    """TT 191/2015 PL II.A.2."""
    blank = ImportDeclaration(house_bill="A", storage_place="01DDEC1")
    groups = [group for group, _ in filing.batches([*houses("B"), blank], date(2026, 9, 2))]
    assert groups == [("02DS", "import"), ("01DD", "import")]


class TestForWhom:
    """A broker names its principal; what can be known before sending is known before signing."""

    @pytest.mark.parametrize(
        ("told", "principal"),
        [("", "9901234560"), ("9907654321", "9907654321"), ("9907654321001", "9907654321001")],
    )
    def test_is_the_principal_that_was_named_or_the_filer(
        self, tmp_path: Path, pki: Pki, told: str, principal: str
    ) -> None:
        address = msgspec.structs.replace(ADDRESS, on_behalf_of=told)
        [entry] = keep_filings(Outbox(tmp_path / "outbox"), houses("A1"), pki.rsa, address)
        statement = read_statement(entry.statement())
        assert (statement.filer, statement.on_behalf_of) == ("9901234560", principal)

    @pytest.mark.parametrize("told", ["990765432", "9907654321-001", "9907654321 ", "Công ty"])
    def test_what_is_no_tax_code_is_not_signed(self, tmp_path: Path, pki: Pki, told: str) -> None:
        address, outbox = msgspec.structs.replace(ADDRESS, on_behalf_of=told), Outbox(tmp_path / "outbox")
        with pytest.raises(PrincipalMalformed):
            keep_filings(outbox, houses("A1"), pki.rsa, address)
        assert not list(outbox.pending())

    def test_an_officers_certificate_signs_no_filing(self, tmp_path: Path, pki: Pki) -> None:
        with pytest.raises(SignatureRefused) as refused:
            keep_filings(Outbox(tmp_path / "outbox"), houses("A1"), pki.officer(), ADDRESS)
        assert refused.value.code == "CERT-TAX-CODE-MISSING"
