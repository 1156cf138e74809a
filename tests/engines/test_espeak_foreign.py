import pytest

from stimmwerk.engines.espeak_foreign import base, in_own_sounds
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Affixes, Say


def heard(engine, request):
    return [word.ipa for word in engine.hear(request)]


def test_words_of_another_language_get_a_sound_and_the_rest_stays():
    say = (Say(text="Das "), Say(text="it's fine, isn't it", language="en"), Say(text="x", language="de-AT"))
    made = in_own_sounds(say, "de", lambda word, language: f"<{word}>")
    assert "".join(part.text for part in made) == "".join(part.text for part in say)
    assert [part.ipa for part in made if part.ipa] == ["<it's>", "<fine>", "<isn't>", "<it>"]


def test_a_sound_that_is_given_wins_over_the_language():
    given = Say(text="x", ipa="a", language="en")
    assert in_own_sounds((given,), "de", lambda word, language: "b") == (given,)


def test_an_english_stem_is_said_with_its_german_endings(espeak, ask):
    def said(text, before, stem, behind):
        return Say(text=text, language="en", affixes=Affixes(before=before, stem=stem, behind=behind))

    words = (
        said("geswipt", "ɡə", "swipe", "t"),
        " ",
        said("loaden", "", "load", "ən"),
        " ",
        said("Streamerin", "", "streamer", "rɪn"),
    )
    assert heard(espeak, ask(*words)) == ["ɡəˈswaɪpt", "ˈloʊdən", "ˈstriːmərɪn"]


@pytest.mark.parametrize(("tag", "language"), [("en-GB", "en"), ("DE", "de")])
def test_a_tag_has_a_base(tag, language):
    assert base(tag) == language


def test_english_words_are_said_with_german_sounds_in_one_voice(espeak, ask):
    request = ask("Das ", Say(text="Knowledge", language="en"), " wächst.")
    assert heard(espeak, request) == ["das", "ˈnɔlɪtʃ", "ˈvɛkst"]
    speech = espeak.speak(request)
    assert [request.text[mark.start : mark.stop] for mark in speech.words] == ["Das", "Knowledge", "wächst."]


def test_a_word_of_which_the_library_would_change_its_language_stays_in_the_voice(espeak, ask):
    assert heard(espeak, ask("Das Entertainment hier.")) == ["das", "ˌɛntəˈteɪnmənt", "ˈhiːɐ̯"]


def test_other_languages_are_read_by_their_own_rules(espeak, ask):
    (sound,) = heard(espeak, ask(Say(text="bonjour", language="fr")))
    assert sound == "bõˈʒur"


def test_a_language_that_the_library_has_not_is_told(espeak, ask):
    with pytest.raises(SpeechFailed, match="no language 'tlh'"):
        espeak.speak(ask(Say(text="Qapla", language="tlh")))


@pytest.mark.parametrize("text", ["a\ud800b", "\x00x", "[[" * 50 + "a", "x" * 500, "<a b='c'>" * 20])
def test_hostile_words_of_another_language_do_no_harm(espeak, ask, text):
    assert espeak.hear(ask("Ja ", Say(text=text, language="en"), " nein."))


@pytest.mark.parametrize("voice", ["cmn", "ar"])
@pytest.mark.parametrize(("word", "language"), [("core", "en"), ("künstlich", "de"), ("thyme", "en"), ("œuvre", "fr")])
def test_a_word_of_another_language_is_said_somehow_where_the_voice_lacks_its_sounds(
    espeak, ask, voice, word, language
):
    request = ask(Say(text=word, language=language), name=voice)
    assert espeak.speak(request).samples.any()


def test_a_pronunciation_that_somebody_has_written_is_said_as_written_or_not_at_all(espeak, ask):
    with pytest.raises(SpeechFailed, match="cannot be spoken"):
        espeak.speak(ask(Say(text="künstlich", ipa="ˈkʏnstlɪç", language="de"), name="ar"))
