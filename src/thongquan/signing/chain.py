"""Whether a certificate counts at a moment: a chain to a configured anchor, and no word of revocation.

Issuers come from configuration only, and the search for them is bounded, so that no message can lead it astray.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain as all_of
from pathlib import Path

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import (
    RegisteredCertificate,
    check_algorithms,
    check_critical_extensions,
    check_validity,
)
from thongquan.signing.evidence import Alarm, Evidence, Wanted, by_issuer, by_serial
from thongquan.signing.folders import answers_in, certificates_in, lists_in
from thongquan.signing.issuer import check_issuer
from thongquan.signing.link import Link, link_of
from thongquan.signing.ocsp import Answer
from thongquan.signing.policy import DEFAULT, Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList, read_revocation_list
from thongquan.signing.terms import Terms, Word


class Known(msgspec.Struct, frozen=True, gc=False):
    """A chain that was found good, and for how long that holds."""

    since: datetime
    until: datetime


def no_alarm(_issuer: Link, _source: str, _ended: datetime) -> None:
    """Where nobody is to be woken: a verdict from files."""


class TrustStore:
    """Anchors, intermediates and what is known of revocation. Immutable: newer data are a new store."""

    def __init__(
        self,
        anchors: Iterable[bytes],
        intermediates: Iterable[bytes] = (),
        crls: Iterable[bytes | RevocationList] = (),
        *,
        answers: Iterable[Answer] = (),
        terms: Mapping[str, Terms] | None = None,
        policy: Policy = DEFAULT,
        revocation: bool = True,
        alarm: Alarm = no_alarm,
        wanted: Wanted | None = None,
    ) -> None:
        self.policy = policy
        self.revocation = revocation
        self._anchors, self._intermediates = tuple(anchors), tuple(intermediates)
        self._issuers: dict[bytes, list[Link]] = defaultdict(list)
        for der in dict.fromkeys(self._anchors):
            self._add(der, anchor=True)
        for der in dict.fromkeys(self._intermediates):
            self._add(der, anchor=False)
        lists = [one if isinstance(one, RevocationList) else read_revocation_list(one) for one in crls]
        wanted = wanted or Wanted()
        self.evidence = Evidence(by_issuer(lists), by_serial(answers), terms or {}, policy, alarm, wanted, {})
        self._known: dict[str, Known] = {}

    @classmethod
    def load(
        cls,
        anchors: Path,
        intermediates: Path | None = None,
        crls: Path | None = None,
        answers: Path | None = None,
        *,
        terms: Terms | None = None,
        policy: Policy = DEFAULT,
        revocation: bool = True,
    ) -> "TrustStore":
        """From folders of certificates, revocation lists and responders' answers; the same `terms` for all issuers."""
        trusted = certificates_in(anchors)
        between = certificates_in(intermediates) if intermediates else []
        every = {link_of(der).frame.key_id: terms for der in [*trusted, *between]} if terms else {}
        return cls(
            trusted,
            between,
            lists_in(crls) if crls else (),
            answers=answers_in(answers) if answers else (),
            terms=every,
            policy=policy,
            revocation=revocation,
        )

    def without_revocation(self, further_intermediates: Sequence[bytes] = ()) -> "TrustStore":
        """For a proof that is verified from files alone, long after: what was revoked since does not matter to it."""
        intermediates = (*self._intermediates, *further_intermediates)
        return TrustStore(self._anchors, intermediates, policy=self.policy, revocation=False)

    def knowing(
        self, *, lists: Iterable[RevocationList] | None = None, answers: Iterable[Answer] | None = None
    ) -> "TrustStore":
        """The same issuers with other lists or answers. Nothing that this one remembers counts there."""
        newer = TrustStore.__new__(TrustStore)
        newer.__dict__ |= self.__dict__
        newer.evidence = self.evidence._replace(
            lists=self.evidence.lists if lists is None else by_issuer(lists),
            answers=self.evidence.answers if answers is None else by_serial(answers),
        )
        newer.__dict__["_known"] = {}
        return newer

    def check(self, certificate: RegisteredCertificate, moment: datetime) -> None:
        """The certificate counts at `moment` (the receiver's clock, never the sender's); else `SignatureRefused`."""
        known = self._known.get(certificate.fingerprint)
        if known is not None and known.since <= moment <= known.until:
            return
        chain, words = self._search(certificate.der, moment)
        if len(self._known) >= LIMITS.remembered_certificates:
            self._known.clear()
        self._known[certificate.fingerprint] = _holds(chain, words)

    def chain(self, der: bytes, moment: datetime) -> tuple[Link, ...]:
        """From the certificate up to an anchor."""
        return self._search(der, moment)[0]

    def _search(self, der: bytes, moment: datetime) -> tuple[tuple[Link, ...], list[Word]]:
        try:
            leaf = link_of(der)
            check_algorithms(leaf.frame, leaf.certificate, self.policy)
            check_critical_extensions(leaf.certificate)
            check_validity(leaf.certificate, moment)
            search = Search(self, moment)
            return search.up_from((leaf,)), search.words
        except SignatureRefused:
            raise
        except Exception as fault:  # judging fails closed
            raise SignatureRefused("CHAIN-UNREADABLE") from fault

    def is_empty(self) -> bool:
        """Without an anchor nothing counts."""
        return not self._anchors

    def lists_end(self) -> datetime | None:
        """When the first issuer's newest list runs out, and its certificates are refused. None without lists."""
        newest = [max(lists, key=lambda one: one.this_update).next_update for lists in self.evidence.lists.values()]
        return min((end for end in newest if end is not None), default=None)

    def issuers_named(self, name: bytes) -> list[Link]:
        return self._issuers.get(name, [])

    def issuers(self) -> list[Link]:
        return list(all_of.from_iterable(self._issuers.values()))

    def _add(self, der: bytes, *, anchor: bool) -> None:
        link = link_of(der, anchor=anchor)
        self._issuers[link.frame.subject].append(link)


def _holds(chain: Sequence[Link], words: Sequence[Word]) -> Known:
    """Until the first certificate, list or answer on which it counts runs out."""
    since = [link.certificate.not_valid_before_utc for link in chain]
    until = [link.certificate.not_valid_after_utc for link in chain]
    since += [word.since for word in words if word.since is not None]
    until += [word.until for word in words if word.until is not None]
    return Known(since=max(since), until=min(until))


class Search:
    """One bounded search, depth first. It remembers the refusal that came nearest to an anchor."""

    def __init__(self, store: TrustStore, moment: datetime) -> None:
        self._store, self._moment = store, moment
        self._attempts = 0
        self.words: list[Word] = []
        """On what is known of revocation each link of the chain that was found counts."""
        self._nearest = (0, SignatureRefused("CHAIN-NO-ISSUER"))

    def up_from(self, chain: tuple[Link, ...]) -> tuple[Link, ...]:
        found = self._extend(chain)
        if found is None:
            raise self._nearest[1]
        return found

    def _extend(self, chain: tuple[Link, ...]) -> tuple[Link, ...] | None:
        for issuer in self._store.issuers_named(chain[-1].frame.issuer):
            if any(issuer.der == link.der for link in chain):
                continue
            self._attempts += 1
            if self._attempts > LIMITS.chain_attempts or len(chain) >= LIMITS.chain_certificates:
                self._remember(len(chain), SignatureRefused("CHAIN-TOO-LONG"))
                return None
            try:
                words = self._accept(chain, issuer)
            except SignatureRefused as refusal:
                self._remember(len(chain), refusal)
                continue
            found = (*chain, issuer) if issuer.anchor else self._extend((*chain, issuer))
            if found:
                self.words += words
                return found
        return None

    def _accept(self, chain: tuple[Link, ...], issuer: Link) -> list[Word]:
        check_issuer(issuer, chain, self._moment, self._store.policy)
        if not self._store.revocation:
            return []
        return self._store.evidence.about(chain[-1], issuer, self._moment)

    def _remember(self, depth: int, refusal: SignatureRefused) -> None:
        """Of equal depth the first that says more than "signed by somebody else of that name"."""
        score = 2 * depth + (refusal.code != "CHAIN-SIGNATURE")
        if score > self._nearest[0]:
            self._nearest = (score, refusal)
