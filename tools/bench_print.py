"""How fast official printouts are drawn."""

from pathlib import Path

import msgspec
import typst
from bench_check import ready
from bench_figures import cpu_of_call, figure

from thongquan.declaration.model import CustomsOffice, Decision, Declaration
from thongquan.forms.model import FOLDER
from thongquan.forms.printout import compose
from thongquan.forms.render import render

PAGES = 500


def print_batch(folder: Path) -> dict[str, object]:
    """Pages per CPU second. Floor: bare typst on the same template, its data already prepared.

    The two draw different declarations: typst remembers what it has laid out.
    """
    declarations = ready()
    floored, pairs = prepared(declarations[:PAGES], 1), prepared(declarations[PAGES : 2 * PAGES], PAGES + 1)
    data = msgspec.json.encode([compose(*pair, kind="clearance") for pair in floored]).decode()
    compiler = typst.Compiler(
        str(FOLDER / "printout.typ"), root=str(FOLDER), font_paths=[str(FOLDER / "fonts")], ignore_system_fonts=True
    )

    def ours() -> bytes:
        return render([compose(*pair, kind="clearance") for pair in pairs])

    def bare() -> bytes:
        pdf: bytes = compiler.compile(sys_inputs={"printouts": data}, format="pdf", pdf_tags=False)
        return pdf

    floor, seconds = cpu_of_call(bare), cpu_of_call(ours)
    (folder / "batch.pdf").write_bytes(ours())
    note = f"{(folder / 'batch.pdf').stat().st_size / 1e6:.1f} MB"
    return figure("pages per CPU second", PAGES, seconds, floor, note)


def prepared(declarations: list[Declaration], first: int) -> list[tuple[Declaration, Decision]]:
    return [(declaration, cleared(place)) for place, declaration in enumerate(declarations, start=first)]


def cleared(place: int) -> Decision:
    """The decision on a green declaration of the demonstration."""
    return Decision(
        number=f"{100000000000 + place * 10}",
        form="MIC",
        filing="01991e2a-0000-7000-8000-000000000000",
        line=place,
        registered_at="2026-09-02T03:00:00.000000Z",
        channel="1",
        office=CustomsOffice("02DS", "Hải quan Chuyển phát nhanh", "00"),
        agent_code="9901234560",
        agent_name="Công ty TNHH Chuyển phát nhanh Thử Nghiệm",
        customs_value=500_000,
        value_was_typed=False,
        rates=[("USD", "25880")],
        state="cleared",
        cleared_at="2026-09-02T03:00:00.000000Z",
        head_of_office="Trần Thị Trưởng",
    )
