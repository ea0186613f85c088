"""Who carries, and for whom: a name or address is needed only where the code leads to none.

A register that is not complete tells nothing of a code it does not have: then nothing is asked (Annex III 1 and 2.d).
"""

from datetime import date

from thongquan.declaration.registers import TRADERS, USABLE
from thongquan.transport.model import Cargo, TransportDeclaration
from thongquan.transport.rules.rule import Case, Facts, cargo_rule, rule


@rule("OLA-TRN-NEEDED", at="transporter_name", result_code="R0001")
def a_transporter_that_is_not_registered_is_named(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The transporter's name (TRN) is given where the register does not have the code (TRC)."""
    return _lacking(ola.transporter_code, ola.transporter_name, case.day)


@rule("OLA-TRA-NEEDED", at="transporter_address", result_code="R0002")
def a_transporter_that_is_not_registered_has_an_address(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The transporter's address (TRA) is given where the register does not have the code (TRC)."""
    return _lacking(ola.transporter_code, ola.transporter_address, case.day)


@rule("OLA-TRC-STATUS", at="transporter_code", result_code="OLC E8025")
def the_transporter_s_code_may_be_used(ola: TransportDeclaration, case: Case) -> Facts | None:
    """The tax office does not hold the transporter's code (TRC) for closed, suspended or in debt.

    The register says whether a code may be used and in one word why not; the client has 26 reasons.
    """
    entry = TRADERS.entry(ola.transporter_code, case.day)
    if entry is None or not entry["status"] or entry["status"] in USABLE.on(case.day):
        return None
    return {"code": ola.transporter_code, "status": entry["status"]}


@cargo_rule("OLA-IN-NEEDED", at="importer_name", result_code="R0069")
def an_importer_that_is_not_registered_is_named(cargo: Cargo, case: Case) -> Facts | None:
    """The importer's name (IN) is given where the register does not have the code (IM)."""
    return _lacking(cargo.importer_code, cargo.importer_name, case.day)


@cargo_rule("OLA-IA-NEEDED", at="importer_address", result_code="R0070")
def an_importer_that_is_not_registered_has_an_address(cargo: Cargo, case: Case) -> Facts | None:
    """The importer's address (IA) is given where the register does not have the code (IM)."""
    return _lacking(cargo.importer_code, cargo.importer_address, case.day)


@cargo_rule("OLA-EN-NEEDED", at="exporter_name", result_code="R0073")
def an_exporter_that_is_not_registered_is_named(cargo: Cargo, case: Case) -> Facts | None:
    """The exporter's name (EN) is given where the register does not have the code (EM)."""
    return _lacking(cargo.exporter_code, cargo.exporter_name, case.day)


@cargo_rule("OLA-EA-NEEDED", at="exporter_address", result_code="R0074")
def an_exporter_that_is_not_registered_has_an_address(cargo: Cargo, case: Case) -> Facts | None:
    """The exporter's address (EA) is given where the register does not have the code (EM)."""
    return _lacking(cargo.exporter_code, cargo.exporter_address, case.day)


@cargo_rule("OLA-KN-NEEDED", at="trustor_name", result_code="R0075")
def a_trustor_that_is_not_registered_is_named(cargo: Cargo, case: Case) -> Facts | None:
    """The trustor's name (KN) is given where the register does not have the code (KM)."""
    return _lacking(cargo.trustor_code, cargo.trustor_name, case.day)


@cargo_rule("OLA-KA-NEEDED", at="trustor_address", result_code="R0076")
def a_trustor_that_is_not_registered_has_an_address(cargo: Cargo, case: Case) -> Facts | None:
    """The trustor's address (KA) is given where the register does not have the code (KM)."""
    return _lacking(cargo.trustor_code, cargo.trustor_address, case.day)


def _lacking(code: str, told: str, day: date) -> Facts | None:
    if told or not code or not TRADERS.complete.on(day) or code in TRADERS.table.ever():
        return None
    return {"code": code}
