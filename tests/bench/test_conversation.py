"""Made-up interviews: no sentence twice, as long as asked, the same each time, and spoken by the shipped cast."""

import re

import pytest
from conversation import conversation
from scratch import ROOT

from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.rundown import rundown
from stimmwerk.script.markdown import parse_script


def lines_of(text):
    cast = parse_cast((ROOT / "voices/town-hall.toml").read_text(), name="town-hall", file="cast")
    labels = [label for role in cast.roles for label in role.labels]
    script = parse_script(text, "made-up.md", labels)
    order = rundown(script, cast, file="made-up.md", lexicons={}, grain=lambda engine: "sentence", announce_titles=True)
    return script, list(order.lines())


@pytest.mark.parametrize("seconds", [840, 3600])
def test_nothing_is_said_twice(seconds):
    _, lines = lines_of(conversation(seconds))
    said = [utterance.request for line in lines for utterance in line.utterances]
    assert len(said) > seconds / 5
    assert len(set(said)) == len(said)


def test_ten_hours_are_ten_times_an_hour_and_say_nothing_twice():
    hour, ten = conversation(3600), conversation(36_000)
    assert len(ten) / len(hour) == pytest.approx(10, rel=0.03)
    sentences = re.findall(r"[A-ZÄÖÜ][^.?!:*]+[.?!]", ten)
    assert len(set(sentences)) == len(sentences) > 7000


def test_it_is_the_same_each_time():
    assert conversation(900) == conversation(900)


def test_chapters_are_about_ten_minutes_and_roles_take_turns():
    script, lines = lines_of(conversation(3600))
    assert len(script.chapters) == 1 + 6
    assert {line.role for line in lines} == {"narrator", "moderator", "altman", "staff", "audience"}
