"""What planning remembers: the same plan from it as without it, and nothing written before it is said to be kept."""

import pytest

from stimmwerk.memo import LINE, Memo
from stimmwerk.plan import make_plan, memo_of
from stimmwerk.session import store_of
from stimmwerk.show import Show
from stimmwerk.store import Store


def counted(memo, facts, value):
    calls = []
    found = memo.recall(LINE, facts, lambda: calls.append(1) or value)
    return found, len(calls)


def test_what_was_kept_is_not_made_again(tmp_path):
    memo = Memo(Store(tmp_path / "store"), "salt")
    assert counted(memo, ["a", 1], {"x": [1, "ü"]}) == ({"x": [1, "ü"]}, 1)
    assert not (tmp_path / "store").exists()
    memo.keep()
    again = Memo(Store(tmp_path / "store"), "salt")
    assert counted(again, ["a", 1], None) == ({"x": [1, "ü"]}, 0)
    assert counted(again, ["a", 2], 5) == (5, 1)
    assert counted(Memo(Store(tmp_path / "store"), "other salt"), ["a", 1], 6) == (6, 1)


def test_without_a_store_nothing_is_known():
    memo = Memo(None, "")
    assert counted(memo, 1, 2) == (2, 1)
    memo.keep()
    assert counted(memo, 1, 2) == (2, 1)


@pytest.fixture
def plan(show_folder):
    def make(memo=None):
        show = Show.find()
        return make_plan(show, show.source("probe"), memo=memo)

    return make


def fresh():
    show = Show.find()
    return memo_of(show, store_of(show))


def test_a_plan_from_memory_is_the_plan(plan, show_folder):
    script = show_folder / "episodes/probe.md"
    text = script.read_text("utf-8").replace("sehr gut.", 'sehr [gut]{say="guht"}, *wirklich* [Go]{ipa="ɡoː"}. [lacht]')
    script.write_text(text, "utf-8")
    memo = fresh()
    first = plan(memo)
    assert first == plan()
    memo.keep()
    remembered = fresh()
    assert plan(remembered) == first
    assert remembered._new == {}


def test_a_lexicon_that_changes_forgets_the_lines(plan, show_folder):
    show = show_folder / "show.toml"
    show.write_text(show.read_text("utf-8") + '\n[lexicons]\nde = "de.toml"\n', "utf-8")
    lexicon = show_folder / "voices/de.toml"
    lexicon.write_text('[words]\n"Probe" = "Brobe"\n', "utf-8")
    memo = fresh()
    before = plan(memo)
    memo.keep()
    lexicon.write_text('[words]\n"Probe" = "Krobe"\n', "utf-8")
    after = plan(fresh())
    assert after.rundown != before.rundown
    assert after == plan()


def test_what_follows_from_a_lexicon_that_was_saved_meanwhile_is_not_kept(plan, show_folder):
    show = show_folder / "show.toml"
    show.write_text(show.read_text("utf-8") + '\n[lexicons]\nde = "de.toml"\n', "utf-8")
    lexicon = show_folder / "voices/de.toml"
    before, meanwhile = '[words]\n"Probe" = "Brobe"\n', '[words]\n"Probe" = "Krobe"\n'
    lexicon.write_text(before, "utf-8")
    show = Show.find()
    memo = memo_of(show, store_of(show))
    lexicon.write_text(meanwhile, "utf-8")
    make_plan(show, show.source("probe"), memo=memo)
    lexicon.write_text(before, "utf-8")
    memo.keep()
    assert plan(fresh()) == plan()
