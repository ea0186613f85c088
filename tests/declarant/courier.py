"""The example of the SDK as a program that tests run, and the file of settings that it reads."""

import importlib.util
from pathlib import Path
from typing import Any

from authority.house import SYSTEM, the_pki
from authority.running import Server
from commands import DAY, PROFILE
from demo_pki import PASSWORD

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "courier.py"


def the_example() -> Any:
    spec = importlib.util.spec_from_file_location("courier", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def settings(server: Server, terminal: tuple[str, str], folder: Path) -> Path:
    """The file of settings, with the secrets beside it."""
    (folder / "password").write_text(PASSWORD)
    (folder / "access-key").write_text(terminal[1])
    said = {
        "server": server.address,
        "system": SYSTEM,
        "folder": folder,
        "anchors": the_pki().anchors,
        "profile": PROFILE,
        "key": the_pki().p12("rsa"),
        "password_file": folder / "password",
        "terminal": terminal[0],
        "access_key_file": folder / "access-key",
    }
    lines = [f'{name} = "{value}"' for name, value in said.items()]
    (folder / "settings.toml").write_text("\n".join([*lines, f"day = {DAY}"]))
    return folder / "settings.toml"
