"""Which vehicle takes which packages (TT 191/2015 PL III, 04-BKHH note (4))."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.transport.cargo import CargoLine, gathered
from thongquan.transport.vehicles import Loaded, loaded
from transport.cargoes import bills, package


def spread(lines: list[CargoLine], vehicles: int) -> Loaded:
    return loaded(gathered(lines, by_declaration=False), vehicles)


def counts(told: Loaded) -> list[int]:
    return [sum(len(load.packages) for load in run.loads) for run in told.runs]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.integers(1, 30))
def test_every_vehicle_is_filled_in_order_and_no_bill_is_parted(sizes: list[int], vehicles: int) -> None:
    lines = [CargoLine(f"B{place}", packages=size) for place, size in enumerate(sizes)]
    told = spread(lines, vehicles)
    if vehicles > len(sizes):
        assert [fault.code for fault in told.faults] == ["TRANSPORT-VEHICLES-MANY"]
        return
    assert len(told.runs) == vehicles
    assert [load.document for run in told.runs for load in run.loads] == [line.bill for line in lines]
    assert min(counts(told)) > 0


def test_vehicles_share_the_packages_alike() -> None:
    assert counts(spread(bills(100, packages=2), 3)) == [66, 68, 66]


def test_several_vehicles_are_told_as_assumed() -> None:
    assert [note.code for note in spread(bills(4), 2).notes] == ["TRANSPORT-VEHICLES-FILLED"]
    assert spread(bills(4), 1).notes == []


def test_the_file_names_the_vehicles() -> None:
    lines = [package("B1", "P1", vehicle="A"), package("B1", "P2", vehicle="B"), package("B2", "P3", vehicle="A")]
    told = spread(lines, 0)
    assert [run.vehicle for run in told.runs] == ["A", "B"]
    assert [[load.document for load in run.loads] for run in told.runs] == [["B1", "B2"], ["B1"]]


def test_a_bill_without_packages_is_told_on_the_first_list() -> None:
    told = spread([package("B1", "P1", vehicle="A"), CargoLine("B2", packages=0)], 0)
    assert [load.document for load in told.runs[0].loads] == ["B1", "B2"]


def test_a_package_without_a_vehicle_beside_others_is_a_fault() -> None:
    told = spread([package("B1", "P1", vehicle="A"), package("B1", "P2")], 0)
    assert [(fault.code, fault.facts["named"]) for fault in told.faults] == [("TRANSPORT-VEHICLE-EMPTY", ["P2"])]


@pytest.mark.parametrize(("asked", "faults"), [(0, []), (1, []), (2, ["TRANSPORT-VEHICLES-DIFFER"])])
def test_as_many_vehicles_are_asked_for_as_the_file_names(asked: int, faults: list[str]) -> None:
    assert [fault.code for fault in spread([package("B1", "P1", vehicle="A")], asked).faults] == faults
