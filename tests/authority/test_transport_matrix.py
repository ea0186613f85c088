"""Every step of a transport in every state, tried by everybody: what the table allows, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest

from authority.applying import with_officer
from authority.deeds import composed
from authority.house import House
from authority.listing import user_of
from authority.transporting import ARRIVING, DEED, a_step, at_both_ends, registered, take, taken
from demo_pki import P256_COMPANY
from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.transports_seen import open_transport, transport_seen
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.registration import deeds_transport
from thongquan.transport.lifecycle import STATES, STEPS, Who

LEADS_TO = {
    "drafted": (),
    "declared": ("declare",),
    "approved": ("declare", "approve"),
    "asked": ("declare", "approve", "ask-cancellation"),
    "refused": ("declare", "refuse"),
    "departed": ("declare", "approve", "depart"),
    "arrived": ("declare", "approve", "depart", "arrive"),
    "differing": ("declare", "approve", "depart", "arrive-differing"),
    "cancelled": ("declare", "cancel"),
}
"""`asked` is approved with a request for cancellation."""
SIDE: dict[str, Who] = {"user": "declarant", "cb01": "departing", ARRIVING: "arriving"}
STRANGERS = {"other": "NOT-FOUND", "xx01": "NOT-FOUND", "tt01": "OFFICER-ROLE"}
SHORT = sorted(set(STEPS) - {"change", "correct"})
ASKING = {"not-asked": "CANCELLATION-OPEN", "asked": "CANCELLATION-NOT-ASKED"}


@pytest.fixture(scope="module")
def lives(tmp_path_factory: Any) -> Iterator[tuple[House, dict[str, str]]]:
    house = House(tmp_path_factory.mktemp("transports") / "house")
    at_both_ends(house)
    with_officer(house, "tt01", "079180000105", role="auditor")
    with_officer(house, "xx01", "079180000106", office="01DD")
    made = {
        name: taken(house, registered(house, cargo={"cargo_number": f"HB{place}"}), *steps)
        for place, (name, steps) in enumerate(LEADS_TO.items())
    }
    for number in made.values():
        for officer in ("cb01", ARRIVING):
            house.sit(lambda now, who=officer, which=number: open_transport(now, who, which))
    yield house, made
    house.close()


def told(house: House, number: str, step: str, who: str, **says: Any) -> str:
    """The code of what would refuse it, "" where nothing does. Nothing is signed."""
    name = {"user": user_of(house), "other": user_of(house, P256_COMPANY)}.get(who, who)
    deed = DEED[who not in ("user", "other")]
    try:
        composed(house, deed, name, **a_step(house, number, step, **says))
    except FormFaulty as faulty:
        return faulty.faults[0].code
    except Refusal as refused:
        return refused.code
    return ""


LEFT, THERE = ("departed", "arrived", "differing"), ("arrived", "differing")


def not_now(state: str, step: str) -> str:
    """A departure that is there already, is not there yet, or is past taking back is told apart (BOA, BIA)."""
    if step == "depart":
        return "BOA-DEPARTED" if state in LEFT else "BOA-NOT-NOW"
    if step == "take-back-departure" and state != "departed":
        return "BOA-ARRIVED" if state in THERE else "BOA-NOT-DEPARTED"
    if step in ("arrive", "arrive-differing") and state in ("drafted", "declared", "approved"):
        return "BIA-NOT-DEPARTED"
    procedure = {"OLC": "OLC-DECLARED", "COT": "COT-NOT-NOW", "BOA": "BOA-NOT-NOW", "BIA": "BIA-NOT-NOW"}
    return procedure.get(STEPS[step].message, "STEP-NOT-NOW")


def expected(state: str, step: str, who: str) -> str:
    found, asked = STEPS[step], state == "asked"
    state = "approved" if asked else state
    if SIDE[who] not in found.who or state not in found.moves:
        return not_now(state, step)
    if step == "take-back-departure" and who == "user":
        return "BOA-DEPARTED-BY-CUSTOMS"
    for want, code in ASKING.items():
        if want in found.wants and asked == (want == "not-asked"):
            return code
    return ""


@pytest.mark.parametrize("step", SHORT)
def test_a_step_is_taken_in_its_states_by_its_side_alone(lives: tuple[House, dict[str, str]], step: str) -> None:
    house, made = lives
    places = {"departure_area": "02DSC01", "arrival_area": "01ACL01"}
    found = {(state, who): told(house, number, step, who, **places) for state, number in made.items() for who in SIDE}
    assert found == {(state, who): expected(state, step, who) for state in made for who in SIDE}


@pytest.mark.parametrize("step", SHORT)
def test_it_is_nobody_elses_business(lives: tuple[House, dict[str, str]], step: str) -> None:
    house, made = lives
    found = {who: told(house, made["approved"], step, who) for who in STRANGERS}
    assert found == STRANGERS


@pytest.mark.parametrize("step", [name for name in SHORT if "reason" in STEPS[name].wants])
def test_what_wants_a_reason_is_not_taken_without(lives: tuple[House, dict[str, str]], step: str) -> None:
    house, made = lives
    state = next(iter(STEPS[step].moves))
    number = made["asked" if "asked" in STEPS[step].wants else state]
    who = next(one for one, side in SIDE.items() if side in STEPS[step].who)
    assert told(house, number, step, who, reason="") == "REASON-MISSING"


def test_an_officer_signs_as_an_officer(lives: tuple[House, dict[str, str]]) -> None:
    house, made = lives
    for deed, who in (("transport-step", "cb01"), ("transport-decide", user_of(house))):
        with pytest.raises(Refusal, match="NOT-FOUND"):
            composed(house, deed, who, **a_step(house, made["approved"], "depart"))


def test_nothing_is_approved_unseen(lives: tuple[House, dict[str, str]]) -> None:
    house, made = lives
    with_officer(house, "cb02", "079180000102")
    assert told(house, made["declared"], "approve", "cb02") == "NOT-LOOKED-AT"


def test_the_words_that_are_signed_are_those_of_the_table() -> None:
    assert deeds_transport.STATES.keys() == STATES.keys()
    assert deeds_transport.STEPS.keys() | {"change", "correct"} == STEPS.keys()
    assert deeds_transport.DOINGS.keys() == {"register", "change", "correct"}


@pytest.mark.parametrize("step", SHORT)
def test_a_number_that_there_is_not_is_not_found(lives: tuple[House, dict[str, str]], step: str) -> None:
    house, made = lives
    says = {**a_step(house, made["approved"], step), "number": "599999999999"}
    for who in (user_of(house), "cb01"):
        with pytest.raises(Refusal, match="NOT-FOUND"):
            composed(house, DEED[who == "cb01"], who, **says)


def test_a_step_without_a_signature_or_too_long_is_not_taken(lives: tuple[House, dict[str, str]]) -> None:
    house, made = lives
    text = composed(house, "transport-step", user_of(house), **a_step(house, made["declared"], "cancel")).text
    for sent, code in ((text, "CMS-TRUNCATED"), (text + "x" * LIMITS.deed_bytes, "DEED-TOO-LONG")):
        deed = ReceivedDeed(sent.encode(), b"")
        with pytest.raises(Refusal, match=code):
            house.sit(lambda now, come=deed: admit_deed(now, come, PROCEDURES))


def test_what_is_done_and_what_is_shown_says_that_there_is_no_error(lives: tuple[House, dict[str, str]]) -> None:
    house, made = lives
    shown = transport_seen(house.books, user_of(house), made["approved"], house.clock.now)
    done = take(house, registered(house, cargo={"cargo_number": "HB99"}), "declare").outcome
    assert (shown.code, shown.result_code) == (done["code"], done["result_code"]) == ("TRANSPORT-ACCEPTED", "00000")


def test_a_step_is_signed_about_what_was_seen(lives: tuple[House, dict[str, str]]) -> None:
    house, made = lives
    for changed in ({"version": 99}, {"state": "departed"}):
        assert told(house, made["declared"], "cancel", "user", **changed) == "TRANSPORT-CHANGED"
