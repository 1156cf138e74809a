"""Words by which plain texts are judged, in German, English, French and Spanish; all case folded."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: The commonest words of each language that the others do not have, or have less.
COMMON = {
    "de": _words(
        "der die das und ist nicht ein eine zu den mit von dem sich auf für als auch es ich wir sie dass wie aber"
    ),
    "en": _words("the of and to is that it was for on are with as you this be at have not but they what we from"),
    "fr": _words("le les des et est que une dans pour qui pas sur avec ce il nous vous mais au je plus sont cette"),
    "es": _words("el los las que y en una por con para es se del no lo más pero como su yo muy está son"),
}

#: Words that stand inside names without a capital.
JOINING = _words("- – — & und and et y of von van vom zu zur de der den des du di da la le el al bin ibn für")

#: First words of phrases that announce something and name nobody.
NO_FIRST_WORD = _words(
    "der die das ein eine einer eines mein meine unser unsere dies diese dieser dieses es er sie wir ich man aber und",
    "oder auch nur noch dann doch so hier da wie was wer wenn warum mit für im in am zum zur bei nach als kein keine",
    "the a an my our this that these those it he she we i but and or so here there what who when why how if in on at",
    "for with no not le la les un une mon ma ce cette il elle nous je mais et ou el los las una mi este esta pero y",
)

#: Words before a colon that announce a thing, not a speaker.
ANNOUNCING = _words(
    "achtung anm anmerkung abbildung autor beispiel bemerkung bild bildunterschrift datum einladung ergebnis fakt",
    "fazit foto fragen hintergrund hinweis info inhalt kommentar kontakt kurzfassung lesetipp link links lösung merke",
    "nachteil nachtrag ort problem quelle quellen red redaktion resultat stand stichwort text thema themen tipp titel",
    "update vorteil warnung wichtig zeit ziel ziele zitat zusammenfassung zutaten",
    "attention author background caption conclusion contact context date example fact figure goal goals image",
    "location note notes photo place questions quote reminder result solution source sources subject summary time",
    "tip title topic topics warning exemple remarque ejemplo nota conclusión",
)

#: Words that a number follows in headings: ``Kapitel 3: ...``.
PARTS = _words("kapitel teil thema abschnitt folge chapter part section topic episode chapitre partie parte capítulo")

#: Words of navigation on the pages of newspapers and magazines.
SITE = _words(
    "startseite home artikel article articles news nachrichten menü menu suche search anmelden login log in sign",
    "abonnieren subscribe teilen share drucken print newsletter kommentare comments weiterlesen merken folgen follow",
    "accueil inicio blog podcast interview interviews zurück back top",
)

#: Name of a month -> its number.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            _words("januar jänner january janvier enero jan"),
            _words("februar february février febrero feb"),
            _words("märz march mars marzo mar mär"),
            _words("april avril abril apr"),
            _words("mai may mayo"),
            _words("juni june juin junio jun"),
            _words("juli july juillet julio jul"),
            _words("august août agosto aug"),
            _words("september septembre septiembre sep sept"),
            _words("oktober october octobre octubre okt oct"),
            _words("november novembre noviembre nov"),
            _words("dezember december décembre diciembre dez dec"),
        ),
        1,
    )
    for name in names
}
