"""What planning has worked out before, so that an edit does not have all of a long script worked out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from stimmwerk.digests import digest_of
from stimmwerk.store import Store

#: What the store calls lines of scripts that are ready to be spoken, and what engines say of themselves.
LINE, ENGINE = "line", "engine"


class Memo:
    """Values that JSON has words for, by the facts that they follow from.

    store: where they are looked for; None knows nothing.  salt: the digest of everything else that they follow from;
    salt_now: the same as it is once they are made: where it is another by then, files were edited meanwhile, and
    nothing is kept.
    Planning writes nothing, so what is new is only noted, until ``keep`` writes it down.
    """

    def __init__(self, store: Store | None, salt: str, salt_now: Callable[[], str] | None = None) -> None:
        self._store = store
        self._salt = salt
        self._salt_now = salt_now or (lambda: salt)
        self._new: dict[tuple[str, str], bytes] = {}

    def recall(self, kind: str, facts: object, make: Callable[[], Any]) -> Any:
        """The value for these facts, made where it is not known.  Raises what ``make`` raises."""
        if self._store is None:
            return make()
        key = digest_of([self._salt, facts])
        if (kept := self._store.get(kind, key)) is not None:
            return json.loads(kept)
        value = make()
        self._new[kind, key] = json.dumps(value, ensure_ascii=False).encode("utf-8")
        return value

    def keep(self) -> None:
        """Writes down what is new.  Raises OutputError where the store cannot be written."""
        if self._store is not None and self._new and self._salt_now() == self._salt:
            for (kind, key), data in self._new.items():
                self._store.put(kind, key, data)
        self._new.clear()
