"""Box 2 of the final destination (TT 191/2015 PL II.A, printed in row 19): the system tells the name of the place."""

import pytest

from forms.samples import a_decision, a_mec
from thongquan.forms.values import values_of


@pytest.mark.parametrize(
    ("place", "name"),
    [("JPNRT", "NARITA APT - TOKYO"), ("VNZZZ", "ON THE SPOT EXPORT"), ("ZZZ", "NOT IN THE LIST"), ("", "")],
)
def test_the_name_of_the_final_destination_is_the_table_s(place: str, name: str) -> None:
    assert values_of(a_mec(final_destination=place), a_decision())["destination_name"] == name
