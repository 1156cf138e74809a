from stimmwerk.casting.draft import GONE, SAID, Change, Draft, swap
from stimmwerk.speech import Say


def test_what_is_settled_is_hidden_from_later_rules():
    draft = Draft("eins zwei drei")
    draft.apply(swap("zwei", "2"))
    draft.apply(swap("drei", ""))
    assert draft.seen == f"eins {SAID * 4} {GONE * 4}"
    draft.apply(swap("[a-z]+", lambda match: match.group().upper()))
    assert "".join(piece.say.text for piece in draft.pieces()) == "EINS 2 "


def test_the_first_to_speak_for_a_stretch_is_heard():
    draft = Draft("abcd")
    draft.settle([Change(start=1, stop=3, say=Say(text="x"))])
    draft.settle([Change(start=2, stop=4, say=Say(text="y")), Change(start=3, stop=4, say=Say(text="z"))])
    assert [(p.say.text, p.start, p.stop) for p in draft.pieces()] == [("a", 0, 1), ("x", 1, 3), ("z", 3, 4)]


def test_empty_and_overlapping_changes_are_passed_over():
    draft = Draft("abcd")
    draft.settle([Change(start=0, stop=0, say=Say(text="?")), Change(start=0, stop=2, say=Say(text="x"))])
    draft.settle([Change(start=2, stop=4, say=Say(text="y")), Change(start=3, stop=4, say=Say(text="z"))])
    assert "".join(piece.say.text for piece in draft.pieces()) == "xy"


def test_a_rule_may_leave_what_it_found():
    draft = Draft("1 2")
    draft.apply(swap(r"\d", lambda match: "eins" if match.group() == "1" else None))
    assert [(p.say.text, p.literal) for p in draft.pieces()] == [("eins", False), (" 2", True)]


def test_marks_in_the_text_itself_are_left_out():
    assert [piece.say.text for piece in Draft(f"a{SAID}b{GONE}").pieces()] == ["a", "b"]
