"""Until when customs must have looked: documents within two working hours, goods within eight (Customs Law, Art. 23).

The hours run from the complete dossier, and from the full presentation of the goods. A dossier that customs asked for
is complete when its documents were given; one of which nothing was asked, or that customs went on with before anything
came, when it was registered (assumption). When goods were presented is told nowhere: read as the moment when the
dossier was complete (assumption). While what was asked for is not there, and while a declaration is held, no term runs
(assumption); a correction begins none (assumption). The extension by two days is not modelled.
"""

from datetime import datetime

from thongquan import law
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.conditions import RED
from thongquan.declaration.working_days import CalendarUnknown, working_hours_after

DOCUMENT_CHECK_HOURS = law.parameter("document_check_hours", int)
GOODS_CHECK_HOURS = law.parameter("goods_check_hours", int)

_RUNNING = ("registered", "inspection")


def deadline(state: str, channel: str, registered_at: str, documents_at: str = "") -> datetime | None:
    """`documents_at`: when what was asked for was given; "" nothing was, or not yet. Both are `stamp`s.

    None: no term runs, or the holidays of that year are not known yet.
    """
    if state not in _RUNNING and not (state == "documents" and documents_at):
        return None
    begins = read_stamp(documents_at or registered_at)
    hours = (GOODS_CHECK_HOURS if channel == RED else DOCUMENT_CHECK_HOURS).on(business_day(begins))
    try:
        return working_hours_after(begins, hours)
    except CalendarUnknown:
        return None
