"""What there is to tell the pages that are open: that they are out of date, and what went wrong since."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stimmwerk.exports.page.listing import FILE as LIST_FILE
from stimmwerk.manifest import FILE as MANIFEST_FILE

#: What stands for the list of episodes where else an episode's name does.
LIST = ""


@dataclass(slots=True, kw_only=True)
class Board:
    """build: the folder of all episodes; troubles: episode -> what the last build of it complained of."""

    build: Path
    troubles: dict[str, str] = field(default_factory=dict)

    def state(self, name: str) -> str:
        """The state of an episode on disk, or of the list: another after every build that has changed anything."""
        # The manifest is written after all other files.
        path = self.build / name / MANIFEST_FILE if name else self.build / LIST_FILE
        try:
            found = path.stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns:x}-{found.st_size:x}"

    def trouble(self, name: str) -> str:
        """What is wrong with an episode, or with all of them for the list; empty where nothing is."""
        if name == LIST:
            return "\n\n".join(self.troubles[episode] for episode in sorted(self.troubles))
        return self.troubles.get(name, "")
