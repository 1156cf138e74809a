"""What a command costs, with everything that it starts."""

import sys
import textwrap
from pathlib import Path

import pytest
from measuring import CommandFailed, run

linux = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs /proc of Linux")

BUSY = "import time\nwhile time.process_time() < {seconds}: pass\n"


def python(text):
    return [sys.executable, "-c", textwrap.dedent(text)]


def test_the_time_of_children_counts(tmp_path):
    child = BUSY.format(seconds=0.3)
    cost = run(python(f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"), tmp_path)
    assert 0.3 <= cost.cpu_s < 2
    assert cost.wall_s >= 0.3
    assert cost.peak_mb is None


@linux
def test_the_time_of_a_child_that_nobody_waits_for_counts(tmp_path):
    child = BUSY.format(seconds=0.3)
    lone = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {child!r}], stdout=-3, stderr=-3)"
    assert run(python(lone), tmp_path).cpu_s >= 0.3


@linux
def test_memory_is_that_of_all_processes_together(tmp_path):
    child = "import sys\nheld = b'x' * 60_000_000\nprint('held', flush=True)\nsys.stdin.read()"
    two = f"""
        import subprocess, sys, time
        start = [sys.executable, '-c', {child!r}]
        both = [subprocess.Popen(start, stdin=-1, stdout=-1) for _ in range(2)]
        for process in both:
            process.stdout.readline()
        time.sleep(0.4)
        for process in both:
            process.communicate()
        """
    cost = run(python(two), tmp_path, memory=True, timed=False)
    assert 120 < cost.peak_mb < 240


def test_what_fails_says_what_it_said(tmp_path):
    with pytest.raises(CommandFailed, match=r"(?s)ended with 3.*so it is"):
        run(python("import sys\nprint('so it is', file=sys.stderr)\nsys.exit(3)"), tmp_path)


def test_the_output_is_kept(tmp_path):
    assert run(python("print('x' * 200_000)"), tmp_path).output == "x" * 200_000 + "\n"
