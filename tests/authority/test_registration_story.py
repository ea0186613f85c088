"""One company's way: asked, returned, sent again, approved, secrets read and rotated, changed by two, cancelled."""

from datetime import timedelta

from authority.applying import (
    a_declarant,
    a_signer,
    an_application,
    application_of,
    approved,
    credentials,
    decide,
    deed,
    drafted,
    everybody,
    saved,
    send,
)
from authority.house import House
from demo_pki import RSA_COMPANY
from thongquan.authority.application_effect import take_effect
from thongquan.base.moment import stamp


def test_a_company_gets_its_users_changes_them_and_cancels_them(house: House) -> None:
    signers = everybody(house)
    draft = drafted(house, an_application(a_declarant(signers[0])))
    one = draft.application.id
    send(house, draft)
    decide(house, "cb01", one, "return", reason="Ghi rõ địa chỉ trụ sở chính.")
    returned = application_of(house, one)
    assert (returned.state, returned.note) == ("returned", "Ghi rõ địa chỉ trụ sở chính.")

    better = an_application(a_declarant(signers[0]), address="12 Lê Lợi (trụ sở chính), Thành phố Hồ Chí Minh")
    send(house, saved(house, draft.__class__(returned, []), better))
    assert decide(house, "cb01", one).outcome["state"] == "approved"
    given = application_of(house, one)
    [user], [terminal] = given.users, given.terminals
    assert (user[:5], len(user), len(terminal)) == ("00001", 8, 6)
    assert given.effective_at == "2026-09-02T17:00:00.000000Z"

    first = credentials(house, "credentials-read", [user], {terminal: user}).shown
    password, key = first[f"password {user}"], first[f"access_key {terminal}"]
    assert (len(password), len(key)) == (8, 16)
    house.clock.now += timedelta(days=1)
    check = {"password": f"hash of {password}", "access_key": key}
    works = deed(house, "credentials-check", user, signers[0], terminal=terminal, secrets=check)
    assert works.outcome == {"works": "yes", "must_change_password": "yes", "terminal": terminal}

    rotate = {"terminal": terminal, "user": user, "overlap_hours": 2}
    fresh = deed(house, "terminal-rotate", RSA_COMPANY, a_signer(RSA_COMPANY), **rotate).shown[f"access_key {terminal}"]
    for still in (key, fresh):
        deed(house, "credentials-check", user, signers[0], terminal=terminal, secrets={**check, "access_key": still})

    change = {"action": "change", "user": user, "certificate": signers[1].certificate.fingerprint}
    changing = drafted(house, an_application(change, terminals=0))
    send(house, changing)
    assert decide(house, "cb01", changing.application.id).outcome["state"] == "seconded"
    assert decide(house, "cb02", changing.application.id).outcome["state"] == "approved"
    house.clock.now += timedelta(days=1)
    assert house.sit(take_effect).entered == 2
    with_new = {**check, "access_key": fresh}
    deed(house, "credentials-check", user, signers[1], terminal=terminal, secrets=with_new)

    approved(house, {"action": "remove", "user": user}, terminals=0, give_up=[terminal])
    assert house.books.accounts.account(user).is_open(stamp(house.clock.now))
    house.clock.now += timedelta(days=1)
    assert not house.books.accounts.account(user).is_open(stamp(house.clock.now))
    assert not house.books.terminals.terminal(terminal).is_open(stamp(house.clock.now))
