"""The tax code for which a certificate speaks: `MST:` in one of the places where Vietnamese providers put it."""

from cryptography import x509

from thongquan.signing.owner import tax_codes_of
from thongquan.signing.refusal import SignatureRefused


def tax_code_of(certificate: x509.Certificate) -> str:
    """The one tax code that the certificate names. Two different ones are as useless as none."""
    found = tax_codes_of(certificate)
    if not found:
        raise SignatureRefused("CERT-TAX-CODE-MISSING")
    if len(found) > 1:
        raise SignatureRefused("CERT-TAX-CODE-AMBIGUOUS")
    return found.pop()
