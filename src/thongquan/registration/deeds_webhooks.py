"""Deeds about webhooks. The secret with which bodies are signed is never part of a text."""

from typing import Annotated, ClassVar, Literal

from thongquan.base.limits import LIMITS
from thongquan.registration.deed import Particulars, deed
from thongquan.registration.deeds import called

WEBHOOK_ID = r"WH[0-9A-F]{12}"

Work = Literal["pause", "resume", "renew", "end"]
WORKS: dict[str, str] = {"pause": "tạm dừng", "resume": "gửi tiếp", "renew": "đổi khóa ký", "end": "thôi gửi"}


@deed
class WebhookAdd(Particulars, frozen=True):
    """From now on the company's events are sent there. Its secret is shown once, in the answer."""

    kind: ClassVar[str] = "webhook-add"
    work: ClassVar[str] = "Đăng ký địa chỉ nhận diễn biến (webhook)"
    work_en: ClassVar[str] = "Register an address that events are sent to (webhook)"

    address: Annotated[
        str, called("Địa chỉ https", "Address (https)", r"https://[!-~]+", most=LIMITS.webhook_address_characters)
    ]


@deed
class WebhookChange(Particulars, frozen=True):
    """`number` counts its secrets after the deed, so that an old text makes no new one."""

    kind: ClassVar[str] = "webhook-change"
    work: ClassVar[str] = "Thay đổi việc gửi diễn biến (webhook)"
    work_en: ClassVar[str] = "Change the sending of events (webhook)"

    webhook: Annotated[str, called("Webhook", "Webhook", WEBHOOK_ID, most=14)]
    change: Annotated[Work, called("Thay đổi", "Change", words=WORKS)]
    number: Annotated[int, called("Số thứ tự khóa ký sau thay đổi", "Number of its secret afterwards")]
