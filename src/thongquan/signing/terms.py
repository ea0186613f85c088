"""What must be known of a certificate before it counts: the table of revocation, written in this one place.

| the issuer's terms need | it counts when |
| --- | --- |
| `crl` | the issuer's list is in force and silent |
| `ocsp` | an answer is in force and says "good" |
| `either` | one of the two |
| `both` | both |

Whatever the terms: a word of "revoked" refuses, however old it is, and so does one in force of a responder that does
not know the certificate. Missing, unreadable, foreign or run out is no word at all. Run out less than `grace_seconds`
ago (nought unless configured) still counts, and each use of it is an alarm.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from thongquan.signing.refusal import SignatureRefused

Needs = Literal["crl", "ocsp", "either", "both"]
Says = Literal["good", "late", "revoked", "unknown", "nothing"]

WAYS: dict[Needs, tuple[tuple[str, ...], ...]] = {
    "crl": (("crl",),),
    "ocsp": (("ocsp",),),
    "either": (("crl",), ("ocsp",)),
    "both": (("crl", "ocsp"),),
}
"""For each need the sets of sources of which one must be good throughout."""


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is configured for one issuer."""

    needs: Needs = "crl"
    grace_seconds: int = 0
    ocsp: tuple[str, ...] = ()
    crl: tuple[str, ...] = ()
    """Addresses that the fetcher may ask. Those in certificates are never used."""
    inside: tuple[str, ...] = ()
    """IP addresses of this machine or network that these names may lead to: all others of the kind are refused."""


class Word(msgspec.Struct, frozen=True):
    """What one source says of one certificate at one moment."""

    says: Says
    since: datetime | None = None
    until: datetime | None = None
    """As long as nothing changes, it holds between these."""
    refusal: str = ""
    """Why it says nothing."""


def nothing(refusal: str) -> Word:
    return Word("nothing", refusal=refusal)


def counted(terms: Terms, words: Mapping[str, Word]) -> list[Word]:
    """The words on which the certificate counts, by the table above.

    Raises:
        SignatureRefused: CERT-REVOKED, OCSP-UNKNOWN, or why the source that is needed says nothing.
    """
    if any(word.says == "revoked" for word in words.values()):
        raise SignatureRefused("CERT-REVOKED")
    if any(word.says == "unknown" for word in words.values()):
        raise SignatureRefused("OCSP-UNKNOWN")
    ways = [[words[source] for source in way] for way in WAYS[terms.needs]]
    for enough in ({"good"}, {"good", "late"}):
        for way in ways:
            if all(word.says in enough for word in way):
                return way
    codes = [word.refusal for way in ways for word in way if word.refusal]
    raise SignatureRefused(next((code for code in codes if not code.endswith("-MISSING")), codes[0]))
