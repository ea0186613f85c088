"""Plans and lists as JSON."""

import msgspec
import pytest

from thongquan.transport.told import TransportUnreadable, read_list, read_plan, told
from transport.cargoes import bills, the_plan


@pytest.mark.parametrize(("count", "form"), [(6, "01-BKVD/TKXX"), (101, "04-BKHH")])
def test_a_list_begins_with_its_form_and_is_read_again(count: int, form: str) -> None:
    [one] = the_plan(bills(count)).lists
    assert msgspec.json.decode(told(one))["form"] == form
    assert told(read_list(told(one))) == told(one)


@pytest.mark.parametrize("count", [5, 6, 101])
def test_a_plan_is_read_again(count: int) -> None:
    one = the_plan(bills(count))
    assert told(read_plan(told(one))) == told(one)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"form":"04-BKHH"}'])
def test_anything_else_is_refused(data: bytes) -> None:
    for read in (read_list, read_plan):
        with pytest.raises(TransportUnreadable):
            read(data)
