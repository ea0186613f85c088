"""More people with certificates: each key is made at once, of P-256, and signs as a PKCS#12 file would."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from authority.deeds import a_registration, composed, sent, signed
from authority.house import NAMES, House, the_pki
from demo_pki import MADE_AT, RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.signing.certificate import RegisteredCertificate, described
from thongquan.signing.frame import read_frame
from thongquan.signing.issuing import Issuer, company_name, issue_company_certificate
from thongquan.signing.making import detached_message
from thongquan.signing.report import signed_by
from thongquan.signing.sign import Pkcs12Signer


def the_issuer() -> Issuer:
    folder = the_pki().folder
    key = load_pem_private_key((folder / "private" / "intermediate.pem").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = x509.load_pem_x509_certificate((folder / "intermediates" / "intermediate.pem").read_bytes())
    return Issuer(certificate, key)


class Holder:
    """Somebody with a key and a certificate; of a company, unless `subject` says another."""

    def __init__(self, tax_code: str = RSA_COMPANY, made_at: datetime = MADE_AT, subject: Any = None) -> None:
        self._key, self._issuer = ec.generate_private_key(ec.SECP256R1()), the_issuer()
        subject = subject or company_name(tax_code, NAMES.get(tax_code, f"Công ty {tax_code}"))
        self.x509 = issue_company_certificate(subject, self._key, self._issuer, made_at)
        der = self.x509.public_bytes(Encoding.DER)
        self.certificate: RegisteredCertificate = described(der, read_frame(der), signed_by(der).tax_code)

    @cached_property
    def _signer(self) -> Any:
        from pyhanko.sign.signers import SimpleSigner

        data = serialize_key_and_certificates(b"", self._key, self.x509, [self._issuer.certificate], NoEncryption())
        return SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=None)

    def sign(self, content: bytes) -> bytes:
        return detached_message(self._signer, content)


def registered(house: House, signer: Any, **says: Any) -> Carried:
    """What became of the certificate that registered itself."""
    text = composed(house, "certificate-register", signer.certificate.tax_code, **a_registration(signer, **says)).text
    return sent(house, signed(text, signer))


def about(signer: Any, **more: Any) -> dict[str, Any]:
    """How a deed names a certificate."""
    return {"serial": signer.certificate.serial, "fingerprint": signer.certificate.fingerprint, **more}


def confirmed(house: House, signer: Any, by: Any, **more: Any) -> Carried:
    text = composed(house, "certificate-confirm", by.certificate.tax_code, **about(signer, **more)).text
    return sent(house, signed(text, by))


def suspended(house: House, signer: Any, by: Any, reason: str = "stolen") -> Carried:
    text = composed(house, "certificate-suspend", by.certificate.tax_code, **about(signer, reason=reason)).text
    return sent(house, signed(text, by))


def ended(house: House, signer: Any, by: Any) -> Carried:
    text = composed(house, "certificate-end", by.certificate.tax_code, **about(signer)).text
    return sent(house, signed(text, by))


def state_of(house: House, signer: Any) -> str:
    """As the books have it; "" when it is not registered."""
    found = house.books.certificates.signatory(signer.certificate.issuer_serial)
    return "" if found is None else str(found.state)


def an_officer(name: str = "cb01") -> Any:
    """An officer of every house, with the certificate that is registered there."""
    return the_pki().officer(name)


def by_officer(house: House, signer: Any, officer: Pkcs12Signer, name: str = "cb01", **more: Any) -> Carried:
    says = about(signer, tax_code=signer.certificate.tax_code, grounds="Văn bản đề nghị số 12", **more)
    text = composed(house, "certificate-confirm-by-officer", name, **says).text
    return sent(house, signed(text, officer))


def refused_by_officer(house: House, signer: Any, officer: Any, name: str = "cb01", **more: Any) -> Carried:
    says = about(signer, tax_code=signer.certificate.tax_code, grounds="Thiếu giấy giới thiệu", **more)
    text = composed(house, "certificate-refuse-by-officer", name, **says).text
    return sent(house, signed(text, officer))


YEAR = timedelta(days=365)
