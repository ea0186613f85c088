from collections.abc import Iterator

import pytest

from demo_pki import Pki, demo_pki
from portal.browser.signing import Signing, signing_site
from portal.browser.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def signing() -> Iterator[Signing]:
    with signing_site() as signing:
        yield signing


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return demo_pki(tmp_path_factory.mktemp("pki"))
