"""The published description, tried against the running server: no server error, no answer that it does not describe.

By a visitor, and in the sessions of an administrator, a user, an officer and a head of office. 10,000 cases in the
drill.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, product
from math import ceil
from random import Random
from traceback import format_exception
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from faults.size import size
from server.described import ELSEWHERE, Caller
from server.registration import Registered
from thongquan.portal.cookies import SESSION
from thongquan.portal.guard import TOKEN_HEADER
from thongquan.server.multipart import PARTS

CASES = size(350, 10_000)
"""In all, at least."""
ROUNDS = 5
CONFORMING = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CHECKS = [*CONFORMING, negative_data_rejection]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
REFUSED = [400, 403, 404, 409, 413, 415, 422]
UNGUARDED = SchemathesisConfig.from_dict(
    {
        "generation": {"with-security-parameters": False},
        "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
    }
)
"""Cookies and secrets are not made up: `Caller` brings real ones."""


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registered]:
    made = Registered(tmp_path_factory.mktemp("described"))
    yield made
    assert made.server.end() == 0


@pytest.fixture(scope="module")
def document(registered: Registered) -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{registered.server.address}/api/v1/openapi.json", trust_env=False).json()
    return told


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> list[APIOperation]:
    description = schemathesis.openapi.from_dict(document, config=UNGUARDED)
    return [one.ok() for one in description.get_all_operations()]


@pytest.fixture(scope="module")
def callers(registered: Registered) -> list[Caller]:
    return registered.callers()


def test_every_answer_is_one_that_is_described(
    operations: list[APIOperation], registered: Registered, callers: list[Caller]
) -> None:
    """Right and wrong data in turn, for each operation; each of those who call brings the one or the other."""
    drill = Drill(callers, registered.server.address)
    for operation in operations:
        if not takes_data(operation):
            drill.ask_all(operation)
    taking = [one for one in operations if takes_data(one)]
    for number in range(ROUNDS):
        each = ceil((CASES - drill.sent.total()) / len(taking) / len(MODES))
        for operation, mode in product(taking, MODES) if each > 0 else ():
            drill.try_it(operation, mode, max(each, ceil(len(callers) / len(MODES))), number)
    report(drill.sent)
    assert drill.faults == []
    assert drill.sent.total() >= CASES
    assert {name for name, _, _ in drill.sent} == {one.name for one in callers}
    assert {label for _, label, _ in drill.sent} == {one.label for one in operations}


def takes_data(operation: APIOperation) -> bool:
    return bool(len(operation.body) or len(operation.path_parameters) or len(operation.query))


class Drill:
    """Each case is the next caller's. What is wrong is collected, so that one run tells all of it."""

    def __init__(self, callers: list[Caller], address: str) -> None:
        self.callers, self.address = callers, address
        self.turns = cycle(callers)
        self.sent: Counter[tuple[str, str, int]] = Counter()
        self.faults: list[str] = []

    def ask_all(self, operation: APIOperation) -> None:
        for caller in self.callers:
            self.ask(caller, operation.Case(), Random(1))

    def ask(self, caller: Caller, case: schemathesis.Case, random: Random) -> None:
        answer = caller.call(case, self.address, random)
        self.sent[caller.name, case.operation.label, answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    def try_it(self, operation: APIOperation, mode: GenerationMode, count: int, number: int) -> None:
        @seed(number)
        @settings(
            max_examples=count,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(operation.as_strategy(generation_mode=mode), st.randoms(use_true_random=False))
        def try_one(case: schemathesis.Case, random: Random) -> None:
            self.ask(next(self.turns), case, random)

        try:
            try_one()
        except Unsatisfiable:
            pass  # what takes no data of a kind cannot be given wrong ones
        except (Exception, FailureGroup) as fault:  # noqa: BLE001 - of any kind: the next operation is tried all the same
            self.faults.append(f"{operation.label}: {''.join(format_exception(fault))}")
            print(self.faults[-1], flush=True)  # noqa: T201 - a drill is long


def report(sent: Counter[tuple[str, str, int]]) -> None:
    """Shown with `-s`: cases by who called, by status, and by operation."""
    for place, what in enumerate(("callers", "operations", "statuses")):
        by: Counter[str] = Counter()
        for told, count in sent.items():
            by[str(told[place])] += count
        print(f"{what} of {sent.total()} cases:", json.dumps(by, indent=1))  # noqa: T201 - for whoever runs the drill


def test_what_is_really_answered_is_described(operations: list[APIOperation], registered: Registered) -> None:
    """From a draft to a filing that is read back: each operation but some composings of deeds succeeds once."""
    description, succeeded = operations[0].schema, set()
    for answer in registered.answers:
        operation = description.find_operation_by_path(answer.request.method, answer.request.url.path)
        if operation is not None:
            named = dict.fromkeys((one.name for one in operation.path_parameters), "x")
            operation.Case(path_parameters=named).validate_response(answer, checks=CONFORMING)
            succeeded |= {operation.label} if answer.is_success else set()
    never = {one.label for one in operations} - succeeded
    assert {one for one in never if not one.startswith("POST /api/v1/deeds/")} == set()


def test_who_may_call_what_is_as_it_is_described(
    operations: list[APIOperation], registered: Registered, callers: list[Caller]
) -> None:
    """A session where one is asked for; its secret and our own origin where something changes."""
    visitor, administrator = callers[0], callers[1]
    for operation in operations:
        case = operation.Case(**_a_right_one(operation))
        security = operation.definition.raw["security"]
        needs = [set(one) for one in security]

        def code(caller: Caller, case: schemathesis.Case = case, **headers: str) -> str:
            answer = caller.call(case, registered.server.address, Random(1), **headers)
            return "" if answer.status_code < 300 else str(answer.json()["code"])

        assert (code(visitor) == "LOGIN-NEEDED") == _needs_login(needs), operation.label
        if any("form" in one for one in needs):
            assert code(administrator, **{"X-CSRF-Token": ""}) == "FORM-STALE", operation.label
            assert code(administrator, Origin="") == "FORM-FOREIGN", operation.label
            assert code(administrator, Origin=ELSEWHERE) == code(visitor, Origin=ELSEWHERE) == "FORM-FOREIGN"
        if needs == [{"reader"}]:
            assert code(visitor, Authorization="") == "NOT-FOUND", operation.label


def _needs_login(needs: list[set[str]]) -> bool:
    """Nothing serves in its place: a reader's secret does, but nobody shows one here."""
    return set() not in needs and any("session" in one for one in needs)


def _a_right_one(operation: APIOperation) -> dict[str, Any]:
    found: list[schemathesis.Case] = []

    @seed(1)
    @settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(operation.as_strategy())
    def note(case: schemathesis.Case) -> None:
        found.append(case)

    note()
    one = found[0]
    return {
        "path_parameters": one.path_parameters,
        "query": one.query,
        "headers": dict(one.headers),
        "body": one.body,
        "media_type": one.media_type,
    }


def test_session_and_secret_are_called_what_they_are_called(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert schemes["session"]["name"] == SESSION
    assert schemes["form"]["name"].lower().encode() == TOKEN_HEADER


def test_a_filing_is_described_as_it_is_read(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/v1/filings"]["post"]["requestBody"]["content"]["multipart/mixed"]
    assert content["schema"]["required"] == [name for name, _ in PARTS]
    assert {name: told["contentType"] for name, told in content["encoding"].items()} == {
        name: kind.decode() for name, kind in PARTS
    }
