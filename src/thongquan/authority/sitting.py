"""The authority at work: what every request that writes is given."""

from datetime import datetime

import msgspec

from thongquan.authority.authority import Authority
from thongquan.authority.ports import Books


class Sitting(msgspec.Struct, frozen=True):
    """One transaction of the authority: its books, open for writing, and the moment at which it sits."""

    authority: Authority
    books: Books
    at: datetime
