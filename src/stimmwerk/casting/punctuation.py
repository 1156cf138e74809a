"""The marks that part a text, by what they do, in the scripts that people write."""

from __future__ import annotations

#: They end a sentence where the text shows that another begins: a full stop may belong to an abbreviation.
STOPS = ".!?…"
#: They end a sentence whatever follows: of Chinese and Japanese; of Arabic, Urdu, Hindi, Armenian and Ethiopian.
SURE_STOPS = "。！？؟۔।॥։።"
#: What a question ends with.
ASKING = "?？؟"

#: They part clauses, and parts of a clause, where white space follows, ...
SEMICOLONS, COMMAS = ";:–—؛", ",،"
#: ... and those that need none.
WIDE_SEMICOLONS, WIDE_COMMAS = "；：", "、，"
