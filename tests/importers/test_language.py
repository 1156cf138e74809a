"""The guess at a language: five of them first, others only where they are far ahead."""

import pytest

from stimmwerk.importers.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir sind nicht am Fluss, und das ist auch gut so, sagt sie, denn es ist der Mai.", "de"),
        ("She said that it was not for us to say what they have done with the boats.", "en"),
        ("Da dieci anni, e non me ne pento: leggo i libri che ho comprato, perché il fiume è di qui.", "it"),
        ("Porque a água me acalma, e não é caro; no inverno eu leio, mas também com o fogão que você me deu.", "pt"),
        ("Omdat het water mij rustig maakt, en in de winter is het niet koud, maar ik ben er graag.", "nl"),
        ("Потому что вода меня успокаивает, и я не один, а зимой я топлю печь.", "ru"),
        ("Pero no es para eso, y yo lo sé muy bien, como se sabe en los pueblos de la costa, con su mar.", "es"),
    ],
)  # fmt: skip
def test_the_language_of_a_few_sentences(text, language):
    assert guess_language(text) == (language, True)


def test_too_few_words_are_no_other_language():
    assert guess_language("Eccolo: Torino.") == ("en", False)
