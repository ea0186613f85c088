"""Where a running server takes in issuers, revocation lists and responders' answers: judged, kept, then counted.

One at a time, on a thread of its own: neither the event loop nor the clerk waits for it. What is taken in counts from
the next message on, for what was remembered of chains belongs to the store before.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime
from time import monotonic

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp
from thongquan.server.clerk import Clerk
from thongquan.signing.chain import TrustStore
from thongquan.signing.link import Link
from thongquan.signing.ocsp import Answer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList
from thongquan.signing.taking import accept_answer, accept_issuer, accept_list, present_answer
from thongquan.signing.terms import Terms
from thongquan.storage.trust_folder import TrustFolder

LOG = logging.getLogger("thongquan.trust")

_SILENT_SECONDS = 3_600
"""An alarm is told at once, and again after so long, however often it would be."""


class TrustFolderClosed(Refusal):
    """The trust folder is not the server's to write."""

    code = "TRUST-FOLDER-CLOSED"


class GraceAlarm:
    def __init__(self) -> None:
        self._told: dict[tuple[str, str], float] = {}

    def __call__(self, issuer: Link, source: str, ended: datetime) -> None:
        key = (issuer.frame.key_id, source)
        if monotonic() - self._told.get(key, -_SILENT_SECONDS) < _SILENT_SECONDS:
            return
        self._told[key] = monotonic()
        LOG.warning(
            "revocation data (%s) of issuer %s ran out %s: by grace they still count", source, key[0], stamp(ended)
        )


class Told(msgspec.Struct, frozen=True):
    """What was taken in: of whom, and how long it holds."""

    issuer: str
    key_id: str
    until: str = ""
    revoked: int = 0


class TrustDesk:
    def __init__(self, clerk: Clerk, folder: TrustFolder) -> None:
        self._clerk = clerk
        self._folder = folder
        self._lock = threading.Lock()

    @property
    def trust(self) -> TrustStore:
        return self._clerk.authority.trust

    def now(self) -> datetime:
        return self._clerk.clock()

    def renew(self) -> None:
        """Read the folders again. What cannot be read is refused: what is in use stays. Older lists do not count."""
        with self._lock:
            try:
                newer = self._read()
            except (Refusal, OSError) as error:
                code = error.code if isinstance(error, Refusal) else type(error).__name__
                LOG.error("the trust folder is refused (%s): what was read before stays", code)  # noqa: TRY400 - no frames
                return
            self._count(newer)
        ends = newer.lists_end()
        if ends is None or ends <= self._clerk.clock():
            LOG.error("the revocation lists have run out or are missing")
        LOG.info("the trust folder was read anew, the first revocation list runs out %s", stamp(ends) if ends else "-")

    def add_issuer(self, der: bytes, terms: Terms) -> Told:
        with self._lock:
            issuer = accept_issuer(self.trust, der, terms, self._clerk.clock())
            try:
                self._folder.add_issuer(issuer, terms)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise TrustFolderClosed(folder=str(self._folder.trust), reason=reason) from error
            self._count(self._read())
        return _told(issuer)

    def take_list(self, data: bytes) -> Told:
        """The same list again changes nothing."""
        with self._lock:
            issuer, listed = accept_list(self.trust, data, self._clerk.clock())
            if self._has(listed):
                return _told(issuer, listed)
            self._folder.keep_list(issuer, listed)
            self._count(self.trust.knowing(lists=[*self._others(issuer), listed]))
        LOG.info("a revocation list of %s with %d entries was taken in", issuer.frame.key_id, len(listed.serials))
        return _told(issuer, listed)

    def judge_list(self, data: bytes) -> Told:
        """As `take_list`, but nothing is taken in."""
        return _told(*accept_list(self.trust, data, self._clerk.clock()))

    def take_answers(self, ders: Sequence[bytes]) -> list[str]:
        """For each the code under which it is refused, or ""."""
        with self._lock:
            taken: dict[tuple[str, int], Answer] = {}
            codes = [self._take_answer(der, taken) for der in ders]
            if taken:
                every = [one for many in self.trust.evidence.answers.values() for one in many]
                replaced = {id(self._present(*key)) for key in taken}
                self._count(self.trust.knowing(answers=[*(x for x in every if id(x) not in replaced), *taken.values()]))
        return codes

    def _take_answer(self, der: bytes, taken: dict[tuple[str, int], Answer]) -> str:
        try:
            issuer, answer = accept_answer(self.trust, der, self._clerk.clock())
        except SignatureRefused as refusal:
            return refusal.code
        key = (issuer.frame.key_id, answer.serial)
        if key in taken and answer.this_update < taken[key].this_update:
            return "OCSP-OLDER"
        self._folder.keep_answer(issuer, answer)
        taken[key] = answer
        return ""

    def _present(self, key_id: str, serial: int) -> Answer | None:
        [issuer, *_] = [one for one in self.trust.issuers() if one.frame.key_id == key_id]
        return present_answer(self.trust, serial, issuer)

    def _read(self) -> TrustStore:
        evidence = self.trust.evidence
        newer = self._folder.read(evidence.alarm, evidence.wanted)
        self._folder.keep_newest(newer)
        return newer

    def _count(self, newer: TrustStore) -> None:
        self._clerk.authority = msgspec.structs.replace(self._clerk.authority, trust=newer)

    def _has(self, listed: RevocationList) -> bool:
        present = self.trust.evidence.lists.get(listed.issuer, [])
        return any(one.fingerprint == listed.fingerprint for one in present)

    def _others(self, issuer: Link) -> list[RevocationList]:
        """All lists but the plain ones of this issuer, which a newer one replaces."""
        evidence = self.trust.evidence
        every = [one for many in evidence.lists.values() for one in many]
        return [one for one in every if one.head.kind or not evidence.is_signed_by(one, issuer)]


def _told(issuer: Link, listed: RevocationList | None = None) -> Told:
    name = issuer.certificate.subject.rfc4514_string()
    if listed is None or listed.next_update is None:
        return Told(name, issuer.frame.key_id)
    return Told(name, issuer.frame.key_id, stamp(listed.next_update), len(listed.serials))
