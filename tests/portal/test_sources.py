"""How often one source may ask: so many sources are known at once, and those that asked last stay known."""

import pytest

from thongquan.authority.refusals import TooOften
from thongquan.base.limits import LIMITS
from thongquan.portal.sources import Rate


@pytest.mark.parametrize(
    ("others", "is_known"), [(LIMITS.remembered_sources - 1, True), (LIMITS.remembered_sources, False)]
)
def test_so_many_sources_are_remembered(others: int, is_known: bool) -> None:
    rate = Rate(1, 60.0, LIMITS.remembered_sources)
    rate.take("first", 0.0)
    for number in range(others):
        rate.take(f"source {number}", 0.0)
    if is_known:
        with pytest.raises(TooOften):
            rate.take("first", 0.0)
    else:
        rate.take("first", 0.0)
