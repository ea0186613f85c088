"""Nothing is called registered on the server's word alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from answering import AnsweringAuthority, b64
from demo_pki import Pki, demo_pki
from parcels import ADDRESS, houses
from thongquan.declarant.desk import Desk
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.proving import prover
from thongquan.declarant.refusals import AnswerUnproven

Spoil = Callable[[dict[str, Any]], None]


def set_in(answer: dict[str, Any], path: str, value: object) -> None:
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        answer = answer[step]
    answer[last] = value  # type: ignore[index] # a step into a list


SPOILED: dict[str, tuple[Spoil, str]] = {
    "another filing": (lambda a: set_in(a, "filing", "01990f2e-0000-7000-8000-000000000001"), "filing"),
    "another system": (lambda a: set_in(a, "checkpoint.system", "elsewhere"), "filing"),
    "a line less": (lambda a: a["outcomes"].pop(), "count"),
    "a line twice": (lambda a: set_in(a, "outcomes.1", a["outcomes"][0]), "count"),
    "lines in another order": (lambda a: a["outcomes"].reverse(), "count"),
    "a decision for another line": (lambda a: set_in(a, "outcomes.0.decision.line", 2), "outcome"),
    "an outcome nobody knows": (lambda a: set_in(a, "outcomes.0.outcome", "perhaps"), "outcome"),
    "a refusal without a reason": (lambda a: set_in(a, "outcomes.0", {"line": 1, "outcome": "refused"}), "outcome"),
    "another number": (lambda a: set_in(a, "outcomes.0.decision.number", "199999999990"), "path"),
    "another salt": (lambda a: set_in(a, "outcomes.1.salt", "00" * 16), "path"),
    "another root": (lambda a: set_in(a, "root", "00" * 32), "root"),
    "another place in the group": (lambda a: set_in(a, "path.index", 0), "path"),
    "another checkpoint": (lambda a: set_in(a, "checkpoint.root", "00" * 32), "path"),
    "another size of the group": (lambda a: set_in(a, "checkpoint.filings", 3), "path"),
    "another moment": (lambda a: set_in(a, "checkpoint.at", "2026-09-02T03:00:00.000001Z"), "RECEIPT-CHECKPOINT"),
    "a signature over something else": (
        lambda a: set_in(a, "checkpoint_signature", b64(b"\x30\x06\x02\x01\x01\x02\x01\x01")),
        "RECEIPT-CHECKPOINT",
    ),
    "no certificate": (lambda a: set_in(a, "authority_certificate", b64(b"\x30\x00")), "CERT-"),
    "no salt": (lambda a: set_in(a, "outcomes.0.salt", "zz"), "format"),
    "no checkpoint": (lambda a: a.pop("checkpoint"), "format"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_answer_is_not_believed_and_the_filing_stays(
    name: str, desk: Callable[[], Desk], box: Outbox, pki: Pki, authority: AnsweringAuthority
) -> None:
    authority.spoil, reason = SPOILED[name]
    this = desk()
    assert list(this.send(this.keep(houses("A", "B"), pki.rsa, ADDRESS))) == []
    assert isinstance(this.away, AnswerUnproven)
    assert str(this.away.facts["reason"]).startswith(reason)
    assert len(box.pending()) == 1


def test_an_authority_that_the_anchors_do_not_know_is_not_believed(
    tmp_path: Path, desk: Callable[[], Desk], pki: Pki, authority: AnsweringAuthority
) -> None:
    stranger = demo_pki(tmp_path / "stranger")
    this = desk()
    [entry] = this.keep(houses("A"), pki.rsa, ADDRESS)
    answer = authority.register_entry(entry)
    assert prover(None)(entry, answer).filing == entry.batch
    assert prover(pki.anchors)(entry, answer).filing == entry.batch
    with pytest.raises(AnswerUnproven):
        prover(stranger.anchors)(entry, answer)


def test_one_doubtful_answer_does_not_hold_up_the_others(
    desk: Callable[[], Desk], box: Outbox, pki: Pki, authority: AnsweringAuthority
) -> None:
    def only_the_first(answer: dict[str, Any]) -> None:
        if len(authority.answers) == 0:
            answer["root"] = "00" * 32

    authority.spoil = only_the_first
    this = desk()
    entries = [*this.keep(houses("A"), pki.rsa, ADDRESS), *this.keep(houses("B"), pki.rsa, ADDRESS)]
    delivered = list(this.send(entries))
    assert [one.entry.batch for one in delivered] == [entries[1].batch]
    assert [entry.batch for entry in box.pending()] == [entries[0].batch]


def test_an_answer_is_read_whatever_else_it_tells(
    desk: Callable[[], Desk], pki: Pki, authority: AnsweringAuthority
) -> None:
    """A newer authority may add to its answer."""
    this = desk()
    [entry] = this.keep(houses("A"), pki.rsa, ADDRESS)
    answer = msgspec.json.decode(authority.register_entry(entry))
    assert prover(pki.anchors)(entry, msgspec.json.encode(answer | {"more": 1})).filing == entry.batch
