"""A copy of the law that a test may break, with the wording of its own area only: the others have their own tests."""

import shutil
from pathlib import Path

from thongquan.law.book import BUILT_IN, Law

PARTS = (
    "acts.toml",
    "not_modelled.toml",
    "parameters",
    "codes",
    "criteria",
    "tables",
    "result_codes",
    "wording",
)


def _other_areas(folder: str, names: list[str]) -> set[str]:
    in_wording = Path(folder).parent.name == "wording"
    return {name for name in names if in_wording and name not in {"items.toml", "law.toml"}}


class Copy:
    """The built-in law in a folder of its own: change a file, then ask `law()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for part in PARTS:
            source = BUILT_IN / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=_other_areas)
            else:
                shutil.copy(source, folder / part)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change the first `old` in a file; a test that changes nothing would prove nothing."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        with (self.folder / file).open("a", encoding="utf-8") as out:
            out.write(text)

    def law(self) -> Law:
        return Law(self.folder)
