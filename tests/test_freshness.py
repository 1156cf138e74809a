import subprocess
import sys

from stimmwerk import freshness, manifest

NOTHING_TO_DO = """
import sys
from stimmwerk.cli import main
main(["build", "probe"])
print(*sorted(name for name in sys.modules if name.startswith(("stimmwerk", "numpy", "PIL"))))
"""


def test_it_knows_the_name_of_the_manifest():
    assert manifest.FILE == freshness._MANIFEST


def test_a_build_that_has_nothing_to_do_imports_next_to_nothing(show_folder):
    from stimmwerk.cli import main

    assert main(["build", "probe", "--jobs", "1"]) == 0
    done = subprocess.run(
        [sys.executable, "-c", NOTHING_TO_DO], check=True, capture_output=True, text=True, timeout=120
    )
    assert "up to date" in done.stderr
    heavy = {"numpy", "PIL", "stimmwerk.plan", "stimmwerk.show", "stimmwerk.manifest", "stimmwerk.syndication"}
    assert heavy.isdisjoint(done.stdout.split())
