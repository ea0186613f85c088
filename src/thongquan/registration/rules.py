"""What a registration must satisfy, and for whom a registered company may act."""

from thongquan.base.citation import cite
from thongquan.base.fault import Refusal
from thongquan.registration.model import Company, Officer, Signer


class TaxCodeDiffers(Refusal):
    """The certificate was issued to another tax code than the company's."""

    code = "REG-TAX-CODE"


class CompanySuspended(Refusal):
    """The company's account is suspended."""

    code = "COMPANY-SUSPENDED"


class CertificateBlocked(Refusal):
    """The certificate was reported lost or stolen and is blocked here."""

    code = "CERTIFICATE-BLOCKED"


class NoRightToAct(Refusal):
    """The signer does not speak for this declarant."""

    code = cite("NO-RIGHT-TO-ACT", "VNACCS 2014 MIC U0001", "term-2014", result_code="U0001")


class OtherOffice(Refusal):
    """An officer decides only for the office he or she belongs to."""

    code = "OFFICER-OTHER-OFFICE"


def certificate_names_the_company(certificate_tax_code: str, company: Company) -> None:
    """A certificate speaks only for the tax code that its issuer wrote into it (Luật 20/2023/QH15)."""
    if certificate_tax_code != company.tax_code:
        raise TaxCodeDiffers(expected=company.tax_code, found=certificate_tax_code)


def account_is_open(signer: Signer) -> None:
    if signer.blocked:
        raise CertificateBlocked
    if signer.company.suspended:
        raise CompanySuspended(tax_code=signer.company.tax_code)


def may_act(signer: Signer, filer: str, on_behalf_of: str) -> None:
    """A company files in its own name. Acting for others needs a grant, and none can be registered yet."""
    if filer != signer.company.tax_code or on_behalf_of != filer:
        raise NoRightToAct(filer=filer, on_behalf_of=on_behalf_of)


def may_decide(officer: Officer, office: str) -> None:
    if officer.office != office:
        raise OtherOffice(officer=officer.id, office=office)
