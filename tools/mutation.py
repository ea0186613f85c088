"""Break each rule in every small way, and see whether a test notices: `make mutation`.

One process reads law and libraries once and then forks: each child puts one mutant in the place of its module and runs
the quick tests of declarations until one fails. (mutmut 3 leaves out decorated functions, which all rules are.)

    tools/mutation.py [MODULE …]      # e.g. goods; without names all rules, and the item checks
    SAMPLE=400 tools/mutation.py      # so many of them, drawn at random, the same each time
"""

import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import hypothesis  # noqa: F401 # before the forks
import pytest

from thongquan import law

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "thongquan" / "declaration"
OF_VALUE, OF_PARTIES, OF_PLACES = ("price_terms", "value_dates"), ("parties",), ("places", "derived", "noting")
TESTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("amounts", "customs_value", "freight", "insurance", "invoice", "terms"), OF_VALUE),
    **dict.fromkeys(("foreign", "parties", "party_codes"), OF_PARTIES),
    **dict.fromkeys(("flight", "notes", "offices", "places", "storage"), OF_PLACES),
    "goods": ("items", "text_safety"),
    "items": ("items",),
    "rule": ("catalogue_reads", "asking"),
    "sources": ("sources",),
}
"""Which tests of `tests/declaration` speak of a module, after the cases of all rules; planting mistakes comes last."""
SAMPLE = int(os.environ.get("SAMPLE") or 0)
JOBS = int(os.environ.get("JOBS", "2"))
WANTED = 90
LONGEST = 120  # seconds that one mutant may take before it counts as noticed

SWAPS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mod: ast.Mult,
    ast.Mult: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """A module with one place changed. It takes the place of the module of that name when that is imported."""

    def __init__(self, path: Path, line: int, tree: ast.Module, change: str) -> None:
        self.name = ".".join(("thongquan.declaration", *path.relative_to(PACKAGE).with_suffix("").parts))
        self.path, self.line, self.tree, self.change = path, line, tree, change

    def find_spec(self, name: str, _path: object, _target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: object) -> None:
        exec(compile(ast.fix_missing_locations(self.tree), str(self.path), "exec"), vars(module))  # noqa: S102 - our own source, changed by us


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    if isinstance(node, ast.Compare):
        yield from (ast.Compare(node.left, [SWAPS[type(op)]()], node.comparators) for op in node.ops[:1])
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(SWAPS[type(node.op)](), node.values)
        yield from node.values
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        yield ast.BinOp(node.left, SWAPS[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.If):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.Return) and node.value is not None:
        nothing = isinstance(node.value, ast.Constant) and node.value.value is None
        yield ast.Return(ast.Dict([], []) if nothing else ast.Constant(None))
    elif isinstance(node, ast.Constant) and type(node.value) in (int, str, bool):
        value = node.value
        yield ast.Constant(
            not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}×"
        )


def is_data(node: ast.AST) -> bool:
    """Docstrings, annotations, imports, and what `@rule` says of a rule are looked at as a whole elsewhere."""
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, ast.Import | ast.ImportFrom | ast.arguments | ast.ClassDef)


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Parent, field and place in its list, of every node that may be changed."""
    for field, value in ast.iter_fields(node):
        if field in ("decorator_list", "returns", "annotation"):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not is_data(child):
                yield node, field, place
                yield from places(child)


def mutants(path: Path) -> Iterator[Mutant]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for number, (parent, field, place) in enumerate(places(tree)):
        old = getattr(parent, field) if place is None else getattr(parent, field)[place]
        for new in changes(old):
            other = copy.deepcopy(tree)
            there = next(one for one in list(places(other))[number : number + 1])
            put(*there, copy.deepcopy(new))
            yield Mutant(path, old.lineno, other, f"{ast.unparse(old)}  →  {ast.unparse(new)}".replace("\n", " "))


def put(parent: ast.AST, field: str, place: int | None, new: ast.AST) -> None:
    if place is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[place] = new


def forked(mutant: Mutant | None) -> int:
    """The process that tries it; it answers 0 when no test notices."""
    if child := os.fork():
        return child
    signal.alarm(LONGEST)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    sys.meta_path[:0] = [mutant] if mutant else []
    try:
        _try_cases()
        names = [*TESTS.get(mutant.path.stem, ()), "catalogue_planted"] if mutant else ["rules"]
        files = [str(ROOT / "tests" / "declaration" / f"test_{name}.py") for name in names]
        os._exit(int(pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", *files])))
    finally:
        os._exit(9)  # a case or a wording is another, or the module cannot even be imported


def _try_cases() -> None:
    """What the quickest tests try, without the collecting of pytest."""
    rules = importlib.import_module("declaration.test_rules")
    for case in rules.CASES:
        rules.TestARule().test_is_satisfied_by_a_right_declaration(case)
        rules.TestARule().test_finds_its_fault_and_no_other_when_one_fact_changes(case)
    examples = importlib.import_module("declaration.test_wordings")
    for language in law.LANGUAGES:
        examples.test_the_wordings_read_as_recorded(language)


def survivors(tried: list[Mutant]) -> Iterator[Mutant]:
    """Those that no test notices, each as soon as that is known."""
    waiting, running = iter(tried), {}
    for number in range(1, len(tried) + 1):
        running |= {forked(one): one for one in islice(waiting, JOBS - len(running))}
        child, status = os.wait()
        one = running.pop(child)
        print(f"\r{number}/{len(tried)} ", end="", file=sys.stderr, flush=True)
        if status == 0:
            yield one


def main(names: list[str]) -> int:
    began = time.monotonic()
    sys.path.insert(0, str(ROOT / "tests"))
    for table in (ROOT / "src" / "thongquan" / "law" / "codes").glob("*.tsv"):
        law.codes(table.stem).rows()  # children share what their parent has read
    for language in law.LANGUAGES:
        law.wording(language)
    for helper in ("hypothesis.strategies", "stdnum.vn.mst", "thongquan.valuation.customs_value", "msgspec.structs"):
        importlib.import_module(helper)
    assert not any(name.startswith("thongquan.declaration") for name in sys.modules), "mutants must be loaded anew"
    if os.waitpid(forked(None), 0)[1] != 0:
        sys.exit("the tests do not pass as things are")
    paths = [*sorted(PACKAGE.glob("rules/[!_]*.py")), PACKAGE / "items.py"]
    tried = [one for path in paths if not names or path.stem in names for one in mutants(path)]
    if SAMPLE:
        tried = Random(f"{SAMPLE}").sample(tried, min(SAMPLE, len(tried)))  # noqa: S311 # nothing secret
    left = 0
    for one in survivors(tried):
        left += 1
        print(f"\r{one.path.relative_to(ROOT)}:{one.line}: {one.change}", flush=True)
    share = 100 * (len(tried) - left) / len(tried)
    print(f"{len(tried) - left} of {len(tried)} noticed ({share:.1f} %), {left} not; {time.monotonic() - began:.0f} s")
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
