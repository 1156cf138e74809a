"""A cold build of the shipped episode against the plain script, in turns, as whole processes.

    python bench/cold_build.py [ROUNDS]

Prints wall and CPU seconds of each, the median of their ratios, and writes them to build/bench.json.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EPISODE = "altman-town-hall"


def measured(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a process and its children."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    wall, after = time.perf_counter() - begun, os.times()
    return wall, sum(after[2:4]) - sum(before[2:4])


def main(rounds: int) -> None:
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    ours = [str(Path(sys.executable).with_name("stimmwerk")), "build", EPISODE, "--as", "bench"]
    plain = [sys.executable, str(ROOT / "bench/plain.py"), EPISODE, str(folder / "plain.mp3")]
    rows = []
    for _ in range(rounds):
        shutil.rmtree(ROOT / "build" / "cache", ignore_errors=True)
        rows.append({"ours": measured(ours), "plain": measured(plain)})
    for name in ("ours", "plain"):
        wall, cpu = (statistics.median(row[name][which] for row in rows) for which in (0, 1))
        print(f"{name:<6} {wall:6.2f} s wall  {cpu:6.2f} s CPU")
    ratio = statistics.median(row["ours"][0] / row["plain"][0] for row in rows)
    print(f"ratio  {ratio:6.2f}   of wall time, median of {rounds} rounds; cold, {os.cpu_count()} CPUs")
    (ROOT / "build" / "bench.json").write_text(json.dumps({"rounds": rows, "ratio": ratio}, indent=2) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
