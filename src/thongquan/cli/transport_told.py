"""A transport on the terminal, alike for its company and for officers: head, vehicles, seals and steps in words."""

from typing import Any

from thongquan.cli.words import Words

ENDS = ("departure", "arrival")
BESIDE = ("register", "amend", "amendment-accept", "amendment-turn-down")
"""Steps that are in no table of the life: they lodge it, or change one line of its lists."""


def state_of(state: str, say: Words) -> str:
    from thongquan.transport.lifecycle import STATES

    called = STATES[state]
    return called.vi if say.lang == "vi" else called.en


def step_of(step: str, say: Words) -> str:
    from thongquan.transport.lifecycle import STEPS

    if step in BESIDE or step not in STEPS:
        return say(f"transport.step.{step}") if step in BESIDE else step
    called = STEPS[step].called
    return called.vi if say.lang == "vi" else called.en


def tell_transport(one: dict[str, Any], say: Words) -> None:
    """The state, the planned end, what is held to secure it, vehicles and seals, what waits, and each step."""
    from thongquan.cli.table import figure, moment_of, plain

    head, standing = one["head"], one["standing"]
    overdue = say("transport.overdue") if head["is_overdue"] else ""
    due, declared = moment_of(head["due_at"], say.lang), one["declaration"]
    departs, arrives = (declared.get(f"{end}_area") or declared.get(f"{end}_name", "–") for end in ENDS)
    facts = {"number": head["number"], "state": state_of(head["state"], say), "due": due}
    print(plain(f"{say('transport.stands', departs=departs, arrives=arrives, **facts)} {overdue}".rstrip()))
    if held := standing.get("held"):
        print(plain(say("transport.held", amount=figure(held["amount"], say.lang), by=secured_by(held, say))))
    for run in one["runs"]:
        seals, vehicle = ", ".join(run["customs_seals"]) or "–", run["vehicle"] or "–"
        print(plain(say("transport.run", run=run["run"], vehicle=vehicle, seals=seals)))
    for made in one["lists"]:
        print(plain(say("transport.of-list", form=made["form"], number=made["number"], lines=made["lines"])))
        if made["waiting"]:
            print(plain(say("transport.waiting", lines=", ".join(str(line) for line in made["waiting"]))))
    for noted in standing.get("discrepancies", []):
        what = say(f"transport.discrepancy.{noted['what']}")
        print(plain(f"  {what}: {noted['which']} {noted.get('note', '')}".rstrip()))
    if standing.get("asked"):
        print(plain(say("transport.asked", reason=standing["asked"])))
    for taken in standing.get("steps", []):
        at, step = moment_of(taken["at"], say.lang), step_of(taken["step"], say)
        state = state_of(taken["state"], say)
        print(plain(f"  {at}  {step} · {state}  {taken['by']}  {taken.get('reason', '')}".rstrip()))
    if one["possible"]:
        steps = ", ".join(step_of(step, say) for step in one["possible"])
        print(plain(say("transport.possible", steps=steps)))


def secured_by(held: dict[str, Any], say: Words) -> str:
    by: str = held["secured_by"]
    return say("covering.by.deposit") if by == "deposit" else say("transport.held.guarantee", number=by)


def tell_heads(rows: list[dict[str, Any]], say: Words) -> None:
    """One line each: number, when it should arrive, state, company, and whether it is late."""
    from thongquan.cli.table import moment_of, print_table

    headings = [say(f"transport.head.{name}") for name in ("number", "due", "state", "company", "overdue")]
    told = [
        [
            one["number"],
            moment_of(one["due_at"], say.lang),
            state_of(one["state"], say),
            one["company_name"],
            say("transport.overdue") if one["is_overdue"] else "",
        ]
        for one in rows
    ]
    print_table(say("transport.listed"), headings, told, styles={4: "bold red"})


def tell_amendments(lines: list[dict[str, Any]], say: Words) -> None:
    """What the company amended and no officer answered."""
    from thongquan.cli.table import plain

    for one in lines:
        where = f"{one['form']} {one['run']}/{one['line']}"
        print(plain(f"  {where}  {one['bill']} {one['package']}: {one['amended']}"))
    if lines:
        print(say("office.transport.to-answer"))


def tell_lines(lines: list[dict[str, Any]], say: Words) -> None:
    """Each line of a list, what was amended in it, and whether customs confirmed that."""
    from thongquan.cli.table import print_table

    headings = [say(f"transport.line.{name}") for name in ("line", "bill", "package", "goods", "seal", "amended")]
    rows = []
    for one in lines:
        state = "" if not one["amended"] else say(f"transport.line.{'answered' if one['confirmed'] else 'waits'}")
        amended = f"{one['amended']} {state}".strip()
        rows.append([str(one["line"]), one["bill"], one["package"], one["goods"], one["carrier_seal"], amended])
    print_table("", headings, rows, figures=[0])
