from thongquan.transport.cargo import gathered
from thongquan.transport.cases import Decided
from thongquan.transport.filling import filled
from transport.cargoes import bills


def test_more_cargo_rows_than_there_are_is_a_fault() -> None:
    """Five bills and their list, if a parameter makes them c.3."""
    decided = Decided("c.3", "bills", 5, 105, "", "")
    told = filled(decided, "import", gathered(bills(5, packages=21), by_declaration=False), "BK-1")
    assert [(fault.code, fault.facts["how_many"]) for fault in told.faults] == [("TRANSPORT-CARGO-ROWS", 6)]
