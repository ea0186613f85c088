"""Certificates, revocation lists and responders' answers as they lie in folders."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from thongquan.signing.frame import read_frame
from thongquan.signing.ocsp import Answer, read_answer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList, read_revocation_list

CERTIFICATE_FILES = {".pem", ".crt", ".cer", ".der"}
LIST_FILES = {".crl", ".pem", ".der"}
ANSWER_FILES = {".ocsp", ".ors", ".resp", ".der"}


def certificates_in(folder: Path) -> list[bytes]:
    """The certificates of a folder, in DER; a PEM file may hold several."""
    found: list[bytes] = []
    for file in files_in(folder, CERTIFICATE_FILES):
        with naming(file):
            certificates = certificates_of(file.read_bytes())
            for der in certificates:
                read_frame(der)
        found += certificates
    return found


def lists_in(folder: Path) -> list[RevocationList]:
    found: list[RevocationList] = []
    for file in files_in(folder, LIST_FILES):
        with naming(file):
            found.append(read_revocation_list(file.read_bytes()))
    return found


def answers_in(folder: Path) -> list[Answer]:
    """Responders' answers, in DER."""
    found: list[Answer] = []
    for file in files_in(folder, ANSWER_FILES):
        with naming(file):
            found.append(read_answer(file.read_bytes()))
    return found


def files_in(folder: Path, suffixes: set[str]) -> list[Path]:
    return [file for file in sorted(folder.iterdir()) if file.suffix.lower() in suffixes]


@contextmanager
def naming(file: Path) -> Iterator[None]:
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
