"""Interviews without labels: fixtures show what they become; here are other texts with questions and dashes."""

import pytest

from stimmwerk.importers.table import import_text

NARRATION = {
    "a story": "Was the lamp out?\n\nHe could not see.\n\nAnd where was Ida?\n\nHe called for her. Nobody came.\n\n"
    "The sea was loud. The wind was strong.\n\nThen he saw the boat.\n\nIt was empty. What now?\n\nHe ran.\n",
    "an essay": "There are satellites. There are charts. There is radio. Who needs a lamp?\n\n"
    "The answer is old. It has to do with home, and with those who wait there for somebody, as they did long ago.\n\n"
    "It says that we wake. It says it to all. It costs oil. Is it worth that?\n\n"
    "I think so. My father thought so, and his father did, who had built the pier with four others in one summer.\n\n"
    "It does not care. It never did. It takes what it wants. What else would a sea do?\n\n"
    "So we go on. We trim the lamps and paint the rungs and wait for spring, when the boats come again.\n",
    "questions in a row": "Who?\n\nIda, as it was each spring.\n\nWhere? When?\n\nAnd why?\n\nNobody knows that.\n\n"
    "Who asks?\n\nTom.\n",
    "questions of a list": "• Who keeps it?\n\nIda keeps it.\n\n• Where is it?\n\nIn the hut.\n\n• How old?\n\nOld.\n",
    "two questions": "Who keeps the lamp?\n\nIda keeps it, as her father did.\n\nWhere is she?\n\nNobody knows that.\n",
    "long questions": "Who keeps the lamp on the old pier?\n\nI.\n\nAnd where is the ladder of the old pier?\n\n"
    "In.\n\nWhen did you last see the ladder and the lamp?\n\nOh.\n",
    "a story with a talk": "The sea was loud.\n\n" * 8
    + "Who?\n\nIda it was.\n\nWhere?\n\nIn the hut.\n\nWhen?\n\nThen.\n",
    "a list in Korean": "-사다리 일곱 개\n사다리는 창고에 있다.\n\n-등잔 세 개\n등잔은 낡았다.\n",
    "dashes of a story in Japanese": "――冬の朝。\n\n海は静かだった。\n\n――夏の夜。\n\n灯台に人が集まった。\n",
}


@pytest.mark.parametrize("text", NARRATION.values(), ids=NARRATION)
def test_nobody_is_made_up(text):
    assert import_text(f"The pier\n\nIt was night.\n\n{text}", "f.txt").script.labels() == ()


def test_answers_with_labels_and_questions_behind_dashes():
    text = "――何を作りますか。\n\n森：机です。\n\n――いつですか。\n\n森：春です。\n"
    turns = import_text(text, "f.txt").script.turns()
    assert [turn.label for turn in turns] == ["質問", "森", "質問", "森"]


def test_most_labels_have_no_dash_above():
    text = (
        "Ida: Yes.\n\nTom: No.\n\nIda: So.\n\n— what a day\n\nTom: Well.\n\n— and a night\n\nIda: Bye.\n\nTom: Bye.\n"
    )
    assert set(import_text(text, "f.txt").script.labels()) == {"Ida", "Tom"}


def test_the_last_of_four_options_is_no_question_in_italian():
    text = "Who keeps the lamps?\n\nA. Ida does.\nB. Tom does.\nC. Nobody does.\nD. The sea does.\n\n"
    assert "D" not in import_text(text + text.replace("lamps", "ladders"), "f.txt").script.labels()
