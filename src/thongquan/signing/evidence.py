"""What issuers say of the certificates that they issued: their lists, and their responders' answers. Immutable."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import public_key
from thongquan.signing.issuer import is_issuer, may_sign_lists
from thongquan.signing.link import Link
from thongquan.signing.ocsp import Answer, check_answer, needs_no_check
from thongquan.signing.policy import Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList
from thongquan.signing.terms import Says, Terms, Word, counted, nothing

Alarm = Callable[[Link, str, datetime], None]
"""Told the issuer, the source (`crl` or `ocsp`) and when it ran out, whenever one counts by grace only."""

USUAL = Terms()
"""Of an issuer for which nothing else is configured."""


class Wanted:
    """Certificates that were judged and of which no responder has told yet: the next to be asked about.

    Only genuine certificates of configured issuers come here, so that nobody can fill it with rubbish.
    """

    def __init__(self) -> None:
        self._serials: dict[tuple[str, int], None] = {}

    def add(self, issuer: Link, serial: int) -> None:
        if len(self._serials) < LIMITS.wanted_answers:
            self._serials[issuer.frame.key_id, serial] = None

    def take(self) -> list[tuple[str, int]]:
        """(key id of the issuer, serial number); they are forgotten with it."""
        taken, self._serials = list(self._serials), {}
        return taken


class Evidence(NamedTuple):
    """`terms` by the key id of the issuer."""

    lists: Mapping[bytes, list[RevocationList]]
    answers: Mapping[int, list[Answer]]
    terms: Mapping[str, Terms]
    policy: Policy
    alarm: Alarm
    wanted: Wanted
    signed: dict[tuple[str, str], bool]
    """Fingerprint of a list and key id → whether the one was signed with the other; found out once."""

    def terms_of(self, issuer: Link) -> Terms:
        return self.terms.get(issuer.frame.key_id, USUAL)

    def about(self, link: Link, issuer: Link, moment: datetime) -> list[Word]:
        """The words on which `link` counts by its issuer's terms.

        Raises:
            SignatureRefused: it was revoked, or what must be known is not.
        """
        terms, serial = self.terms_of(issuer), link.certificate.serial_number
        words = {
            "crl": self._list_says(serial, issuer, moment, terms),
            "ocsp": self._responder_says(serial, issuer, moment, terms),
        }
        try:
            found = counted(terms, words)
        except SignatureRefused as refusal:
            if refusal.code.startswith("OCSP-"):
                self.wanted.add(issuer, serial)
            if refusal.code == "CERT-REVOKED" and is_issuer(link.certificate):
                raise SignatureRefused("CHAIN-ISSUER-REVOKED") from refusal
            raise
        for source, word in words.items():
            if word.says == "late" and word.until is not None and any(word is one for one in found):
                self.alarm(issuer, source, word.until - timedelta(seconds=terms.grace_seconds))
        return found

    def list_of(self, issuer: Link, moment: datetime | None = None) -> RevocationList:
        """The issuer's newest list that was out at `moment`.

        Raises:
            SignatureRefused: there is none, it is of a kind that is not read, or somebody else's.
        """
        candidates = self.lists.get(issuer.frame.subject, [])
        if not candidates:
            raise SignatureRefused("CRL-MISSING")
        for candidate in candidates:
            candidate.require_kind()
        if not may_sign_lists(issuer.certificate):
            raise SignatureRefused("CRL-ISSUER")
        genuine = [candidate for candidate in candidates if self.is_signed_by(candidate, issuer)]
        if not genuine:
            raise SignatureRefused("CRL-SIGNATURE")
        published = [one for one in genuine if moment is None or one.this_update <= moment] or genuine
        return max(published, key=lambda one: (one.this_update, one.head.number or 0))

    def is_signed_by(self, candidate: RevocationList, issuer: Link) -> bool:
        key = (candidate.fingerprint, issuer.frame.key_id)
        if key not in self.signed:
            self.signed[key] = candidate.signed_by(public_key(issuer.der), self.policy)
        return self.signed[key]

    def answer_about(self, serial: int, issuer: Link, moment: datetime) -> Answer:
        """The newest answer about this certificate; of all that say so, the one that says "revoked".

        Raises:
            SignatureRefused: there is none by one who may answer.
        """
        found, refusals = [], [SignatureRefused("OCSP-MISSING")]
        for answer in self.answers.get(serial, []):
            try:
                self._check(answer, issuer, moment)
                found.append(answer)
            except SignatureRefused as refusal:
                refusals.append(refusal)
        if not found:
            raise refusals[-1]
        return max(found, key=lambda answer: (answer.says == "revoked", answer.this_update))

    def _check(self, answer: Answer, issuer: Link, moment: datetime) -> None:
        """A delegate of whom the issuer does not say that it is never revoked stands on the list like all others."""
        delegate = check_answer(answer, issuer, moment, self.policy)
        if delegate is None:
            return
        word = self._list_says(delegate.certificate.serial_number, issuer, moment, USUAL)
        if word.says == "revoked" or (word.says != "good" and not needs_no_check(delegate)):
            raise SignatureRefused("OCSP-RESPONDER")

    def _list_says(self, serial: int, issuer: Link, moment: datetime, terms: Terms) -> Word:
        try:
            listed = self.list_of(issuer, moment)
            if moment < listed.this_update:
                return nothing("CRL-NOT-YET-VALID")
            says: Says = "revoked" if serial in listed.serials else "good"
        except SignatureRefused as refusal:
            return nothing(refusal.code)
        return _in_time(says, listed, moment, terms, "CRL-STALE")

    def _responder_says(self, serial: int, issuer: Link, moment: datetime, terms: Terms) -> Word:
        if serial not in self.answers:
            return nothing("OCSP-MISSING")
        try:
            answer = self.answer_about(serial, issuer, moment)
        except SignatureRefused as refusal:
            return nothing(refusal.code)
        says: Says = "good" if answer.says == "good" else "revoked" if answer.says == "revoked" else "unknown"
        return _in_time(says, answer, moment, terms, "OCSP-STALE")


def _in_time(says: Says, told: RevocationList | Answer, moment: datetime, terms: Terms, stale: str) -> Word:
    """A revocation does not run out; whatever else was said holds until its next update, or by grace a little longer.

    Without a next update there is nothing that it would hold until: refuse rather than guess.
    """
    since, until = told.this_update, told.next_update
    if says == "revoked":
        return Word("revoked", since, until)
    if until is not None and moment <= until:
        return Word(says, since, until)
    if until is not None and says == "good" and moment <= (end := until + timedelta(seconds=terms.grace_seconds)):
        return Word("late", since, end)
    return nothing(stale)


def by_issuer(lists: Iterable[RevocationList]) -> dict[bytes, list[RevocationList]]:
    found: dict[bytes, list[RevocationList]] = defaultdict(list)
    for one in lists:
        found[one.issuer].append(one)
    return dict(found)


def by_serial(answers: Iterable[Answer]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    for one in answers:
        found[one.serial].append(one)
    return dict(found)
