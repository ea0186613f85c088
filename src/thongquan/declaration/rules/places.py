"""Where goods are loaded and unloaded, and where they go (criteria 21 and 22)."""

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.places import SPECIAL, has_unknown_country, is_in_vietnam
from thongquan.declaration.rules.rule import Case, Facts, rule

DOMESTIC = law.codes("vn_places")
ROAD_ON_PAPER = law.parameter("road_imports_on_paper", bool)

PL_22 = "TT 191/2015 PL II.A.22"
AT_THE_ROAD = "land_border_gate_or_depot"
ON_THE_SPOT = "VNZZZ"
NO_SUCH_PLACE = "ZZZ"


@rule("MIC-21-ROAD", at="unloading_place", criterion="21", cites="CV 6110/TCHQ-GSQL", mark="assumption")
def goods_by_road_go_on_paper(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Since November 2023 goods of group 2 that come by road go on paper; read: those unloaded (21) at a gate.

    The day, and that the letter holds beside Thông tư 29/2025, are assumptions too.
    """
    if not ROAD_ON_PAPER.on(case.day):
        return None
    place = DOMESTIC.on(case.day).get(mic.unloading_place)
    return {"place": mic.unloading_place} if place is not None and place["kind"] == AT_THE_ROAD else None


@rule(
    "MIC-22-FOREIGN",
    at="loading_place",
    criterion="22",
    cites="VNACCS 2014 MIC S0025",
    mark="term-2014",
    result_code="S0025",
)
def an_import_is_loaded_abroad(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The loading place (22) of an import is not in Viet Nam."""
    return {"place": mic.loading_place} if is_in_vietnam(mic.loading_place) else None


@rule(
    "MIC-22-COUNTRY",
    at="loading_place",
    criterion="22",
    cites="VNACCS 2014 MIC S0026",
    mark="term-2014",
    result_code="S0026",
)
def an_import_is_loaded_in_a_country(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The first two letters of the loading place (22) are a country's. Read: S0026 is this, S0027 the whole code."""
    place = mic.loading_place
    return {"place": place, "country": place[:2]} if has_unknown_country(place, case.day) else None


@rule("MIC-22-ZZZ", at="loading_place", criterion="22", cites=PL_22, mark="seed", result_code="S0027")
def a_loading_place_that_is_not_listed_has_five_letters(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """A loading place (22) that UN/LOCODE does not have is declared as ZZZZZ; ZZZ is for destinations of exports."""
    return {"place": mic.loading_place} if mic.loading_place == NO_SUCH_PLACE else None


@rule(
    "MEC-21-ABROAD",
    at="final_destination",
    criterion="21",
    cites="VNACCS 2014 MEC S0025",
    mark="term-2014",
    result_code="S0025",
)
def an_export_goes_abroad(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The final destination (21) is not in Viet Nam, but for the code of exports on the spot."""
    place = mec.final_destination
    return {"place": place} if is_in_vietnam(place) and place not in SPECIAL.on(case.day) else None


@rule(
    "MEC-21-COUNTRY",
    at="final_destination",
    criterion="21",
    cites="VNACCS 2014 MEC S0026",
    mark="term-2014",
    result_code="S0026",
)
def an_export_goes_to_a_country(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The first two letters of the final destination (21) are a country's."""
    place = mec.final_destination
    return {"place": place, "country": place[:2]} if has_unknown_country(place, case.day) else None


@rule(
    "MEC-21-NEEDED",
    at="final_destination",
    criterion="21",
    cites="VNACCS 2014 MEC S0004",
    mark="term-2014",
    result_code="S0004",
    strict=True,
)
def the_terminal_wants_a_destination(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The 2014 terminal demands a final destination (21); the circular lets an unknown one be blank."""
    return None if mec.final_destination else {}


@rule(
    "MEC-21-SPOT",
    at="final_destination",
    criterion="21",
    cites="VNACCS 2014 MEC S0025",
    mark="term-2014",
    result_code="S0025",
    strict=True,
)
def the_terminal_knows_no_export_on_the_spot(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The 2014 terminal refuses every destination (21) in Viet Nam, VNZZZ of the circular too."""
    return {"place": ON_THE_SPOT} if mec.final_destination == ON_THE_SPOT else None


@rule(
    "MEC-21-ZZ",
    at="final_destination",
    criterion="21",
    cites="VNACCS 2014 MEC S0059",
    mark="term-2014",
    result_code="S0059",
    strict=True,
)
def the_terminal_knows_no_destination_zz(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The 2014 terminal refuses destinations (21) that begin with ZZ, ZZZ and ZZZZZ of the circular too."""
    place = mec.final_destination
    return {"place": place} if place[:2] == "ZZ" and place in SPECIAL.on(case.day) else None
