"""Whether a certificate counts at a moment: a chain to a configured anchor, and no word of revocation.

Issuers come from configuration only, and the search for them is bounded, so that no message can lead it astray.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import (
    RegisteredCertificate,
    check_algorithms,
    check_critical_extensions,
    check_validity,
    parsed,
    public_key,
)
from thongquan.signing.frame import Frame, read_frame
from thongquan.signing.issuer import check_issuer, is_issuer
from thongquan.signing.policy import DEFAULT, Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList, read_revocation_list

CERTIFICATE_FILES = {".pem", ".crt", ".cer", ".der"}
LIST_FILES = {".crl", ".pem", ".der"}


class Link(msgspec.Struct, frozen=True):
    """One certificate of a chain."""

    der: bytes
    frame: Frame
    certificate: x509.Certificate
    anchor: bool


class Known(msgspec.Struct, frozen=True, gc=False):
    """A chain that was found good, and for how long that holds."""

    since: datetime
    until: datetime


class TrustStore:
    """Anchors, intermediates and revocation lists as configured. Immutable: newer data are a new store."""

    def __init__(
        self,
        anchors: Iterable[bytes],
        intermediates: Iterable[bytes] = (),
        crls: Iterable[bytes | RevocationList] = (),
        *,
        policy: Policy = DEFAULT,
        revocation: bool = True,
    ) -> None:
        self.policy = policy
        self.revocation = revocation
        self._anchors, self._intermediates = tuple(anchors), tuple(intermediates)
        self._issuers: dict[bytes, list[Link]] = defaultdict(list)
        for der in dict.fromkeys(self._anchors):
            self._add(der, anchor=True)
        for der in dict.fromkeys(self._intermediates):
            self._add(der, anchor=False)
        self._lists: dict[bytes, list[RevocationList]] = defaultdict(list)
        for data in crls:
            listed = data if isinstance(data, RevocationList) else read_revocation_list(data)
            self._lists[listed.issuer].append(listed)
        self._signed: dict[tuple[int, bytes], bool] = {}
        self._known: dict[str, Known] = {}

    @classmethod
    def load(
        cls,
        anchors: Path,
        intermediates: Path | None = None,
        crls: Path | None = None,
        *,
        policy: Policy = DEFAULT,
        revocation: bool = True,
    ) -> "TrustStore":
        """From folders of `.pem`, `.crt`, `.cer` or `.der` certificates, and of `.crl` files."""
        return cls(
            certificates_in(anchors),
            certificates_in(intermediates) if intermediates else (),
            lists_in(crls) if crls else (),
            policy=policy,
            revocation=revocation,
        )

    def without_revocation(self, further_intermediates: Sequence[bytes] = ()) -> "TrustStore":
        """For a proof that is verified from files alone, long after: what was revoked since does not matter to it."""
        intermediates = (*self._intermediates, *further_intermediates)
        return TrustStore(self._anchors, intermediates, policy=self.policy, revocation=False)

    def check(self, certificate: RegisteredCertificate, moment: datetime) -> None:
        """The certificate counts at `moment` (the receiver's clock, never the sender's); else `SignatureRefused`."""
        known = self._known.get(certificate.fingerprint)
        if known is not None and known.since <= moment <= known.until:
            return
        chain = self.chain(certificate.der, moment)
        if len(self._known) >= LIMITS.remembered_certificates:
            self._known.clear()
        self._known[certificate.fingerprint] = self._holds(chain, moment)

    def chain(self, der: bytes, moment: datetime) -> tuple[Link, ...]:
        """From the certificate up to an anchor."""
        try:
            leaf = Link(der=der, frame=read_frame(der), certificate=parsed(der), anchor=False)
            check_algorithms(leaf.frame, leaf.certificate, self.policy)
            check_critical_extensions(leaf.certificate)
            check_validity(leaf.certificate, moment)
            return Search(self, moment).up_from((leaf,))
        except SignatureRefused:
            raise
        except Exception as fault:  # judging fails closed
            raise SignatureRefused("CHAIN-UNREADABLE") from fault

    def is_empty(self) -> bool:
        """Without an anchor nothing counts."""
        return not self._anchors

    def lists_end(self) -> datetime | None:
        """When the first issuer's newest list runs out, and its certificates are refused. None without lists."""
        newest = [max(lists, key=lambda one: one.this_update).next_update for lists in self._lists.values()]
        return min((end for end in newest if end is not None), default=None)

    def issuers_named(self, name: bytes) -> list[Link]:
        return self._issuers.get(name, [])

    def check_revocation(self, link: Link, issuer: Link, moment: datetime) -> None:
        """The issuer's own list is at hand, in force and silent about the certificate; else refuse."""
        listed = self._list_in_force(issuer, moment)
        if link.certificate.serial_number in listed.revoked:
            raise SignatureRefused("CHAIN-ISSUER-REVOKED" if is_issuer(link.certificate) else "CERT-REVOKED")

    def _list_in_force(self, issuer: Link, moment: datetime) -> RevocationList:
        candidates = self._lists.get(issuer.frame.subject, [])
        if not candidates:
            raise SignatureRefused("CRL-MISSING")
        if not all(candidate.plain for candidate in candidates):
            raise SignatureRefused("CRL-KIND")
        if not _may_sign_lists(issuer.certificate):
            raise SignatureRefused("CRL-ISSUER")
        genuine = [candidate for candidate in candidates if self._is_signed_by(candidate, issuer)]
        if not genuine:
            raise SignatureRefused("CRL-SIGNATURE")
        published = [candidate for candidate in genuine if candidate.this_update <= moment] or genuine
        newest = max(published, key=lambda candidate: candidate.this_update)
        newest.require_in_force(moment)
        return newest

    def _is_signed_by(self, candidate: RevocationList, issuer: Link) -> bool:
        key = (id(candidate), issuer.der)
        if key not in self._signed:
            self._signed[key] = candidate.signed_by(public_key(issuer.der), self.policy)
        return self._signed[key]

    def _holds(self, chain: tuple[Link, ...], moment: datetime) -> Known:
        """Until the first certificate or list of the chain runs out."""
        since = [link.certificate.not_valid_before_utc for link in chain]
        until = [link.certificate.not_valid_after_utc for link in chain]
        if self.revocation:
            lists = [self._list_in_force(issuer, moment) for issuer in chain[1:]]
            since += [listed.this_update for listed in lists]
            until += [listed.next_update for listed in lists if listed.next_update is not None]
        return Known(since=max(since), until=min(until))

    def _add(self, der: bytes, *, anchor: bool) -> None:
        frame = read_frame(der)
        self._issuers[frame.subject].append(Link(der=der, frame=frame, certificate=parsed(der), anchor=anchor))


class Search:
    """One bounded search, depth first. It remembers the refusal that came nearest to an anchor."""

    def __init__(self, store: TrustStore, moment: datetime) -> None:
        self._store, self._moment = store, moment
        self._attempts = 0
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
                self._accept(chain, issuer)
            except SignatureRefused as refusal:
                self._remember(len(chain), refusal)
                continue
            if issuer.anchor:
                return (*chain, issuer)
            if found := self._extend((*chain, issuer)):
                return found
        return None

    def _accept(self, chain: tuple[Link, ...], issuer: Link) -> None:
        check_issuer(issuer, chain, self._moment, self._store.policy)
        if self._store.revocation:
            self._store.check_revocation(chain[-1], issuer, self._moment)

    def _remember(self, depth: int, refusal: SignatureRefused) -> None:
        """Of equal depth the first that says more than "signed by somebody else of that name"."""
        score = 2 * depth + (refusal.code != "CHAIN-SIGNATURE")
        if score > self._nearest[0]:
            self._nearest = (score, refusal)


def certificates_in(folder: Path) -> list[bytes]:
    """The certificates of a folder, in DER; a PEM file may hold several."""
    found: list[bytes] = []
    for file in _files(folder, CERTIFICATE_FILES):
        with _naming(file):
            certificates = certificates_of(file.read_bytes())
            for der in certificates:
                read_frame(der)
        found += certificates
    return found


def lists_in(folder: Path) -> list[RevocationList]:
    found: list[RevocationList] = []
    for file in _files(folder, LIST_FILES):
        with _naming(file):
            found.append(read_revocation_list(file.read_bytes()))
    return found


def _files(folder: Path, suffixes: set[str]) -> list[Path]:
    return [file for file in sorted(folder.iterdir()) if file.suffix.lower() in suffixes]


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """One rotten file spoils a folder: to pass over it in silence could pass over a revocation."""
    try:
        yield
    except SignatureRefused as refusal:
        raise SignatureRefused("STORE-UNREADABLE", file=file.name) from refusal


def certificates_of(data: bytes) -> list[bytes]:
    try:
        if data.lstrip().startswith(b"-----"):
            return [certificate.public_bytes(Encoding.DER) for certificate in x509.load_pem_x509_certificates(data)]
    except ValueError as fault:
        raise SignatureRefused("CERT-UNREADABLE") from fault
    return [data]


def _may_sign_lists(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return False
