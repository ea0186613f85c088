"""How what could become payable on the way is secured (TOS to SEP); whether it holds is asked when it is declared."""

from thongquan.transport.model import TransportDeclaration
from thongquan.transport.rules.rule import Case, Facts, rule

GENERAL = "B"


@rule("OLA-SBC-NEEDED", at="security_bank", result_code="R0029")
def a_general_security_names_its_bank(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """A general security (TOS B) is named by bank, year, sign and number."""
    return {"security": ola.security} if ola.security == GENERAL and not ola.security_bank else None


@rule("OLA-SBC-OTHER", at="security_bank", result_code="R0030")
def only_a_general_security_names_a_bank(ola: TransportDeclaration, _case: Case) -> Facts | None:
    """No bank (SBC) is named with an individual security (A), which is tied to the declaration, or with none."""
    if ola.security_bank and ola.security != GENERAL:
        return {"security": ola.security or "–", "bank": ola.security_bank}
    return None
