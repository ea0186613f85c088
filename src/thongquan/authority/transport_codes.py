"""What the procedures of a transport (OLA, OLB, OLC, COT, BOA, BIA, ITF) answer in the words of other parts.

A refusal that they share is told of one of them; the tables of result codes say which others say the same.
"""

from thongquan.base.citation import cite

ACCEPTED = cite("TRANSPORT-ACCEPTED", "VNACCS 2014 OLA 00000", "term-2014", result_code="00000", form="OLA")
"""No refusal: the outcome of what was carried out, and of what is shown."""
RESULT = "00000"

for code, form, result in (
    ("NOT-FOUND", "OLC", "E0002"),
    ("OFFICER-ROLE", "BOA", "U0001"),
    ("TRANSPORT-BODY-UNREADABLE", "OLA", "E0001"),
    ("DEED-TOO-LONG", "OLC", "E0001"),
):
    cite(code, f"VNACCS 2014 {form} {result}", "term-2014", result_code=result, form=form)
