"""What a company signs about the links of a transport: who may tell of it on the way without an account, until when."""

from typing import Annotated, ClassVar

from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import DAY, called
from thongquan.registration.deeds_transport import Number

LINK_ID = r"TL[0-9A-F]{12}"


@deed
class TransportLink(Particulars, frozen=True):
    """Whoever bears the link sees this transport and reports of it. Its secret is shown once, in the answer."""

    kind: ClassVar[str] = "transport-link"
    work: ClassVar[str] = "Cấp liên kết cho lái xe của tờ khai vận chuyển"
    work_en: ClassVar[str] = "Give the driver of a transport a link"

    number: Number
    driver: Annotated[str, called("Lái xe, biển số", "Driver, plate", most=100)]
    until_day: Annotated[str, called("Dùng được đến ngày", "Good until day", DAY)]
    until_time: Annotated[str, called("Dùng được đến giờ", "Good until hour", r"([01][0-9]|2[0-3]):?[0-5][0-9]")]
    """In Viet Nam: from this minute on it is good for nothing. A page sends it without the colon."""


@deed
class TransportLinkEnd(Particulars, frozen=True):
    """At once: of what its bearer tells from then on nothing is taken."""

    kind: ClassVar[str] = "transport-link-end"
    work: ClassVar[str] = "Ngừng liên kết cho lái xe của tờ khai vận chuyển"
    work_en: ClassVar[str] = "End the link of a transport's driver"

    number: Number
    link: Annotated[str, called("Liên kết", "Link", LINK_ID)]
