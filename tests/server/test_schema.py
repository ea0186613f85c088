"""The published description, tried against the running server: no server error, no answer that it does not describe."""

from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from msgspec.structs import replace
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from authority.running import Server
from faults.size import size
from thongquan.base.limits import LIMITS

CASES = size(400, 10_000)
"""In all."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nobody is told to wait: what is tried is what comes behind that."""
    unhurried = replace(LIMITS, address_burst=10**9, address_per_second=10**6)
    server = Server(tmp_path_factory.mktemp("described"), unhurried)
    yield server
    assert server.end() == 0


@pytest.fixture(scope="module")
def description(described: Server) -> schemathesis.BaseSchema:
    told = httpx.get(f"{described.address}/api/v1/openapi.json", trust_env=False).json()
    told["servers"] = [{"url": described.address}]
    return schemathesis.openapi.from_dict(told)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_is_described(
    description: schemathesis.BaseSchema, described: Server, mode: GenerationMode
) -> None:
    """Right and wrong data in turn, for each operation."""
    operations = [one.ok() for one in description.get_all_operations()]
    assert len(operations) >= 15
    for operation in operations:
        tried(operation.as_strategy(generation_mode=mode), described.address, CASES // len(operations) // 2)


def tried(cases: st.SearchStrategy[schemathesis.Case], address: str, count: int) -> None:
    @settings(
        max_examples=count,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(cases)
    def try_one(case: schemathesis.Case) -> None:
        case.validate_response(case.call(base_url=address), checks=CHECKS)

    with suppress(Unsatisfiable):  # what takes no data cannot be given wrong ones
        try_one()
