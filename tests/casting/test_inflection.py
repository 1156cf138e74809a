import pytest

from stimmwerk.casting.inflection import joined, spellings


def forms(key, ipa, inflect, say=None):
    return {form.key: form.ipa for form in spellings(key, say, ipa, inflect)}


@pytest.mark.parametrize(
    ("key", "ipa", "inflect", "some"),
    [
        ("Tool", "tuːl", None, {"Tool": "tuːl"}),
        ("Tool", "tuːl", "s", {"Tool": "tuːl", "Tools": "tuːls", "Tool's": "tuːls", "Tool’s": "tuːls"}),
        ("Release", "riˈliːs", "s", {"Releases": "riˈliːsɪs"}),
        ("Page", "peɪtʃ", "s", {"Pages": "peɪdʒɪs"}),
        ("Job", "dʒɔp", "noun", {"Jobs": "dʒɔps", "Jobes": "dʒɔbəs"}),
        ("Trend", "trɛnt", "noun", {"Trends": "trɛnts", "Trende": "trɛndə"}),
        ("Ingenieur", "ɪnʒenˈjøːɐ̯", "noun", {"Ingenieure": "ɪnʒenˈjøːrə", "Ingenieurs": "ɪnʒenˈjøːɐ̯s"}),
        ("Manager", "ˈmɛnɪdʒɐ", "noun", {"Managern": "ˈmɛnɪdʒɐn", "Managerinnen": "ˈmɛnɪdʒərɪnən"}),
        ("Branch", "brɛntʃ", "s", {"Branches": "brɛntʃɪs"}),
        ("fair", "fɛːɐ̯", "adjective", {"faire": "fɛːrə", "fairem": "fɛːrəm"}),
        ("Bundestag", "ˈbʊndəstɑːɡ", "english", {"Bundestag's": "ˈbʊndəstɑːɡz"}),
        ("Bosch", "bɒʃ", "english", {"Bosch's": "bɒʃɪz"}),
        ("GitHub", "ˈɡɪthʌp", "english", {"GitHubs": "ˈɡɪthʌps"}),
        (
            "debuggen",
            "diːˈbaɡən",
            "verb",
            {
                "debuggen": "diːˈbaɡən",
                "debugge": "diːˈbaɡə",
                "debuggt": "diːˈbakt",
                "debuggte": "diːˈbaktə",
                "gedebuggt": "ɡədiːˈbakt",
                "gedebuggtes": "ɡədiːˈbaktəs",
                "debuggend": "diːˈbaɡənt",
            },
        ),
        ("chatten", "ˈtʃɛtən", "verb", {"chattet": "ˈtʃɛtət", "gechattet": "ɡəˈtʃɛtət", "chattete": "ˈtʃɛtətə"}),
        ("updaten", "ˈapdeɪtən", "verb", {"upgedatet": "ˈapɡədeɪtət"}),
        ("downloaden", "ˈdaʊnloʊdən", "verb", {"downgeloadet": "ˈdaʊnɡəloʊdət", "downgeloaded": "ˈdaʊnɡəloʊdət"}),
        ("googeln", "ˈɡuːɡəln", "verb", {"googelt": "ˈɡuːɡəlt", "gegoogelt": "ɡəˈɡuːɡəlt"}),
        ("twittern", "ˈtwɪtɐn", "verb", {"twittert": "ˈtwɪtɐt", "getwittert": "ɡəˈtwɪtɐt"}),
        ("liken", "ˈlaɪkən", "verb", {"geliked": "ɡəˈlaɪkt", "gelikt": "ɡəˈlaɪkt"}),
    ],
)
def test_forms_have_their_sound(key, ipa, inflect, some):
    made = forms(key, ipa, inflect)
    assert {form: made.get(form) for form in some} == some


def test_the_own_form_comes_first():
    assert next(iter(spellings("pitchen", None, "ˈpɪtʃən", "verb"))).key == "pitchen"


def test_a_respelling_is_inflected_as_letters():
    (_, *inflected) = spellings("Tool", "Tuhl", None, "s")
    assert (inflected[0].say, inflected[0].ipa) == ("Tuhls", None)


def test_stems_in_t_and_d_have_no_form_that_nobody_can_say():
    assert not {"chattt", "gechattt", "chattst"} & forms("chatten", "ˈtʃɛtən", "verb").keys()


@pytest.mark.parametrize(
    ("ipa", "ending", "both"),
    [
        ("klaʊd", "s", "klaʊts"),
        ("tuːl", "", "tuːl"),
        ("ʃʊʃ", "s", "ʃʊʃɪs"),
        ("ʃtaːɐ̯", "ə", "ʃtaːrə"),
        ("ʃoʊ", "s", "ʃoʊs"),
    ],
)
def test_sounds_are_joined(ipa, ending, both):
    assert joined(ipa, ending) == both
