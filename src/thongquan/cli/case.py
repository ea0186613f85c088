"""One declaration before an officer: what was signed, where it stands, and why its channel was chosen."""

from typing import Any

import msgspec

from thongquan import law
from thongquan.cli.table import figure, moment_of, plain, print_table
from thongquan.cli.words import Words

_NOT_FOR_READING = {"form", "nonce"}


def print_case(case: dict[str, Any], say: Words) -> None:
    decision, declared = case["decision"], msgspec.json.decode(case["line"])
    labels = {item.field: item.label[say.lang] for item in law.criteria(decision["form"])}
    labels["hs_code"] = say("office.show.hs_code")
    rows = [(labels.get(name, name), str(told)) for name, told in declared.items() if name not in _NOT_FOR_READING]
    filled = decision.get("filled", [])
    rows += [(labels.get(name, name), say("office.show.filled", value=value)) for name, value in filled]
    title = say("office.show.title", number=decision["number"], form=say(f"form.{decision['form']}"))
    print_table(title, (say("office.show.item"), say("office.show.declared")), rows)
    for label, told in standing(case, say):
        print(plain(f"{label}: {told}"))


def standing(case: dict[str, Any], say: Words) -> list[tuple[str, str]]:
    """What the authority added. The reasons of the channel are for officers' eyes only."""
    decision, words = case["decision"], law.wording(say.lang)
    told = [
        (say("customs_value"), figure(decision["customs_value"], say.lang)),
        (say("registered_at"), moment_of(decision["registered_at"], say.lang)),
        (say("channel"), say(f"channel.{decision['channel']}")),
        (say("office.show.reasons"), "; ".join(words.say(f"channel.{reason}") for reason in case["reasons"]) or "–"),
        (say("state"), say(f"state.{decision['state']}")),
    ]
    if decision.get("decided_by"):
        told.append((say("office.show.decided_by"), decision["decided_by"]))
    if decision.get("reason"):
        told.append((say("office.show.reason"), decision["reason"]))
    return told
