"""Why a request about a certificate is not carried out. Worded in `law/wording/*/registration_certificates.toml`.

Whoever reads these has signed with a certificate that counts; still none tells what other companies have.
"""

from thongquan.base.fault import Refusal


class OrganisationDiffers(Refusal):
    """The deed names another organisation than the certificate does."""

    code = "CERTIFICATE-OWNER-DIFFERS"


class CertificateNotHeld(Refusal):
    """The company has no such certificate. One of another company looks the same."""

    code = "CERTIFICATE-NOT-HELD"


class CertificateNotWaiting(Refusal):
    code = "CERTIFICATE-NOT-WAITING"


class ReplacementDiffers(Refusal):
    """The certificate asked to stand in another's place than the one that the deed names."""

    code = "CERTIFICATE-REPLACES-ANOTHER"


class ConfirmedByItself(Refusal):
    """What is to be confirmed, and what confirms it, are one certificate."""

    code = "CERTIFICATE-CONFIRMS-ITSELF"


class CompanyConfirmsItself(Refusal):
    """One of the company's certificates counts still: its holder confirms, not an officer."""

    code = "COMPANY-CONFIRMS-ITSELF"


class OfficerDoesNotDecide(Refusal):
    """Auditors and operators decide nothing."""

    code = "OFFICER-DOES-NOT-DECIDE"


class SameOfficer(Refusal):
    """Four eyes: the second officer is another than the first."""

    code = "FOUR-EYES"


class SerialAmbiguous(Refusal):
    """Several issuers gave this serial number."""

    code = "SERIAL-AMBIGUOUS"
