"""The front door of deeds: each step by itself, and of all that is wrong the first step speaks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from authority.deeds import a_registration, code_of, composed, sent, signed
from authority.house import House, the_pki
from authority.signers import about
from demo_pki import NOW, RSA_COMPANY
from thongquan.authority.deed_door import ReceivedDeed
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Nobody is registered in it."""
    house = House(tmp_path, everybody=False)
    yield house
    house.close()


@pytest.fixture
def text(house: House) -> str:
    return composed(house, "certificate-register", RSA_COMPANY, **a_registration(the_pki().rsa)).text


def test_the_first_certificate_of_a_company_registers_itself_and_its_company(house: House, text: str) -> None:
    carried = sent(house, signed(text, the_pki().rsa))
    assert carried.outcome["state"] == "registered"
    assert house.books.company(RSA_COMPANY).code == "00001"
    assert house.rows("SELECT kind, account, company FROM deed") == [("certificate-register", RSA_COMPANY, RSA_COMPANY)]


def test_a_deed_is_carried_out_once(house: House, text: str) -> None:
    received = signed(text, the_pki().rsa)
    sent(house, received)
    assert code_of(sent, house, received) == "DEED-REPEATED"
    assert code_of(sent, house, signed(text, the_pki().rsa)) == "DEED-REPEATED"


def test_what_was_signed_is_what_is_kept(house: House, text: str) -> None:
    sent(house, signed(text, the_pki().rsa))
    [deed] = house.books.deeds.of_company(RSA_COMPANY, before=100, limit=10)
    assert (deed.text, deed.certificate) == (text, the_pki().rsa.certificate.fingerprint)


def test_a_text_signed_by_another_company_is_refused(house: House, text: str) -> None:
    assert code_of(sent, house, signed(text, the_pki().p256)) == "SIGNER-UNKNOWN"


def test_a_text_that_was_changed_after_it_was_signed_is_refused(house: House, text: str) -> None:
    received = signed(text, the_pki().rsa)
    changed = text.replace("2029-07-01", "2029-07-02").encode()
    assert code_of(sent, house, ReceivedDeed(changed, received.signature)) == "SIG-DIGEST"


@pytest.mark.parametrize("state", ["waiting", "suspended", "ended"])
def test_how_a_certificate_stands_is_told_to_whoever_can_sign_alone(tmp_path: Path, state: str) -> None:
    house = House(tmp_path)
    text = composed(house, "certificate-suspend", RSA_COMPANY, **about(the_pki().rsa), reason="lost").text
    received = signed(text, the_pki().rsa)
    forged = ReceivedDeed(text.replace("2026-09-02", "2026-09-03").encode(), received.signature)
    assert code_of(sent, house, forged) == "SIG-DIGEST"
    house.rows("UPDATE certificate SET state = ?", state)
    assert code_of(sent, house, forged) == "SIGNER-UNKNOWN"
    assert code_of(sent, house, received).startswith("CERTIFICATE-")
    house.close()


@pytest.mark.parametrize("place", [0, 20, 30, 42])
def test_a_one_time_number_that_is_not_the_servers_is_refused(house: House, text: str, place: int) -> None:
    *lines, last = text.splitlines()
    label, number = last.split(": ")
    swapped = "A" if number[place] != "A" else "Q"
    forged = "\n".join([*lines, f"{label}: {number[:place]}{swapped}{number[place + 1 :]}", ""])
    assert code_of(sent, house, signed(forged, the_pki().rsa)) == "DEED-NOT-COMPOSED-HERE"


def test_a_one_time_number_is_good_for_its_own_moment_only(house: House, text: str) -> None:
    moved = text.replace("Thời điểm: 2026-09-02", "Thời điểm: 2026-09-03")
    assert code_of(sent, house, signed(moved, the_pki().rsa)) == "DEED-NOT-COMPOSED-HERE"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(LIMITS.deed_seconds - 1, ""), (LIMITS.deed_seconds + 1, "DEED-LATE"), (-1, "DEED-EARLY")],
)
def test_a_deed_is_carried_out_in_its_time(house: House, text: str, seconds: int, code: str) -> None:
    house.clock.now = NOW + timedelta(seconds=seconds)
    assert code_of(sent, house, signed(text, the_pki().rsa)) == code


def test_a_deed_for_another_system_is_refused(house: House, text: str) -> None:
    other = text.replace("thongquan-test", "thongquan-demo")
    assert code_of(sent, house, signed(other, the_pki().rsa)) == "OTHER-SYSTEM"


def test_faults_are_told_before_anything_is_signed(house: House) -> None:
    with pytest.raises(FormFaulty) as refused:
        composed(house, "certificate-register", RSA_COMPANY, serial="XYZ", until="2026-09-01", fingerprint="00")
    assert {fault.at for fault in refused.value.faults} == {"serial", "fingerprint", "owner"}
    says = a_registration(the_pki().rsa, until="2026-09-01")
    with pytest.raises(FormFaulty) as refused:
        composed(house, "certificate-register", RSA_COMPANY, **says)
    assert [fault.code for fault in refused.value.faults] == ["REGISTRATION-ENDS-BEFORE"]


def test_a_registration_may_end_today(house: House) -> None:
    says = a_registration(the_pki().rsa, until="2026-09-02")
    assert composed(house, "certificate-register", RSA_COMPANY, **says).secrets == []


def test_a_registration_never_lasts_longer_than_its_certificate(house: House) -> None:
    text = composed(
        house, "certificate-register", RSA_COMPANY, **a_registration(the_pki().rsa, until="2099-01-01")
    ).text
    assert sent(house, signed(text, the_pki().rsa)).outcome["until"] == "2029-07-31T00:00:00.000000Z"
