"""The command line: nothing else prints or exits.

Exit codes: 0 done or up to date, 1 production or verification failed, 2 usage, 3 script, cast, lexicon or show wrong,
4 engine missing or failing, 70 our own bug (with a log file), 130 interrupted.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from stimmwerk import __version__
from stimmwerk.errors import EXIT_BUG, EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, StimmwerkError

_INTERRUPTED = "stimmwerk: interrupted; what is finished is kept"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code; every ending there is comes through here."""
    from stimmwerk.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is no reason to fail
    try:
        app(list(argv) if argv is not None else None, prog_name="stimmwerk")
    except SystemExit as end:
        if end.code == EXIT_INTERRUPTED:
            print(_INTERRUPTED, file=sys.stderr)
        return end.code if isinstance(end.code, int) else (EXIT_OK if end.code is None else EXIT_FAILED)
    except StimmwerkError as error:
        for fault in (error, *error.others):
            print(f"stimmwerk: {fault}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(_INTERRUPTED, file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough.  Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except OSError as error:
        # What the layers below know how to name, they have named; this is our own output that cannot be written.
        with contextlib.suppress(OSError):
            print(f"stimmwerk: the output cannot be written: {error.strerror or error}", file=sys.stderr)
        return EXIT_FAILED
    except UnicodeEncodeError as error:
        # A name of a file that is no text in the encoding of file names here, as an umlaut where that is ASCII.
        if not any("\ud800" <= sign <= "\udfff" for sign in error.object):
            return _our_bug(error)
        print("stimmwerk: a file's name cannot be read in the encoding that the system names for them", file=sys.stderr)
        print(f"  hint: it is {sys.getfilesystemencoding()}; set LC_ALL=C.UTF-8, or rename the file", file=sys.stderr)
        return EXIT_USAGE
    except Exception as bug:  # noqa: BLE001 - whatever else it is, it is our bug, and people get no traceback
        return _our_bug(bug)
    return EXIT_OK


def _our_bug(bug: Exception) -> int:
    print(f"stimmwerk: this is our own bug: {type(bug).__name__}: {bug}", file=sys.stderr)
    print(f"  hint: please report it with the file {_log(bug)}", file=sys.stderr)
    return EXIT_BUG


def run(argv: Sequence[str] | None = None) -> None:
    """The console script; argv: by default that of the process."""
    from stimmwerk.processes import Endings

    set_up()
    endings = Endings()
    code = main(argv)
    if code == EXIT_INTERRUPTED:
        endings.told()
    # As it ends the interpreter looks for circles twice more; those that there are end with it.
    gc.freeze()
    sys.exit(code)


def set_up() -> None:
    """Sets the interpreter up for commands; before numpy is imported."""
    # What lives through a command is nearly all frozen values, which hold no circles: looking for some is a waste.
    gc.set_threshold(100_000, 50, 100)
    # numpy's linear algebra starts a thread a core and lets them spin; nothing of ours is large enough for that.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _log(bug: Exception) -> str:
    with tempfile.NamedTemporaryFile("w", prefix="stimmwerk-", suffix=".log", encoding="utf-8", delete=False) as stream:
        stream.write(f"stimmwerk {__version__}\nPython {sys.version}\n{sys.platform}\n{sys.argv}\n\n")
        traceback.print_exception(bug, file=stream)
    return Path(stream.name).as_posix()
