"""The modules of bench/ are no package: they stand beside the program that imports them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
