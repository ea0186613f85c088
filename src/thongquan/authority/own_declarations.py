"""A company looks for its own declarations: those it filed, and those that a broker filed for it."""

from datetime import datetime

from thongquan.authority.feed_readers import company_of_account
from thongquan.authority.own_declaration_ports import OwnDeclaration, OwnSought
from thongquan.authority.paging import Page, Wanted
from thongquan.authority.ports import ReadingRoom


def own_declarations(
    room: ReadingRoom, account: str, at: datetime, sought: OwnSought, wanted: Wanted
) -> Page[OwnDeclaration]:
    """A page of them, by `registered`.

    Raises:
        NotFound: the account is closed, or no company's.
        CursorUnknown
    """
    return room.own_declarations.page_of(company_of_account(room, account, at), sought, wanted)
