from collections.abc import Iterator

import pytest

from portal.browser.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site
