import pytest

from demo_pki import Pki, demo_pki
from tokens import Tokens, demo_tokens


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return demo_pki(tmp_path_factory.mktemp("pki") / "pki")


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Tokens:
    return demo_tokens(tmp_path_factory.mktemp("tokens") / "t", pki)
