"""A plan in a story: the real command on the story's manifest, its words and its files."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from thongquan.cli.main import main
from thongquan.forms.transport_lists import texts_of_bills, texts_of_goods
from thongquan.transport.lists import GoodsList
from thongquan.transport.plan import TransportPlan
from thongquan.transport.told import read_list, read_plan

WIDE = 150


class Plans(NamedTuple):
    words: str
    """What the command said, in Vietnamese."""
    files: dict[str, Any]
    """What it wrote as JSON, by name."""
    one: TransportPlan
    """The first."""
    papers: dict[str, dict[str, Any]]
    """Each list as it is printed."""


def planned(manifest: Path, options: list[str], out: Path) -> Plans:
    said = io.StringIO()
    with redirect_stdout(said):
        code = main(["--lang", "vi", "transport", "plan", str(manifest), *options, "--out", str(out)])
    assert code == 0, said.getvalue()
    written = {path.name: path.read_bytes() for path in sorted(out.glob("*.json"))}
    lists = {name: read_list(data) for name, data in written.items() if "-BK" in name}
    papers = {
        name: texts_of_goods(made) if isinstance(made, GoodsList) else texts_of_bills(made)
        for name, made in lists.items()
    }
    words = said.getvalue().replace(f"{out}/", "")
    files = {name: json.loads(data) for name, data in written.items()}
    _once(files, list(lists))
    return Plans(words, files, read_plan(written["transport-1.json"]), papers)


def _once(files: dict[str, Any], lists: list[str]) -> None:
    """In the plan each list has the name of its own file, which holds the same."""
    plan = files["transport-1.json"]
    assert [*plan["goods_lists"], *filter(None, [plan["bill_list"]])] == [files[name] for name in lists]
    plan |= {
        "goods_lists": lists[:] if plan["goods_lists"] else [],
        "bill_list": lists[0] if plan["bill_list"] else None,
    }


def compact(thing: Any, indent: str = "") -> str:
    """JSON in which whatever fits on a line stands on one."""
    flat = json.dumps(thing, ensure_ascii=False)
    if len(indent + flat) <= WIDE or not isinstance(thing, dict | list):
        return flat
    inner = f"{indent} "
    if isinstance(thing, list):
        parts, both = [compact(one, inner) for one in thing], "[]"
    else:
        parts, both = [f"{json.dumps(key)}: {compact(one, inner)}" for key, one in thing.items()], "{}"
    body = ",\n".join(f"{inner}{part}" for part in parts)
    return f"{both[0]}\n{body}\n{indent}{both[1]}"
