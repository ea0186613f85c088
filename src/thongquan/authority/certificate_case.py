"""One certificate that waits for customs, with everything that an officer should know before he decides."""

from datetime import datetime, timedelta

import msgspec

from thongquan.authority.certificate_queue import WaitingCertificate, waiting_certificates
from thongquan.authority.own_records import CertificateShown, certificates_of_company
from thongquan.authority.ports import Books, ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.signing.chain import TrustStore

SOON = timedelta(days=30)


class CertificateCase(msgspec.Struct, frozen=True):
    waiting: WaitingCertificate
    others: list[CertificateShown]
    """The company's other certificates; none of them counts."""
    warnings: list[Fault]


def certificate_case(
    room: ReadingRoom, trust: TrustStore, account: str, fingerprint: str, at: datetime
) -> CertificateCase:
    """Raises as `waiting_certificates`; NotFound too where it does not wait, or for another office."""
    for one in waiting_certificates(room, trust, account, at):
        if one.look.fingerprint == fingerprint:
            return case_of(room, one, at)
    raise NotFound


def case_of(room: Books | ReadingRoom, one: WaitingCertificate, at: datetime) -> CertificateCase:
    held = certificates_of_company(room, one.tax_code, at)
    others = [other for other in held if other.fingerprint != one.look.fingerprint]
    return CertificateCase(one, others, [*_differences(one), *_not_good(one, at), *_known_elsewhere(room, one)])


def _differences(one: WaitingCertificate) -> list[Fault]:
    """What its issuer wrote, against what is registered."""
    found, look = [], one.look
    if look.organisation != one.company:
        found.append(
            Fault("OFFICE-COMPANY-NAME-DIFFERS", "company", {"registered": one.company, "written": look.organisation})
        )
    if look.tax_code != one.tax_code:
        named = sorted({each.value for each in look.identifiers})
        found.append(Fault("OFFICE-TAX-CODE-DIFFERS", "tax_code", {"registered": one.tax_code, "written": named}))
    return found


def _not_good(one: WaitingCertificate, at: datetime) -> list[Fault]:
    look = one.look
    bad = [check.reason for check in look.checks if check.state == "bad"]
    if bad:
        return [Fault("OFFICE-CERTIFICATE-NOT-TRUSTED", "certificate", {"serial": look.serial, "reason": bad[0]})]
    ends = min(one.until, look.valid_until)
    if ends < stamp(at + SOON):
        return [Fault("OFFICE-CERTIFICATE-ENDS-SOON", "certificate", {"serial": look.serial, "until": ends})]
    return []


def _known_elsewhere(room: Books | ReadingRoom, one: WaitingCertificate) -> list[Fault]:
    if not one.look.identity:
        return []
    companies = sorted({other.tax_code for other in room.applications.elsewhere(one.look.identity, one.tax_code)})
    if not companies:
        return []
    return [Fault("OFFICE-PERSON-ELSEWHERE", "identity", {"name": one.look.owner, "companies": companies})]
