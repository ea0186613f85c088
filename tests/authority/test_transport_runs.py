"""Vehicle runs: each list 04 is one; without such a list what the declaration names is one."""

from authority.transporting import SALT, a_goods_list
from thongquan.authority.transport_runs import RunLoaded, runs_loaded, runs_shown
from thongquan.transport.lodged import lodged
from thongquan.transport.standing import Sealed, Standing
from transport.declared import a_cargo, a_transport

SEALED = Standing(SALT, sealed=(Sealed(1, "51C-12345", ("HQ1", "HQ2")),))


def test_without_list_and_pieces_the_packages_are_those_of_the_cargo() -> None:
    cargo = (a_cargo(quantity=4), a_cargo(cargo_number="HB9", quantity=3))
    [run] = runs_shown(lodged(a_transport(cargo=cargo, pieces=())), SEALED)
    assert (run.number, run.packages, run.vehicle, run.customs_seals) == ("", 7, "51C-12345", ["HQ1", "HQ2"])


def test_each_list_is_a_run_in_order_with_its_seals() -> None:
    lists = [a_goods_list("BK02", run=2, runs=2), a_goods_list("BK01", run=1, runs=2)]
    assert runs_loaded(lodged(a_transport(), lists, SALT), SEALED) == [
        RunLoaded(1, "BK01", 2, "51C-12345", ["HQ1", "HQ2"], ["HB1", "HB2"], ["CH10", "CH11"]),
        RunLoaded(2, "BK02", 2, "", [], ["HB1", "HB2"], ["CH20", "CH21"]),
    ]
