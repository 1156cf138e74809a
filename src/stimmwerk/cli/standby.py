"""``python -m stimmwerk.cli.standby``: a command that has done all that it can before it is told what to do.

It waits for one line on its standard input, the arguments of ``stimmwerk`` as a JSON list of texts, carries that
command out and ends as it does.  Where there comes no line, there is nothing to do.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys


def main() -> None:
    """The whole of it."""
    from stimmwerk.cli import run, set_up
    from stimmwerk.scribe import start_waiting

    set_up()
    start_waiting()
    _get_ready()
    if line := sys.stdin.readline():
        run(json.loads(line))


#: What a build imports sooner or later: half of what an edit of one sentence takes (``python -X importtime``).
_NEEDED = (
    "PIL.ImageDraw",
    "PIL.ImageFont",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "pyttsx3",
    "soundfile",
    "stimmwerk.cli.app",
    "stimmwerk.engines.pyttsx3_engine",
    "stimmwerk.exports.pictures",
    "stimmwerk.forecast",
    "stimmwerk.listing",
    "stimmwerk.produce",
    "stimmwerk.receipt",
    "stimmwerk.stopwatch",
    "stimmwerk.syndication",
)


def _get_ready() -> None:
    for name in _NEEDED:
        importlib.import_module(name)
    import numpy as np

    from stimmwerk.casting.languages import language_of
    from stimmwerk.levels import calibration_texts
    from stimmwerk.mp3.lame import lame_version
    from stimmwerk.program import program_digest
    from stimmwerk.shipped import shipped_languages, shipped_lexicon
    from stimmwerk.showfile import Mp3Format
    from stimmwerk.signal.cells import CELL, cells_of

    program_digest()
    lame_version()
    cells_of(np.zeros((CELL, 1), np.float32), Mp3Format().sample_rate)
    for language in shipped_languages():
        language_of(language)
        shipped_lexicon(language)
        calibration_texts(language)
    # What is here by now stays: no search for circles need look at it.
    gc.freeze()


if __name__ == "__main__":
    main()
