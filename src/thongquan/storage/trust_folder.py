"""What is trusted, on the disk: configured in the trust folder, or taken in meanwhile and kept beside the books.

TRUST/anchors  intermediates  crls     certificates and lists, as the operator puts them there
TRUST/issuers/KEY-ID.json              the terms of an issuer (`signing/terms.py`)
DATA/revocation/KEY-ID.crl  .index     the newest list of each issuer, as published, and its serial numbers
DATA/revocation/KEY-ID-SERIAL.ocsp     the newest answer about each certificate

A list is verified by its signature at every start; the index belongs to the list whose hash it names, and is made anew
where it does not. Whoever may write here could as well add an anchor, so there is nothing to seal.
"""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding

from thongquan.signing.chain import TrustStore, no_alarm
from thongquan.signing.evidence import Alarm, Wanted
from thongquan.signing.folders import LIST_FILES, answers_in, certificates_in, files_in, naming
from thongquan.signing.link import Link
from thongquan.signing.ocsp import Answer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList, read_revocation_list
from thongquan.signing.serials import Serials
from thongquan.signing.terms import Terms
from thongquan.storage.folders import private_folder, sync_folder, told_with

KEPT = "revocation"
"""In the data folder."""


class IndexHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of an index: of which list, and what follows it. Hashes are SHA-256 in hex."""

    list: str
    serials: str


class TrustFolder:
    def __init__(self, trust: Path, data: Path) -> None:
        self.trust = trust
        self._kept = data / KEPT

    def read(self, alarm: Alarm = no_alarm, wanted: Wanted | None = None) -> TrustStore:
        """Everything as it lies there now.

        Raises:
            SignatureRefused: a file cannot be read: to pass over it could pass over a revocation.
            OSError: a folder is missing.
        """
        kept = self._kept_lists()
        known = {listed.fingerprint for listed in kept}
        given = [one for one in self._given_lists() if one.fingerprint not in known]
        return TrustStore(
            certificates_in(self.trust / "anchors"),
            certificates_in(self.trust / "intermediates"),
            [*kept, *given],
            answers=answers_in(self._kept) if self._kept.exists() else (),
            terms=self._terms(),
            alarm=alarm,
            wanted=wanted,
        )

    def keep_newest(self, store: TrustStore) -> None:
        """Index the newest list of each issuer, so that the next start need not read its entries, nor an older list."""
        for issuer in store.issuers():
            with suppress(SignatureRefused):
                newest = store.evidence.list_of(issuer)
                kept = self._kept / f"{issuer.frame.key_id}.crl"
                if not kept.exists() or sha256(kept.read_bytes()).hexdigest() != newest.fingerprint:
                    self.keep_list(issuer, newest)

    def keep_list(self, issuer: Link, listed: RevocationList) -> None:
        """The index first: without its list it is nothing, a list without its index is read anew."""
        folder, packed = private_folder(self._kept), listed.serials.packed
        head = IndexHead(listed.fingerprint, sha256(packed).hexdigest())
        write(folder / f"{issuer.frame.key_id}.index", msgspec.json.encode(head) + b"\n" + packed)
        write(folder / f"{issuer.frame.key_id}.crl", listed.data)

    def keep_answer(self, issuer: Link, answer: Answer) -> None:
        write(private_folder(self._kept) / f"{issuer.frame.key_id}-{answer.serial:x}.ocsp", answer.der)

    def add_issuer(self, issuer: Link, terms: Terms) -> None:
        """The terms first: an issuer never counts by other terms than its own. An anchor only gets terms.

        Raises:
            OSError: the trust folder is not the server's to write.
        """
        folder, name = self.trust / "issuers", issuer.frame.key_id
        folder.mkdir(exist_ok=True, mode=_mode(self.trust))
        terms_told = msgspec.json.format(msgspec.json.encode(terms), indent=2) + b"\n"
        write(folder / f"{name}.json", terms_told, _mode(folder) & 0o666)
        beside = self.trust / "intermediates"
        if issuer.der not in certificates_in(self.trust / "anchors") + certificates_in(beside):
            pem = issuer.certificate.public_bytes(Encoding.PEM)
            place = beside / f"{sha256(issuer.der).hexdigest()}.pem"
            write(place, pem, _mode(beside) & 0o666)

    def _terms(self) -> dict[str, Terms]:
        folder = self.trust / "issuers"
        found: dict[str, Terms] = {}
        for file in sorted(folder.glob("*.json")):
            try:
                found[file.stem] = msgspec.json.decode(file.read_bytes(), type=Terms)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise SignatureRefused("STORE-UNREADABLE", file=file.name) from error
        return found

    def _given_lists(self) -> list[RevocationList]:
        """Only their heads are read here."""
        found: list[RevocationList] = []
        for file in files_in(self.trust / "crls", LIST_FILES):
            with naming(file):
                found.append(read_revocation_list(file.read_bytes()))
        return found

    def _kept_lists(self) -> list[RevocationList]:
        found: list[RevocationList] = []
        for file in sorted(self._kept.glob("*.crl")):
            with naming(file):
                data = file.read_bytes()
                found.append(read_revocation_list(data, _index_of(file.with_suffix(".index"), data)))
        return found


def _index_of(file: Path, listed: bytes) -> Serials | None:
    """None: it is not there, damaged, or another list's. Then the list itself is read."""
    try:
        head, _, packed = file.read_bytes().partition(b"\n")
        told = msgspec.json.decode(head, type=IndexHead)
    except (OSError, msgspec.DecodeError):
        return None
    belongs = told == IndexHead(sha256(listed).hexdigest(), sha256(packed).hexdigest())
    return Serials(packed) if belongs else None


def _mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and on the disk when it is done."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with told_with(path), open(handle, "wb") as file:  # noqa: PTH123 - an open descriptor: its mode is right from the first byte
        os.fchmod(handle, mode)
        file.write(data)
        file.flush()
        os.fsync(handle)
    unfinished.rename(path)
    sync_folder(path.parent)
