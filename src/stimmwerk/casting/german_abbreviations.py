"""German short forms, and the words that begin a German sentence."""

from __future__ import annotations

from stimmwerk.casting.abbreviations import Abbreviations, short_forms
from stimmwerk.casting.draft import SAID
from stimmwerk.casting.german_amounts import SHORT_AMOUNTS

_IN_FULL = {
    "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem", "v. a.": "vor allem",
    "bzw.": "beziehungsweise", "ca.": "zirka", "vgl.": "vergleiche", "sog.": "sogenannte", "evtl.": "eventuell",
    "ggf.": "gegebenenfalls", "inkl.": "inklusive", "exkl.": "exklusive", "zzgl.": "zuzüglich",
    "abzgl.": "abzüglich", "max.": "maximal", "mind.": "mindestens", "bspw.": "beispielsweise",
    "i. d. R.": "in der Regel", "z. Hd.": "zu Händen", "i. A.": "im Auftrag", "u. Z.": "unserer Zeitrechnung",
    "d. J.": "des Jahres", "s. a.": "siehe auch", "i. e. S.": "im engeren Sinne", "i. w. S.": "im weiteren Sinne",
    "einschl.": "einschließlich", "gem.": "gemäß", "i. H. v.": "in Höhe von", "u. U.": "unter Umständen",
    "m. E.": "meines Erachtens", "z. T.": "zum Teil", "z. Zt.": "zurzeit", "z. Z.": "zurzeit",
    "o. g.": "oben genannte", "s. o.": "siehe oben", "s. u.": "siehe unten", "bzgl.": "bezüglich", "lt.": "laut",
    "allg.": "allgemein", "ehem.": "ehemals",
    "dt.": "deutsch", "engl.": "englisch", "geb.": "geboren", "gest.": "gestorben", "vs.": "gegen",
    "resp.": "respektive", "e. g.": "zum Beispiel", "i. e.": "das heißt", "i. S. v.": "im Sinne von",
    "Hrsg.": "Herausgeber", "Tel.": "Telefon", "Dipl.-Ing.": "Diplomingenieur", "Mr.": "Mister", "Mrs.": "Missis",
    "Ms.": "Miss", "Prof.": "Professor", "Dr.": "Doktor", "Hr.": "Herr", "Hrn.": "Herrn", "Bsp.": "Beispiel",
}  # fmt: skip
_CLOSING = {
    "usw.": "und so weiter", "usf.": "und so fort", "etc.": "et cetera", "u. Ä.": "und Ähnliches",
    "u. ä.": "und Ähnliches", "o. Ä.": "oder Ähnliches", "o. ä.": "oder Ähnliches", "u. v. m.": "und vieles mehr",
    "u. a. m.": "und anderes mehr",
    "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "a. D.": "außer Dienst", "p. a.": "pro Jahr",
    "e. V.": "eingetragener Verein", "Co.": "Ko", "Jr.": "Junior", "Jh.": "Jahrhundert", "Jhd.": "Jahrhundert",
    "Inc.": "Incorporated", "Str.": "Straße",
}  # fmt: skip
_COUNTED = {
    "Nr.": "Nummer", "Nrn.": "Nummern", "No.": "Nummer", "Abs.": "Absatz", "Art.": "Artikel", "Kap.": "Kapitel",
    "Bd.": "Band", "S.": "Seite", "Abb.": "Abbildung", "Tab.": "Tabelle", "Aufl.": "Auflage", "Anm.": "Anmerkung",
}  # fmt: skip
_BEFORE_NAMES = {"Fr.": "Frau", "St.": "Sankt", "Hl.": "Heilige"}

#: Short month -> month; they are short only behind a day.
SHORT_MONTHS = {
    "Jan.": "Januar", "Feb.": "Februar", "Febr.": "Februar", "Apr.": "April", "Aug.": "August",
    "Sept.": "September", "Sep.": "September", "Okt.": "Oktober", "Nov.": "November", "Dez.": "Dezember",
}  # fmt: skip

# Words that begin a sentence with a capital and would be small inside one.
_STARTERS = (
    "der die das den dem des ein eine einen einem einer kein keine keinen ich du er es wir man und aber oder denn doch "
    "sondern dann danach darauf dabei dafür dagegen damit daran darin darum davon dazu da dort hier jetzt nun heute "
    "gestern morgen später früher so auch noch nur schon wenn weil obwohl während als wie was wer wo wann warum wieso "
    "welche welcher welches ob dass in im an am auf aus bei beim mit nach seit von vom vor zu zum zur für gegen ohne "
    "um durch über unter zwischen nicht nichts alle alles viele manche einige jeder jede jedes dieser diese dieses "
    "diesen diesem jener mein meine dein sein seine seinen unser unsere euer ja nein vielleicht allerdings jedoch "
    "trotzdem deshalb deswegen daher außerdem zudem schließlich endlich zuerst zunächst wieder immer niemand jemand "
    "ihre ihren ihrem sie ihnen ist sind war waren hat haben wird werden kann können muss müssen soll sollte"
)

#: Words, in lower case, that stand with a capital at the start of a sentence only.
GERMAN_STARTERS = frozenset(_STARTERS.split())

GERMAN_ABBREVIATIONS = Abbreviations(
    forms=(
        *short_forms(_IN_FULL),
        *short_forms(_CLOSING, closes=True),
        *short_forms(_COUNTED, after=r"\s?\d"),
        *short_forms(_BEFORE_NAMES, after=r"\s[A-ZÄÖÜ]"),
        *short_forms(SHORT_AMOUNTS, closes=True, before=rf"[\d{SAID}]\s"),
        *short_forms(SHORT_MONTHS, closes=True, before=rf"[.{SAID}]\s"),
        *short_forms({"f.": "folgende", "ff.": "folgende"}, closes=True, before=r"\d\s"),
    ),
    starters=GERMAN_STARTERS,
)
