"""How far the sounds that the engine makes are from what a list expects; what else the front end does to a text.

    python bench/pronunciation.py TERMS.tsv [--language de] [--all]
    python bench/pronunciation.py --plain WORDS.txt [--language de] [--all]
    python bench/pronunciation.py --speed EPISODE

TERMS.tsv has columns `term`, `context` (a sentence that holds the term) and `expected_ipa` (variants parted by `/`).
Prints each term that differs (--all: every term), and the phoneme error rate over all of them: edits by phonemes of
expected ones, each term against its nearest variant, once without stress and length, once with them.

WORDS.txt has a plain word of the language a line.  Prints how many of them a lexicon, a list or their letters change
(--all: each of them).  --speed prints the milliseconds of CPU that the front end takes for an episode.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

from stimmwerk.casting.borrowed import english_stem, is_english
from stimmwerk.casting.sentences import sentences
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.table import open_engine
from stimmwerk.plan import context_of, make_plan
from stimmwerk.shipped import shipped_lexicon
from stimmwerk.show import Show

STRESS, LENGTH = "ˈˌ", "ːˑ"
# The same sound by other signs: an r is one sound wherever it stands, and what marks no sound of its own is nothing.
SAME = {"ɐ̯": "r", "ʁ": "r", "ɹ": "r", "ɾ": "r", "ʀ": "r", "ɜ": "œ", "ɝ": "œr", "ɚ": "ɐ", "g": "ɡ", "ɑ": "a", "ʌ": "a",
        "ɒ": "ɔ", "æ": "ɛ", "əʊ": "oʊ", "ɔø": "ɔʏ", "ɔɪ": "ɔʏ", "ɪ̯": "ɪ", "i̯": "j", "l̩": "əl", "n̩": "ən", "m̩": "əm",
        "ʊ̯": "ʊ", "u̯": "u", "ʏ̯": "ʏ", "ʔ": "", " ": "", ".": "", "-": "", "\u0361": "", "\u032f": ""}  # fmt: skip


def phonemes(ipa, *, marks):
    """IPA as a list of signs; marks: stress and length stay, each as a sign."""
    text = unicodedata.normalize("NFC", ipa)
    for sign in sorted(SAME, key=len, reverse=True):
        text = text.replace(sign, SAME[sign])
    return [c for c in text if marks or c not in STRESS + LENGTH]


def edits(said, expected):
    row = list(range(len(expected) + 1))
    for number, sign in enumerate(said, 1):
        last, row[0] = row[0], number
        for place, wanted in enumerate(expected, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (sign != wanted))
    return row[-1]


def nearest(said, expected, *, marks):
    """(edits, length, variant) of the variant with the lowest rate."""
    heard = phonemes(said, marks=marks)
    found = [(edits(heard, phonemes(v, marks=marks)), len(phonemes(v, marks=marks)), v) for v in expected.split("/")]
    return min(found, key=lambda one: one[0] / max(1, one[1]))


def error_rate(path, language, every):
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    command = [Path(sys.executable).with_name("stimmwerk"), "pronounce", "-", "--language", language, "--json"]
    lines = "\n".join(" ".join(row["context"].split()) for row in rows)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    totals = {False: [0, 0], True: [0, 0]}
    for row, line in zip(rows, done.stdout.splitlines(), strict=True):
        context = " ".join(row["context"].split())
        whole = re.search(rf"(?<!\w){re.escape(row['term'])}(?!\w)", context)
        start = whole.start() if whole else context.find(row["term"])
        stop = start + len(row["term"])
        tokens = [t for t in json.loads(line) if start <= t["start"] < stop or t["start"] <= start < t["end"]]
        said = " ".join(token["ipa"] for token in tokens) if start >= 0 else ""
        for marks, total in totals.items():
            wrong, length, variant = nearest(said, row["expected_ipa"], marks=marks)
            total[0] += wrong
            total[1] += length
            if not marks and (wrong or every):
                print(f"{row['term']:<24} said {said:<32} expected {variant:<32} {wrong}/{length}")
    for marks, (wrong, length) in totals.items():
        kept = "with stress and length   " if marks else "without stress and length"
        print(f"phoneme error rate {kept} {wrong / length:6.4f}  ({wrong} of {length}, {len(rows)} terms)")


def changed_words(path, language, every):
    lexicon = shipped_lexicon(language)
    words = [word for word in path.read_text(encoding="utf-8").split() if word.isalpha()]
    changed = Counter()
    for word in words:
        found = lexicon.find(word)
        why = ("part" if found[0].part else "entry") if found else "english" if is_english(word, lexicon) else ""
        why = why or ("stem" if english_stem(word, lexicon) else "")
        if why:
            changed[why] += 1
            if every:
                print(f"{why:<8} {word}")
    for why, count in sorted(changed.items()):
        print(f"{why:<8} {count:>7} of {len(words)}  {100 * count / len(words):.2f} %")
    print(f"{'all':<8} {changed.total():>7} of {len(words)}  {100 * changed.total() / len(words):.2f} %")


def speed(episode):
    show = Show.find(Path(__file__).parents[1])
    marks = [time.process_time()]
    lexicons = show.lexicons()
    marks.append(time.process_time())
    plan = make_plan(show, show.source(episode))
    voices = {role.name: role.voice for role in plan.roles}
    lines = [(line.text, voices[line.role].language) for line in plan.rundown.lines()]
    marks.append(time.process_time())
    for text, language in lines:
        for one in sentences(text, language):
            speakable(text[one.start : one.stop], (), language, lexicons[language.partition("-")[0]])
    marks.append(time.process_time())
    requests = [utterance.request for line in plan.rundown.lines() for utterance in line.utterances]
    with open_engine("pyttsx3", context_of(show)) as engine:
        engine.speak(requests[0])
        begun = time.process_time()
        for request in requests:
            engine.rendered(request)
        rendered = time.process_time() - begun
    read, front = marks[1] - marks[0], marks[3] - marks[2]
    print(
        f"{len(requests)} utterances: lexicons read {1000 * read:.0f} ms, texts made speakable {1000 * front:.0f} ms,"
    )
    print(
        f"made ready for the engine {1000 * rendered:.0f} ms; together {1000 * (read + front + rendered):.0f} ms of CPU"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("terms", type=Path, nargs="?")
    parser.add_argument("--plain", type=Path)
    parser.add_argument("--speed")
    parser.add_argument("--language", default="de")
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    if asked.speed:
        speed(asked.speed)
    elif asked.plain:
        changed_words(asked.plain, asked.language, asked.all)
    elif asked.terms:
        error_rate(asked.terms, asked.language, asked.all)
    else:
        parser.error("name a table of terms, --plain or --speed")


if __name__ == "__main__":
    main()
