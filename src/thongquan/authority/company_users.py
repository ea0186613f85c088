"""*Tra cứu kết quả đăng ký*: a company's users and terminals as its administrator sees them, without any secret."""

from datetime import datetime

import msgspec

from thongquan.authority.account_ports import AccountSought
from thongquan.authority.application_ports import Registry
from thongquan.authority.own_account import administered_by
from thongquan.authority.paging import Page, Wanted
from thongquan.base.moment import stamp
from thongquan.registration.account import Account, PasswordState
from thongquan.registration.terminal import Terminal
from thongquan.signing.certificate import RegisteredCertificate, ends_at

NOT_READ: PasswordState = "none"


class UserShown(msgspec.Struct, frozen=True):
    user: str
    name: str
    identity: str
    certificate: str
    """SHA-256 of the certificate with which it declares."""
    serial: str
    state: str
    """`coming`, `open`, `ending` or `ended`."""
    effective_at: str
    ended_at: str
    password: str
    """`none`: not read yet; `default`: to be changed; `own`."""
    password_number: int
    password_until: str
    """Until when it can be read, or must be changed; "" no such day."""
    can_read: bool
    """Its default password has not been read, and still can be."""
    last_login: str


class TerminalShown(msgspec.Struct, frozen=True):
    terminal: str
    user: str
    """With which its key works; "" while there is no key."""
    state: str
    key_number: int
    """0: not read yet."""
    old_key_until: str
    """The key before works until then; "" no longer."""
    effective_at: str
    ended_at: str
    readable_until: str
    can_read: bool


class CertificateShown(msgspec.Struct, frozen=True):
    """A certificate of the company that somebody could declare with."""

    fingerprint: str
    serial: str
    until: str
    user: str
    """Who declares with it already; "" nobody."""


def certificates_of(registry: Registry, account: str, at: datetime) -> list[CertificateShown]:
    """Those that count now, as their registration says.

    Raises:
        NotFound: it is no administrator's account.
    """
    tax_code, now = administered_by(registry, account, at), stamp(at)
    users = [one for one in registry.accounts.of_company(tax_code) if one.kind == "user" and not one.ended_at]
    holders = {one.certificate: one.name for one in users}
    return [
        CertificateShown(
            one.certificate.fingerprint,
            one.certificate.serial,
            min(one.until, stamp(ends_at(one.certificate))),
            holders.get(one.certificate.issuer_serial, ""),
        )
        for one in registry.certificates.of_company(tax_code)
        if one.state == "registered" and now <= one.until
    ]


def users_of(registry: Registry, account: str, at: datetime) -> list[UserShown]:
    """Of the company that the account administers, those that have ended too.

    Raises:
        NotFound: it is no administrator's account.
    """
    tax_code, now = administered_by(registry, account, at), stamp(at)
    files = {one.certificate.issuer_serial: one.certificate for one in registry.certificates.of_company(tax_code)}
    users = [one for one in registry.accounts.of_company(tax_code) if one.kind == "user"]
    return [_user(one, files.get(one.certificate), now) for one in users]


def users_page(
    registry: Registry, account: str, at: datetime, sought: AccountSought, wanted: Wanted
) -> Page[UserShown]:
    """As `users_of`, a page by `user` or `since`.

    Raises:
        CursorUnknown
    """
    tax_code, now = administered_by(registry, account, at), stamp(at)

    def told(one: Account) -> UserShown:
        file = registry.certificates.held(tax_code, one.certificate)
        return _user(one, file.certificate if file else None, now)

    return registry.accounts.users(tax_code, sought, now, wanted).told(told)


def terminals_of(registry: Registry, account: str, at: datetime) -> list[TerminalShown]:
    """As `users_of`."""
    tax_code, now = administered_by(registry, account, at), stamp(at)
    users = [one for one in registry.accounts.of_company(tax_code) if one.kind == "user"]
    holders = {one.certificate: one.name for one in users if not one.has_ended(now)}
    return [_terminal(one, holders.get(one.certificate, ""), now) for one in registry.terminals.of_company(tax_code)]


def terminals_page(
    registry: Registry, account: str, at: datetime, sought: AccountSought, wanted: Wanted
) -> Page[TerminalShown]:
    """As `terminals_of`, a page by `terminal` or `since`.

    Raises:
        CursorUnknown
    """
    tax_code, now = administered_by(registry, account, at), stamp(at)

    def told(one: Terminal) -> TerminalShown:
        users = registry.accounts.signing(one.certificate) if one.certificate else ()
        holders = [user.name for user in users if not user.ended_at or user.ended_at > now]
        return _terminal(one, holders[0] if holders else "", now)

    return registry.terminals.page_of_company(tax_code, sought, now, wanted).told(told)


def _user(one: Account, certificate: RegisteredCertificate | None, now: str) -> UserShown:
    return UserShown(
        one.name,
        one.person.name,
        one.person.identity,
        certificate.fingerprint if certificate else "",
        certificate.serial if certificate else "",
        _state(one, now),
        one.effective_at,
        one.ended_at,
        one.password_state,
        one.password_number,
        one.password_until,
        one.password_state == NOT_READ and one.password_until >= now and not one.has_ended(now),
        one.last_login,
    )


def _terminal(one: Terminal, user: str, now: str) -> TerminalShown:
    return TerminalShown(
        one.id,
        user,
        _state(one, now),
        one.key_number,
        one.old_until if one.old_key and one.old_until > now else "",
        one.effective_at,
        one.ended_at,
        one.readable_until,
        one.key_number == 0 and one.readable_until >= now and not one.has_ended(now),
    )


def _state(one: Account | Terminal, at: str) -> str:
    if one.has_ended(at):
        return "ended"
    if one.effective_at > at:
        return "coming"
    return "ending" if one.ended_at else "open"
