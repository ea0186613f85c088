"""Newer data on issuers and revocation, judged before they are taken in. What is older than what is there is not."""

import ipaddress
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from thongquan.base.limits import LIMITS
from thongquan.signing.chain import Search, TrustStore
from thongquan.signing.issuer import check_may_issue, is_issuer, may_sign_lists
from thongquan.signing.link import Link, link_of
from thongquan.signing.ocsp import Answer, read_answer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList, read_revocation_list
from thongquan.signing.terms import Terms

PRINTABLE = re.compile(r"[!-~]+")


def accept_list(trust: TrustStore, data: bytes, moment: datetime) -> tuple[Link, RevocationList]:
    """A full list of a configured issuer, in force and not older than the one that is there; and whose it is.

    Takes time: every entry is read.

    Raises:
        SignatureRefused: with the reason of the first step that it failed.
    """
    listed = read_revocation_list(data)
    issuer = issuer_of(trust, listed)
    listed.require_kind()
    if listed.this_update > moment:
        raise SignatureRefused("CRL-NOT-YET-VALID")
    grace = timedelta(seconds=trust.evidence.terms_of(issuer).grace_seconds)
    if listed.next_update is None or moment > listed.next_update + grace:
        raise SignatureRefused("CRL-STALE")
    require_not_older(trust, issuer, listed)
    assert listed.serials is not None  # reads them: an entry that cannot be read refuses the list
    return issuer, listed


def issuer_of(trust: TrustStore, listed: RevocationList) -> Link:
    """The configured issuer that signed the list."""
    named = trust.issuers_named(listed.issuer)
    if not named:
        raise SignatureRefused("CRL-STRANGER")
    signers = [issuer for issuer in named if trust.evidence.is_signed_by(listed, issuer)]
    if not signers:
        raise SignatureRefused("CRL-SIGNATURE")
    if not may_sign_lists(signers[0].certificate):
        raise SignatureRefused("CRL-ISSUER")
    return signers[0]


def require_not_older(trust: TrustStore, issuer: Link, listed: RevocationList) -> None:
    present = present_list(trust, issuer)
    if present is not None and listed.is_older_than(present):
        raise SignatureRefused("CRL-OLDER", since=f"{present.this_update:%Y-%m-%d %H:%M:%S}Z")


def present_list(trust: TrustStore, issuer: Link) -> RevocationList | None:
    """The newest list of the issuer, in force or not."""
    try:
        return trust.evidence.list_of(issuer)
    except SignatureRefused:
        return None


def accept_answer(trust: TrustStore, der: bytes, moment: datetime) -> tuple[Link, Answer]:
    """An answer by a responder of a configured issuer, in force and not older than the one that is there.

    Raises:
        SignatureRefused: with the reason of the first step that it failed.
    """
    answer = read_answer(der)
    about = [issuer for issuer in trust.issuers() if answer.is_about(issuer.frame)]
    if not about:
        raise SignatureRefused("OCSP-ISSUER")
    issuer = about[0]
    alone = trust.knowing(answers=[answer]).evidence
    alone.answer_about(answer.serial, issuer, moment)
    if answer.next_update is None or moment > answer.next_update:
        raise SignatureRefused("OCSP-STALE")
    present = present_answer(trust, answer.serial, issuer)
    if present is not None and answer.this_update < present.this_update:
        raise SignatureRefused("OCSP-OLDER")
    return issuer, answer


def present_answer(trust: TrustStore, serial: int, issuer: Link) -> Answer | None:
    """The newest answer at hand; whether it is in force is another question."""
    known = [one for one in trust.evidence.answers.get(serial, []) if one.is_about(issuer.frame)]
    return max(known, key=lambda one: one.this_update, default=None)


def accept_issuer(trust: TrustStore, der: bytes, terms: Terms, moment: datetime) -> Link:
    """An issuer of certificates that stands under a configured anchor, and terms that can be kept.

    What was revoked above it is asked when its certificates are judged: its lists may not be at hand yet.

    Raises:
        SignatureRefused: with the reason of the first step that it failed.
    """
    link = link_of(der)
    _check_terms(terms)
    if any(known.anchor and known.der == der for known in trust.issuers()):
        return link
    if not is_issuer(link.certificate):
        raise SignatureRefused("CHAIN-ISSUER-NOT-CA")
    check_may_issue(link, (link,), moment, trust.policy)
    below = (link, link)  # the first stands for a certificate to come, which the length of the path counts
    Search(trust.without_revocation([der]), moment).up_from(below)
    return link


def _check_terms(terms: Terms) -> None:
    """Addresses that can be asked, and what is needed can be had."""
    if not 0 <= terms.grace_seconds <= LIMITS.revocation_grace_seconds:
        raise SignatureRefused("ISSUER-GRACE", limit=LIMITS.revocation_grace_seconds)
    if len(terms.ocsp) + len(terms.crl) + len(terms.inside) > LIMITS.issuer_addresses:
        raise SignatureRefused("ISSUER-ADDRESSES", limit=LIMITS.issuer_addresses)
    for url in (*terms.ocsp, *terms.crl):
        if not is_plain_url(url):
            raise SignatureRefused("ISSUER-ADDRESS", address=url[: LIMITS.address_characters])
    for address in terms.inside:
        if not _is_ip(address):
            raise SignatureRefused("ISSUER-ADDRESS", address=address[: LIMITS.address_characters])
    if terms.needs in {"ocsp", "both"} and not terms.ocsp:
        raise SignatureRefused("ISSUER-NO-RESPONDER")


def is_plain_url(text: str) -> bool:
    """`http(s)://HOST[:PORT]/PATH` in printable ASCII: no user, no fragment, nothing that has two readings."""
    if len(text) > LIMITS.address_characters or not PRINTABLE.fullmatch(text) or "\\" in text:
        return False
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        return False
    is_web = url.scheme in {"http", "https"} and bool(url.hostname) and port != 0
    return is_web and "@" not in url.netloc and not url.fragment


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
