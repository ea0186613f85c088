"""What starts processes, kills them, or tries thousands of cases is slow: `make check` leaves it out."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")
"""The many programs that tests start compile what they import once, wherever the tests run."""

settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
"""How slowly examples are made says what else the machine does, and nothing of what is tested."""

SLOW = (
    "authority/test_bad_certificates.py",
    "authority/test_deposit_machine.py",
    "authority/test_hostile_filings.py",
    "authority/test_life_machine.py",
    "authority/test_transport_machine.py",
    "cli",
    "declarant/signer",
    "declarant/test_check.py",
    "declarant/test_courier.py",
    "declarant/test_promise.py",
    "declaration/test_catalogue_order.py",
    "declaration/test_catalogue_right.py",
    "declaration/test_rules_fuzz.py",
    "manifest/test_apart.py",
    "manifest/test_formulas.py",
    "faults",
    "fetching",
    "law/test_broken.py",
    "law/test_use.py",
    "manifest/test_archive.py",
    "manifest/test_cargo.py",
    "manifest/test_cargo_fuzz.py",
    "manifest/test_encoding.py",
    "manifest/test_fuzz.py",
    "manifest/test_hostile_fhl.py",
    "manifest/test_hostile_files.py",
    "manifest/test_hostile_xml.py",
    "manifest/test_limits.py",
    "manifest/test_samples.py",
    "manifest/test_workbook.py",
    "outbox",
    "portal/browser",
    "portal/test_two_companies.py",
    "server",
    "signing/test_bad_certificates.py",
    "signing/test_cms.py",
    "signing/test_forgeries.py",
    "signing/test_receipt.py",
    "signing/test_token.py",
    "signing/test_traps.py",
    "storage",
    "stories",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = item.path.relative_to(HERE).as_posix()
        if any(place == slow or place.startswith(f"{slow}/") for slow in SLOW):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Thousands of tests are kept to the end: the collector of garbage need not go through them over and over."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nobody_logs_after_the_test() -> Iterator[None]:
    """A command that sets up the log of its process does it for the whole process: this one has other tests to run."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
