"""How programs ask for a page of a list."""

from typing import Annotated

from litestar.params import QueryParameter

from thongquan.base.limits import LIMITS

After = Annotated[
    str,
    QueryParameter(
        max_length=LIMITS.cursor_characters,
        description="`next` of the page before, with the same order and filters; left out: the first page.",
    ),
]
Rows = Annotated[int, QueryParameter(ge=1, le=LIMITS.page_rows, description="How many rows at most.")]
Filter = Annotated[str, QueryParameter(max_length=LIMITS.office_text_characters)]

ALL = LIMITS.page_rows
