"""A company ends a driver's link, at once."""

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.authority.transport_link import own_transport
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.registration.deeds_transport_links import TransportLinkEnd


def faults(now: Sitting, account: str, says: TransportLinkEnd) -> list[Fault]:
    one = own_transport(now, account, says.number)
    link = next((link for link in now.books.transport_links.of_transport(one) if link.id == says.link), None)
    if link is None:
        return [Fault("TRANSPORT-LINK-UNKNOWN", "link", {"link": says.link})]
    return [Fault("TRANSPORT-LINK-ENDED", "link", {"link": says.link})] if link.ended_at else []


def transport_link_end(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, account = signed.deed.says, signed.deed.account
    assert isinstance(says, TransportLinkEnd)
    if found := faults(now, account, says):
        raise FormFaulty(found)
    one, at = own_transport(now, account, says.number), stamp(now.at)
    now.books.transport_links.end(says.link, at)
    return Done({"link": says.link, "number": one.number, "ended_at": at}, company=one.company)


PROCEDURE = Procedure(TransportLinkEnd, "account", transport_link_end, faults, in_session=True)
