"""Until when customs must have looked: documents within two working hours, goods within eight (Customs Law, Art. 23).

When the filer gave the documents or presented the goods is not told here yet, so both are counted from registration
(assumption). While documents are asked for, and while a declaration is held, the term does not run (assumption).
"""

from datetime import datetime

from thongquan import law
from thongquan.base.moment import business_day
from thongquan.declaration.conditions import RED
from thongquan.declaration.working_days import CalendarUnknown, working_hours_after

DOCUMENT_CHECK_HOURS = law.parameter("document_check_hours", int)
GOODS_CHECK_HOURS = law.parameter("goods_check_hours", int)

_RUNNING = ("registered", "inspection")


def deadline(state: str, channel: str, registered_at: datetime) -> datetime | None:
    """None: no term runs, or the holidays of that year are not known yet."""
    if state not in _RUNNING:
        return None
    hours = (GOODS_CHECK_HOURS if channel == RED else DOCUMENT_CHECK_HOURS).on(business_day(registered_at))
    try:
        return working_hours_after(registered_at, hours)
    except CalendarUnknown:
        return None
