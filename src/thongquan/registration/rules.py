"""What a registration must satisfy, and for whom a registered company may act."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from thongquan.base.citation import cite
from thongquan.base.fault import Refusal
from thongquan.base.moment import begin_of, stamp
from thongquan.registration.account import Account
from thongquan.registration.delegation import Delegation, ForAnother, delegation_for
from thongquan.registration.model import CertificateState, Company, Signer, SigningUser


class TaxCodeDiffers(Refusal):
    """The certificate was issued to another tax code than the company's."""

    code = "REG-TAX-CODE"


class CompanySuspended(Refusal):
    """The company's account is suspended."""

    code = "COMPANY-SUSPENDED"


class CertificateBlocked(Refusal):
    """The certificate was reported lost or stolen and is blocked here."""

    code = "CERTIFICATE-BLOCKED"


class CertificateWaiting(Refusal):
    """A second person of the company has not confirmed the certificate yet."""

    code = "CERTIFICATE-WAITING"


class CertificateRefused(Refusal):
    """An officer refused to confirm the certificate."""

    code = "CERTIFICATE-REFUSED"


class CertificateEnded(Refusal):
    """The registration has run out, or another certificate took its place."""

    code = "CERTIFICATE-ENDED"


class AccountCannotDeclare(Refusal):
    """No user declares with this certificate: it is an administrator's, or nobody's yet."""

    code = "ACCOUNT-CANNOT-DECLARE"


class AccountNotYet(Refusal):
    """The user's registration has not taken effect yet."""

    code = "ACCOUNT-NOT-YET"


class AccountEnded(Refusal):
    """The user that declared with this certificate was cancelled."""

    code = "ACCOUNT-ENDED"


class NoRightToAct(Refusal):
    """The signer does not speak for this declarant."""

    code = cite("NO-RIGHT-TO-ACT", "VNACCS 2014 MIC U0001", "term-2014", result_code="U0001")


def certificate_names_the_company(certificate_tax_code: str, company: Company) -> None:
    """A certificate speaks only for the tax code that its issuer wrote into it (Luật 20/2023/QH15)."""
    if certificate_tax_code != company.tax_code:
        raise TaxCodeDiffers(expected=company.tax_code, found=certificate_tax_code)


def account_is_open(signer: Signer, at: datetime) -> str:
    """The User ID that declares with the certificate at this moment.

    Raises:
        Refusal: the company, the certificate or the user may not.
    """
    signatory_is_open(signer.state, signer.until, signer.company, at)
    return declaring_user(signer.users, stamp(at))


def declaring_user(users: Sequence[SigningUser], at: str) -> str:
    """A default password that nobody changed does not matter here: the signature is what declares."""
    for one in users:
        if one.is_open(at):
            return one.name
    to_come = [one.effective_at for one in users if at < one.effective_at and one.is_open(one.effective_at)]
    if to_come:
        raise AccountNotYet(at=min(to_come))
    raise AccountEnded if users else AccountCannotDeclare


def signatory_is_open(state: CertificateState, until: str, company: Company | None, at: datetime) -> None:
    """The registration of a certificate counts at this moment, and so does its company."""
    if state == "suspended":
        raise CertificateBlocked
    if state == "waiting":
        raise CertificateWaiting
    if state == "refused":
        raise CertificateRefused
    if state == "ended" or stamp(at) > until:
        raise CertificateEnded
    if company is not None and company.suspended:
        raise CompanySuspended(tax_code=company.tax_code)


def has_left(holders: Sequence[SigningUser | Account], at: str) -> bool:
    """Whoever signed with the certificate was cancelled. One that no account was ever tied to is the company's own."""
    return bool(holders) and all(one.has_ended(at) for one in holders)


def may_act(signer: Signer, act: ForAnother, given: Sequence[Delegation], at: str) -> Delegation | None:
    """A company acts for itself, or for another by a delegation in effect: that is given back.

    Why there is none is not told here: this is asked before the signature is, so of anybody.
    """
    if act.broker != signer.company.tax_code:
        raise NoRightToAct(filer=act.broker, on_behalf_of=act.principal)
    if act.principal == act.broker:
        return None
    delegation = delegation_for(act, given, at)
    if delegation is None:
        raise NoRightToAct(filer=act.broker, on_behalf_of=act.principal)
    return delegation


def last_moment_of(day: date) -> str:
    """The stamp of the last moment of a day in Viet Nam.

    >>> last_moment_of(date(2029, 9, 1))
    '2029-09-01T16:59:59.999999Z'
    """
    return stamp(begin_of(day + timedelta(days=1)) - timedelta(microseconds=1))
