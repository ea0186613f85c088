"""`make bench`: each figure beside the floor that is measured in the same run; writes `bench.json`.

Rates are per CPU second of the process that does the work, wall time is told in the note. A floor is the least that
anybody would have to do for the same result: the cryptography and the storage, without rules, codecs or HTTP.
Figures of a busy machine are worth little: compare a figure with its floor, not with another day's.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench_check import check_csv, rules_only
from bench_deposit import accept_charged
from bench_print import print_batch
from bench_server import accept_batches, accept_singles

Figure = dict[str, object]


def main() -> int:
    """Run all benches, or those named on the command line."""
    benches: dict[str, Callable[[Path], Figure]] = {
        "check_csv_20000": check_csv,
        "rules_only": rules_only,
        "accept_batch_1000": accept_batches,
        "accept_batch_1000_charged": accept_charged,
        "accept_single_32": accept_singles,
        "print_batch_500": print_batch,
    }
    figures = []
    for name in sys.argv[1:] or benches:
        folder = Path(tempfile.mkdtemp(prefix="thongquan-bench-"))
        try:
            figure = {"name": name, **benches[name](folder)}
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        figures.append(figure)
        print(
            f"{name:26}{figure['value']:>12,.0f} {figure['unit']:34} floor {figure['floor']:>12,.0f}"
            f"  ratio {figure['ratio']:.3f}  {figure['note']}",
            flush=True,
        )
    Path("bench.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
