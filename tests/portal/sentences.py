"""Every sentence that pages say, found in templates and code as Babel finds them."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from thongquan import portal

FOLDER = Path(portal.__file__).parent
METHODS = [("**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def sentences() -> Iterator[tuple[str, str]]:
    """Each with the place where it stands first."""
    for name, line, message, _, _ in extract_from_dir(FOLDER, METHODS, OPTIONS, keywords=KEYWORDS):
        yield (message if isinstance(message, str) else message[0]), f"{name}:{line}"
