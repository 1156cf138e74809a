"""``python -m stimmwerk.cli.standby``: a command that has imported all that a build needs before it is told what to do.

It waits for one line on its standard input, the arguments of ``stimmwerk`` as a JSON list of texts, carries that
command out and ends as it does.  Where there comes no line, there is nothing to do.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """The whole of it."""
    from stimmwerk.cli import run

    _get_ready()
    if line := sys.stdin.readline():
        run(json.loads(line))


def _get_ready() -> None:
    """Half of what an edit of one sentence takes: see ``python -X importtime``."""
    import stimmwerk.cli.app
    import stimmwerk.engines.pyttsx3_engine
    import stimmwerk.listing
    import stimmwerk.produce
    import stimmwerk.receipt
    import stimmwerk.syndication  # noqa: F401
    from stimmwerk.shipped import shipped_languages, shipped_lexicon

    for language in shipped_languages():
        shipped_lexicon(language).find(language)


if __name__ == "__main__":
    main()
