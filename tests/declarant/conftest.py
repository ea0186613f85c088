from collections.abc import Callable
from pathlib import Path

import pytest

from answering import AnsweringAuthority
from demo_pki import Pki, demo_pki
from parcels import ADDRESS
from thongquan.declarant.delivery import Delivered
from thongquan.declarant.desk import Desk
from thongquan.declarant.outbox import Outbox
from thongquan.declarant.proving import prover
from thongquan.declarant.sending import Authority
from thongquan.declaration.model import Declaration


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return demo_pki(tmp_path_factory.mktemp("pki") / "pki")


@pytest.fixture
def authority(pki: Pki) -> AnsweringAuthority:
    return AnsweringAuthority(pki)


@pytest.fixture
def box(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def desk(box: Outbox, authority: AnsweringAuthority, pki: Pki, pauses: list[float]) -> Callable[[], Desk]:
    """A new run of filing: as if `file` was started again."""

    def start() -> Desk:
        return Desk(box, Authority(ADDRESS.server, client=authority.client(), pause=pauses.append), prover(pki.anchors))

    return start


@pytest.fixture
def file(desk: Callable[[], Desk], pki: Pki) -> Callable[[list[Declaration]], list[Delivered]]:
    """What `thongquan file` does with these declarations."""

    def run(declarations: list[Declaration]) -> list[Delivered]:
        this = desk()
        delivered = list(this.finish())
        entries = this.keep(this.sort_out(declarations).fresh, pki.rsa, ADDRESS)
        return [*delivered, *this.send(entries)]

    return run
