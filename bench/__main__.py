"""Measures builds and prints what they cost beside a plain script and beside the floor; writes build/bench.json.

    python bench [--long] [--length 14min] [--case "cold build"] [--rounds 3]

It reports and never fails for being slow; a build after an edit that gives other bytes than a cold one is an error.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from cases import CASES, LENGTHS, Bench, NotTheSame, Row
from figures import Figure, figures
from measuring import MEMORY, CommandFailed
from scratch import ROOT
from table import show

from stimmwerk.processes import usable_cpus

# Up to so much load, in processes, the machine is as good as idle.
_QUIET = 0.5

_VERSIONS = ("stimmwerk", "numpy", "lameenc", "soxr", "pydub", "typer")


def main() -> int:
    names = [length.name for length in LENGTHS]
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--length", action="append", choices=names, help="only this length; may be repeated")
    parser.add_argument("--case", action="append", choices=CASES, help="only this case; may be repeated")
    parser.add_argument("--long", action="store_true", help="the 10 hours, too")
    parser.add_argument("--rounds", type=int, help="rounds of every case (default: by length)")
    parser.add_argument("--json", type=Path, default=ROOT / "build/bench.json", help="where the results go")
    parser.add_argument(
        "--folder", type=Path, help="measure in this folder and leave what was made (default: a temporary one)"
    )
    chosen = parser.parse_args()
    lengths = chosen.length or (names if chosen.long else names[:-1])
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="stimmwerk-bench-"))
    rows: list[Row] = []
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    if load is not None and load > _QUIET:
        _say(f"bench: others are at work here (load average {load:.1f}): wall times will be too long")
    try:
        for length in LENGTHS:
            if length.name in lengths:
                bench = Bench(length, folder.resolve(), rounds=chosen.rounds, say=_say)
                bench.run(chosen.case or CASES)
                rows += bench.rows
    except (NotTheSame, CommandFailed) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    finally:
        if chosen.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    found = figures(rows)
    show(rows, found, usable_cpus())
    _write(chosen.json, rows, found, load)
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _write(path: Path, rows: list[Row], found: tuple[Figure, ...], load: float | None) -> None:
    facts = {
        "machine": {
            "cpus": usable_cpus(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "load_before": load,
        },
        "versions": {name: importlib.metadata.version(name) for name in _VERSIONS},
        "memory": MEMORY,
        "rows": [
            {**asdict(row), "wall_median_s": row.wall, "cpu_median_s": row.cpu if row.cpu_s else None} for row in rows
        ],
        "figures": [asdict(figure) for figure in found],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
