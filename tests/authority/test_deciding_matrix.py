"""Role × state × office × hours × own company: every forbidden cell is refused, before signing and after (row 14).

Every step in every state stands in `test_steps_matrix.py`.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from authority.deciding import KIND, decide, look, what_is_said
from authority.deeds import code_of, composed, sent, signed
from authority.house import House, a_filing, an_owner, the_pki
from building import a_mic
from demo_pki import RSA_COMPANY
from thongquan.declaration.codec import encode_line
from thongquan.registration.account import Person

HOURS = {"on duty": "09:00-17:00", "at any hour": "", "over midnight": "22:00-11:00", "off duty": "19:00-07:00"}
"""It is ten o'clock there."""
ROLES, STATES = ("officer", "head", "auditor", "operator"), ("registered", "cleared", "refused", "not there")
OFFICES, PERSONS = ("02DS", "01E1"), ("a stranger", "of the company")


class Cell(NamedTuple):
    role: str
    state: str
    office: str
    hours: str
    person: str

    def code(self) -> str:
        """What must refuse it; of several the first asked."""
        if self.state == "not there":
            return "NOT-FOUND"
        if self.role not in ("officer", "head"):
            return "OFFICER-ROLE"
        if self.office != "02DS":
            return "OFFICER-OTHER-OFFICE"
        if self.hours == "off duty":
            return "OFFICER-OFF-DUTY"
        if self.person == "of the company":
            return "OFFICER-OWN-COMPANY"
        return "" if self.state == "registered" else "STEP-NOT-NOW"


CELLS = [Cell(*cell) for cell in product(ROLES, STATES, OFFICES, HOURS, PERSONS)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("matrix"))
    yield house
    house.close()


def test_every_cell_is_covered_and_every_forbidden_one_refused(house: House) -> None:
    """Each text was composed and signed while everything was in order; then its cell came true."""
    houses = [f"M{n}" for n in range(len(CELLS))]
    red = [encode_line(a_mic(goods_description="Drone mini", house_bill=one, **an_owner(one))) for one in houses]
    [answer] = house.file(a_filing(red))
    numbers = [one["decision"]["number"] for one in answer["outcomes"]]
    told, wrong = Counter[str](), []
    for cell, number in zip(CELLS, numbers, strict=True):
        put(house, Cell("officer", "registered", "02DS", "on duty", "a stranger"), number)
        look(house, number)
        asked = what_is_said(house, number, "goods-fit")
        text = signed(composed(house, KIND, "cb01", **asked).text, the_pki().officer("cb01"))
        put(house, cell, number)
        composing = code_of(composed, house, KIND, "cb01", **asked)
        carrying_out = code_of(sent, house, text)
        told[carrying_out] += 1
        if (composing, carrying_out) != (cell.code(), cell.code()):
            wrong.append((cell, composing, carrying_out))
    assert wrong == []
    allowed = 2 * 1 * 1 * 3 * 1
    assert (len(CELLS), told[""], told.total() - told[""]) == (256, allowed, 256 - allowed)
    [(decided,)] = house.rows("SELECT count(*) FROM deed WHERE kind = 'declaration-decide' AND account = 'cb01'")
    assert decided == allowed


def put(house: House, cell: Cell, number: str) -> None:
    """As the cell says; the declaration's state as another officer would have left it."""
    connection, hours = house.books.connection, HOURS[cell.hours]
    works = "UPDATE officer SET role = ?, office = ?, hours = ? WHERE id = 'cb01'"
    connection.execute(works, (cell.role, cell.office, hours))
    mine, theirs = house.books.accounts.account("cb01"), house.books.accounts.of_company(RSA_COMPANY)[0]
    other = "1" if cell.person == "a stranger" else "001099012345"
    for account, identity in ((mine, "001099012345"), (theirs, other)):
        house.books.accounts.put(replace(account, person=Person(identity=identity)))
    if cell.state == "not there":
        connection.execute("DELETE FROM declaration WHERE number = ?", (int(number),))
    elif cell.state != "registered":
        decide(house, number, "clear" if cell.state == "cleared" else "refuse", "đã xem", "ct01")
