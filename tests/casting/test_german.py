import pytest

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.speakable import speakable


def said(text):
    return speakable(text, (), "de-DE", Lexicon()).text


ROWS = {
    "abbreviations": [
        ("wie z.B. hier", "wie zum Beispiel hier"),
        ("wie z. B. hier", "wie zum Beispiel hier"),
        ("Z. B. hier", "zum Beispiel hier"),
        ("das heißt d.h. eben", "das heißt das heißt eben"),
        ("u.a. Brot, u. a. Käse", "unter anderem Brot, unter anderem Käse"),
        ("Brot bzw. Käse, ca. zehn", "Brot beziehungsweise Käse, zirka zehn"),
        ("Brot usw.", "Brot und so weiter."),
        ("Brot usw. und Käse", "Brot und so weiter und Käse"),
        ("Dr. Kern und Prof. Blatt", "Doktor Kern und Professor Blatt"),
        ("Nr. 5 auf S. 7 f. in Bd. 2", "Nummer 5 auf Seite 7 folgende in Band 2"),
        ("St. Martin und Fr. Vogt", "Sankt Martin und Frau Vogt"),
        ("Brot, Käse u. a. m.", "Brot, Käse und anderes mehr."),
        ("z. Hd. Frau Kern", "zu Händen Frau Kern"),
        ("44 v. Chr. war das", "44 vor Christus war das"),
    ],
    "amounts": [
        ("95 % der Leute", "95 Prozent der Leute"),
        ("5 km weit", "5 Kilometer weit"),
        ("1 km weit", "ein Kilometer weit"),
        ("bei 20 °C", "bei 20 Grad Celsius"),
        ("100 km/h", "100 Kilometer pro Stunde"),
        ("12 m² und 3 m³", "12 Quadratmeter und 3 Kubikmeter"),
        ("30 min und 1 h", "30 Minuten und eine Stunde"),
        ("3,5 Mio. € mehr", "3,5 Millionen Euro mehr"),
        ("1 Mio. Menschen", "eine Million Menschen"),
        ("2 Mrd. Menschen", "2 Milliarden Menschen"),
        ("$5 und $5 Mio. und 5 $", "5 Dollar und 5 Millionen Dollar und 5 Dollar"),
        ("1 € und 1 Euro", "ein Euro und ein Euro"),
        ("3,99 € und 0,50 €", "3 Euro 99 und 50 Cent"),
        ("1.000,50 Euro", "1000 Euro 50"),
        ("1.000 und 1.000.000", "1000 und 1000000"),
        ("Version 3.11 und 2.0", "Version 3 Punkt 11 und 2 Punkt 0"),
        ("-5 Grad", "minus 5 Grad"),
        ("1/2 Liter, 3/4 Liter", "ein halb Liter, drei Viertel Liter"),
        ("2 1/2 Liter, 1½ Stunden", "zweieinhalb Liter, eineinhalb Stunden"),
        ("3 3/4 Liter", "drei drei Viertel Liter"),
        ("für 5 €/Monat", "für 5 Euro pro Monat"),
        ("2x so viel", "2-mal so viel"),
        ("Netz 5g und 4o", "Netz 5g und 4o"),
    ],
    "dates": [
        ("27. Januar", "siebenundzwanzigster Januar"),
        ("am 27. Januar", "am siebenundzwanzigsten Januar"),
        ("des 27. Januar", "des siebenundzwanzigsten Januar"),
        ("der 27. Januar", "der siebenundzwanzigste Januar"),
        ("vom 1. bis 3. Mai", "vom ersten bis dritten Mai"),
        ("1.–3. Mai", "erster bis dritter Mai"),
        ("am 1./2. Mai", "am ersten und zweiten Mai"),
        ("am Montag, dem 3. März", "am Montag, dem dritten März"),
        ("am 5. Dez. wieder", "am fünften Dezember wieder"),
        ("am 03.05.2026", "am dritten Mai zweitausendsechsundzwanzig"),
        ("2026-05-03", "dritter Mai zweitausendsechsundzwanzig"),
        ("am 27.", "am siebenundzwanzigsten."),
        ("im 3. Quartal", "im dritten Quartal"),
        ("die 2. Auflage", "die zweite Auflage"),
        ("in der 2. Auflage", "in der zweiten Auflage"),
        ("ein 3. Versuch", "ein dritter Versuch"),
        ("sein 2. Buch", "sein zweites Buch"),
        ("jeder 5. Mensch", "jeder fünfte Mensch"),
        ("zum 2. Mal", "zum zweiten Mal"),
        ("es waren 12.", "es waren 12."),
        ("im Jahr 1999", "im Jahr neunzehnhundertneunundneunzig"),
        ("im Jahr 2026", "im Jahr 2026"),
        ("die 1990er", "die neunzehnhundertneunziger"),
    ],
    "times": [
        ("um 14:30 Uhr", "um 14 Uhr 30"),
        ("um 9.00 Uhr", "um 9 Uhr"),
        ("um 1:05 Uhr", "um ein Uhr 5"),
        ("13:00–14:30 Uhr", "13 Uhr bis 14 Uhr 30"),
        ("von 13:00 bis 14:30 Uhr", "von 13 Uhr bis 14 Uhr 30"),
        ("um 17:14", "um 17 Uhr 14"),
        ("Bild 16:9, Stand 3:1", "Bild 16 zu 9, Stand 3 zu 1"),
    ],
    "times without a word": [
        ("Um 14:30 und kurz nach 9:05", "Um 14 Uhr 30 und kurz nach 9 Uhr 5"),
        ("zwischen 9:00 und 17:30 da", "zwischen 9 Uhr und 17 Uhr 30 da"),
    ],
    "more units": [
        ("50 ct, 500 mAh, 1 MB/s", "50 Cent, 500 Milliamperestunden, ein Megabyte pro Sekunde"),
        ("4x4 und 1920 x 1080", "4 mal 4 und 1920 mal 1080"),
    ],
    "ranges": [
        ("zwischen 10-20 Leute", "zwischen 10 und 20 Leute"),
        ("10-20 Leute", "10 bis 20 Leute"),
        ("10–20 %", "10 bis 20 Prozent"),
        ("2020–2024", "2020 bis 2024"),
        ("2020-24", "2020 bis 24"),
        ("3-2 gewonnen", "3-2 gewonnen"),
        ("Ruf 030-1234-56", "Ruf 030-1234-56"),
    ],
    "hyphens": [
        ("KI - Agenten", "KI-Agenten"),
        ("Mikro - Anwendungen", "Mikro-Anwendungen"),
        ("GPT - 4o und GPT-4 und GPT - 6", "GPT-4o und GPT-4 und GPT-6"),
        ("es regnet - leider", "es regnet – leider"),
        ("Berlin - Das ist groß", "Berlin – Das ist groß"),
        ("Anna - Chefin der Firma - schwieg", "Anna – Chefin der Firma – schwieg"),
        ("Frage- und Antwortrunde", "Frage- und Antwortrunde"),
        ("Köchin:innen und Bäcker*innen", "Köchin-innen und Bäcker-innen"),
    ],
    "signs": [
        ("und/oder", "und oder"),
        ("Brot & Käse", "Brot und Käse"),
        ("zwei + zwei = vier", "zwei plus zwei gleich vier"),
        ("§ 5 und §§ 6", "Paragraf 5 und Paragrafen 6"),
        ("#1 und #Brot", "Nummer 1 und Brot"),
        ("@anna", "ät anna"),
        ("C#", "C scharp"),
        ("~50", "etwa 50"),
    ],
    "Roman numerals": [
        ("Ludwig XIV. war König", "Ludwig der Vierzehnte war König"),
        ("unter Ludwig XIV. war es so", "unter Ludwig dem Vierzehnten war es so"),
        ("für Ludwig XIV. war es so", "für Ludwig den Vierzehnten war es so"),
        ("Kapitel IV", "Kapitel 4"),
        ("die IV. Klasse", "die vierte Klasse"),
        ("im II. Weltkrieg", "im zweiten Weltkrieg"),
        ("in der III. Auflage", "in der dritten Auflage"),
        ("MIX und DVD", "MIX und DVD"),
    ],
    "names of files and versions": [
        ("Version v2.1.3", "Version 2 Punkt 1 Punkt 3"),
        ("config.json lesen", "config Punkt json lesen"),
        ("die Datei bericht.pdf", "die Datei bericht Punkt PDF"),
        ("mit main.py und liste.json", "mit main Punkt PY und liste Punkt json"),
        ("ab v2.1", "ab Version 2 Punkt 1"),
    ],
    "left to the engine": [("KI, BIP und SDK", "KI, BIP und SDK"), ("3,5 und 2026", "3,5 und 2026")],
}


@pytest.mark.parametrize(("text", "spoken"), [row for rows in ROWS.values() for row in rows])
def test_it_is_said(text, spoken):
    assert said(text) == spoken


def test_headings_lose_the_zero_of_their_number():
    assert said("02 Vom Brot") == "2: Vom Brot"


def test_a_whole_sentence():
    text = "Am 3. Mai um 14:30 Uhr kamen ca. 1.200 Leute (z. B. Köche) - 95 % davon aus „KI - Firmen“."
    assert said(text) == (
        "Am dritten Mai um 14 Uhr 30 kamen zirka 1200 Leute, zum Beispiel Köche – 95 Prozent davon aus KI-Firmen."
    )
