"""The way of an application: a table of steps. A step that is not in it is refused."""

from typing import Literal

from thongquan.base.fault import Refusal
from thongquan.registration.application import State

Step = Literal["save", "send", "withdraw", "second", "approve", "reject", "return", "take_effect"]

STEPS: dict[tuple[Step, State], State] = {
    ("save", "draft"): "draft",
    ("save", "returned"): "returned",
    ("send", "draft"): "sent",
    ("send", "returned"): "sent",
    ("withdraw", "draft"): "withdrawn",
    ("withdraw", "returned"): "withdrawn",
    ("withdraw", "sent"): "withdrawn",
    ("withdraw", "seconded"): "withdrawn",
    ("second", "sent"): "seconded",
    ("approve", "sent"): "approved",
    ("approve", "seconded"): "approved",
    ("reject", "sent"): "rejected",
    ("reject", "seconded"): "rejected",
    ("return", "sent"): "returned",
    ("return", "seconded"): "returned",
    ("take_effect", "approved"): "effective",
}


class StepNotAllowed(Refusal):
    """The application has gone another way meanwhile."""

    code = "APPLICATION-STEP"


def after(step: Step, state: State) -> State:
    """The state that follows.

    Raises:
        StepNotAllowed
    """
    following = STEPS.get((step, state))
    if following is None:
        raise StepNotAllowed(state=state)
    return following
