"""Default passwords and access keys: made up at the moment they are shown, and only their hashes are kept.

So nothing readable lies anywhere before, and whoever lost what was shown gets another one, not the same. Each deed
names the number of the secret that it makes: an old text, signed and never sent, changes nothing any more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from thongquan.authority.application_effect import readable_until
from thongquan.authority.own_account import administered
from thongquan.authority.password_work import DEFAULT
from thongquan.authority.procedures import Done, Secrets, Signed
from thongquan.authority.refusals import SecretMissing
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, PasswordState
from thongquan.registration.deeds_applying import CredentialsRead, CredentialsRenew, NewKey, NewPassword
from thongquan.registration.secret import access_key, key_hash
from thongquan.registration.terminal import Terminal

NONE: PasswordState = "none"
Says = CredentialsRead | CredentialsRenew
FILLED_IN = ("number", "certificate")


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    """Which users and terminals is asked; numbers and certificates stand in the books."""
    tax_code = _company(now, account)
    return {
        **given,
        **_entries(given, "passwords", lambda one: _of_user(now, tax_code, one.get("user"))),
        **_entries(given, "keys", lambda one: of_key(now, tax_code, one.get("terminal"), one.get("user"))),
    }


def of_key(now: Sitting, tax_code: str, terminal: object, user: object) -> dict[str, Any]:
    """What the books say of a new key for this terminal, to work with that user's certificate."""
    known: dict[str, Any] = {}
    if (found := own_terminal(now, tax_code, terminal)) is not None:
        known["number"] = found.key_number + 1
    if (of := own_user(now, tax_code, user)) is not None:
        known["certificate"] = fingerprint_of(now, of)
    return known


def faults(now: Sitting, account: str, says: Says, *, first: bool) -> list[Fault]:
    """`first`: only what nobody has read, in its time."""
    tax_code = _company(now, account)
    if not says.passwords and not says.keys:
        return [Fault("CREDENTIALS-NOTHING", "passwords")]
    found: list[Fault] = []
    for place, password in enumerate(says.passwords):
        found += _password_faults(now, tax_code, password, f"passwords.{place}", first=first)
    for place, key in enumerate(says.keys):
        found += key_faults(now, tax_code, key, f"keys.{place}")
        found += _first_key_faults(now, tax_code, key, f"keys.{place}") if first else ()
    return [*found, *_twice(says)]


def give(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    """What both deeds do: `credentials-read` the first time, `credentials-renew` ever after."""
    says = signed.deed.says
    assert isinstance(says, Says)
    return Done(told(says), hand_out(now, signed, says))


def hand_out(now: Sitting, signed: Signed, says: Says) -> dict[str, str]:
    """Make them, keep their hashes, and say them this once."""
    shown: dict[str, str] = {}
    for password in says.passwords:
        shown[f"password {password.user}"] = _new_password(now, signed, password)
    for key in says.keys:
        shown[f"access_key {key.terminal}"] = new_key(now, key, overlap_until="")
    return shown


def new_key(now: Sitting, key: NewKey, *, overlap_until: str) -> str:
    """A key for a terminal, kept as a hash. The one before works until then; "" not at all."""
    terminal, user = now.books.terminals.terminal(key.terminal), now.books.accounts.account(key.user)
    assert terminal is not None
    assert user is not None
    made = access_key()
    now.books.terminals.put(
        replace(
            terminal,
            key=key_hash(made, terminal.id),
            key_number=key.number,
            old_key=terminal.key if overlap_until else b"",
            old_until=overlap_until,
            certificate=user.certificate,
        )
    )
    return made


def told(says: Says) -> dict[str, str]:
    """For the record: whose, never what."""
    users, terminals = (one.user for one in says.passwords), (one.terminal for one in says.keys)
    return {"users": ", ".join(users), "terminals": ", ".join(terminals)}


def key_faults(now: Sitting, tax_code: str, key: NewKey, at: str) -> Iterator[Fault]:
    """Another company's terminal looks like one that is not there."""
    terminal, user = own_terminal(now, tax_code, key.terminal), own_user(now, tax_code, key.user)
    if terminal is None:
        yield Fault("TERMINAL-UNKNOWN", f"{at}.terminal", {"terminal": key.terminal})
    elif key.number != terminal.key_number + 1:
        yield Fault("CREDENTIALS-NUMBER", f"{at}.number", {"number": terminal.key_number + 1})
    if user is None:
        yield Fault("CREDENTIALS-USER-UNKNOWN", f"{at}.user", {"user": key.user})
    elif key.certificate != fingerprint_of(now, user):
        yield Fault("CREDENTIALS-CERTIFICATE-DIFFERS", f"{at}.certificate", {"user": key.user})


def own_user(now: Sitting, tax_code: str, user: object) -> Account | None:
    """A user of this company that has not ended; its time may not have come yet."""
    found = now.books.accounts.account(user) if isinstance(user, str) else None
    if found is None or found.kind != "user" or found.tax_code != tax_code or found.has_ended(stamp(now.at)):
        return None
    return found


def own_terminal(now: Sitting, tax_code: str, terminal: object) -> Terminal | None:
    found = now.books.terminals.terminal(terminal) if isinstance(terminal, str) else None
    if found is None or found.tax_code != tax_code or found.has_ended(stamp(now.at)):
        return None
    return found


def fingerprint_of(now: Sitting, account: Account) -> str:
    by = now.books.certificates.signatory(account.certificate)
    return by.certificate.fingerprint if by else ""


def drawn_for(says: Says) -> list[str]:
    return [one.user for one in says.passwords]


def _password_faults(now: Sitting, tax_code: str, one: NewPassword, at: str, *, first: bool) -> Iterator[Fault]:
    user = own_user(now, tax_code, one.user)
    if user is None:
        yield Fault("CREDENTIALS-USER-UNKNOWN", f"{at}.user", {"user": one.user})
        return
    if one.number != user.password_number + 1:
        yield Fault("CREDENTIALS-NUMBER", f"{at}.number", {"number": user.password_number + 1})
    if first and user.password_state != NONE:
        yield Fault("CREDENTIALS-READ-BEFORE", f"{at}.user", {"what": one.user})
    elif first and user.password_until < stamp(now.at):
        yield Fault("CREDENTIALS-TOO-LATE", f"{at}.user", {"what": one.user})


def _first_key_faults(now: Sitting, tax_code: str, one: NewKey, at: str) -> Iterator[Fault]:
    terminal = own_terminal(now, tax_code, one.terminal)
    if terminal is not None and terminal.key_number:
        yield Fault("CREDENTIALS-READ-BEFORE", f"{at}.terminal", {"what": one.terminal})
    elif terminal is not None and terminal.readable_until < stamp(now.at):
        yield Fault("CREDENTIALS-TOO-LATE", f"{at}.terminal", {"what": one.terminal})


def _twice(says: Says) -> Iterator[Fault]:
    for field, names in (
        ("passwords", [one.user for one in says.passwords]),
        ("keys", [one.terminal for one in says.keys]),
    ):
        for place, name in enumerate(names):
            if name in names[:place]:
                yield Fault("CREDENTIALS-TWICE", f"{field}.{place}", {"what": name})


def _new_password(now: Sitting, signed: Signed, one: NewPassword) -> str:
    account, drawn = now.books.accounts.account(one.user), signed.drawn.get(one.user)
    assert account is not None
    if drawn is None:  # whoever carries it out forgot to make one up: nothing is kept of a password that nobody has
        raise SecretMissing(names=[one.user])
    until = readable_until(max(stamp(now.at), account.effective_at))
    now.books.accounts.put(
        replace(
            account,
            password=drawn.kept,
            password_number=one.number,
            password_state=DEFAULT,
            password_until=until,
        )
    )
    return drawn.password


def _company(now: Sitting, account: str) -> str:
    return administered(now, account)


def _of_user(now: Sitting, tax_code: str, user: object) -> dict[str, Any]:
    found = own_user(now, tax_code, user)
    return {} if found is None else {"number": found.password_number + 1}


def _entries(given: Mapping[str, Any], name: str, known: Any) -> dict[str, Any]:
    """What is no list of entries is left for the fields to refuse."""
    entries = given.get(name)
    if not isinstance(entries, list):
        return {}
    return {name: [{**known(one), **one} if isinstance(one, dict) else one for one in entries]}
