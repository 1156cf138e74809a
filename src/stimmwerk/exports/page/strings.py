"""What the page says of itself, in the languages that it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stimmwerk.script.model import EpisodeKind

#: The language of a page whose script is in one that is not known here.
FALLBACK = "en"

#: Key -> text by language.  Braces are filled in; what begins with ``js_`` is said by the script.
STRINGS: dict[str, dict[str, str]] = {
    "skip": {"de": "Zum Transkript", "en": "Skip to the transcript"},
    "skip_to_episodes": {"de": "Zu den Folgen", "en": "Skip to the episodes"},
    "all_episodes": {"de": "Alle Folgen", "en": "All episodes"},
    "episodes": {"de": "Folgen", "en": "Episodes"},
    "episode": {"de": "Folge {number}", "en": "Episode {number}"},
    "season": {"de": "Staffel {number}", "en": "Season {number}"},
    "trailer": {"de": "Trailer", "en": "Trailer"},
    "bonus": {"de": "Bonusfolge", "en": "Bonus episode"},
    "one_episode": {"de": "1 Folge", "en": "1 episode"},
    "count_episodes": {"de": "{count} Folgen", "en": "{count} episodes"},
    "feed": {"de": "Abonnieren (RSS)", "en": "Subscribe (RSS)"},
    "no_episodes": {"de": "Noch ist keine Folge fertig.", "en": "No episode is finished yet."},
    "one_chapter": {"de": "1 Kapitel", "en": "1 chapter"},
    "count_chapters": {"de": "{count} Kapitel", "en": "{count} chapters"},
    "minutes": {"de": "{count} Min.", "en": "{count} min"},
    "hours_minutes": {"de": "{hours} Std. {count} Min.", "en": "{hours} h {count} min"},
    "cover": {"de": "Titelbild", "en": "Cover"},
    "chapters": {"de": "Kapitel", "en": "Chapters"},
    "more_on": {"de": "Mehr zu „{title}“", "en": "More on “{title}”"},
    "more": {"de": "Mehr dazu", "en": "More"},
    "transcript": {"de": "Transkript", "en": "Transcript"},
    "transcript_hint": {
        "de": "Ein Klick auf ein Wort spielt ab dort.",
        "en": "Click a word to hear it.",
    },
    "hear_from": {"de": "Ab {time} hören: {speaker}", "en": "Play from {time}: {speaker}"},
    "cast": {"de": "Besetzung: künstliche Stimmen", "en": "Cast: synthetic voices"},
    "spoken_by": {"de": "Stimme {voice}, {software}", "en": "voice {voice}, {software}"},
    "people": {"de": "Mehr über {name}", "en": "More about {name}"},
    "files": {"de": "Dateien", "en": "Files"},
    "about": {"de": "Über diese Folge", "en": "About this episode"},
    "made": {
        "de": "Aus einem Skript erzeugt mit Stimmwerk {version}.",
        "en": "Made from a script with Stimmwerk {version}.",
    },
    "player": {"de": "Abspielen", "en": "Player"},
    "play": {"de": "Abspielen", "en": "Play"},
    "read": {"de": "Mitlesen", "en": "Read along"},
    "play_episode": {"de": "Folge hören", "en": "Play episode"},
    "back": {"de": "15 Sekunden zurück", "en": "Back 15 seconds"},
    "forward": {"de": "30 Sekunden vor", "en": "Forward 30 seconds"},
    "previous_chapter": {"de": "Voriges Kapitel", "en": "Previous chapter"},
    "next_chapter": {"de": "Nächstes Kapitel", "en": "Next chapter"},
    "seek": {"de": "Stelle", "en": "Seek"},
    "speed": {"de": "Tempo", "en": "Speed"},
    "copy_link": {"de": "Link zu dieser Stelle kopieren", "en": "Copy link to this moment"},
    "follow": {"de": "Zur aktuellen Stelle", "en": "Back to now"},
    "search": {"de": "Im Transkript suchen", "en": "Search the transcript"},
    "previous_hit": {"de": "Voriger Treffer", "en": "Previous match"},
    "next_hit": {"de": "Nächster Treffer", "en": "Next match"},
    "hear_hit": {"de": "Treffer anhören", "en": "Play the match"},
    "theme": {"de": "Dunkle Farben", "en": "Dark colours"},
    "help": {"de": "Tastenkürzel", "en": "Keyboard shortcuts"},
    "close": {"de": "Schließen", "en": "Close"},
    "shortcuts_on": {"de": "Tastenkürzel sind eingeschaltet", "en": "Shortcuts are on"},
    "key_play": {"de": "abspielen, anhalten", "en": "play, pause"},
    "key_skip": {"de": "15 Sekunden zurück, 30 vor", "en": "back 15 seconds, forward 30"},
    "key_step": {"de": "5 Sekunden zurück, vor", "en": "back, forward 5 seconds"},
    "key_word": {"de": "ein Wort zurück, vor", "en": "back, forward one word"},
    "key_chapter": {"de": "voriges, nächstes Kapitel", "en": "previous, next chapter"},
    "key_speed": {"de": "langsamer, schneller", "en": "slower, faster"},
    "key_search": {"de": "suchen", "en": "search"},
    "key_follow": {"de": "zur aktuellen Stelle", "en": "back to now"},
    "key_help": {"de": "diese Hilfe", "en": "this help"},
    "key_space": {"de": "Leertaste", "en": "Space"},
    "file_mp3": {"de": "MP3 mit Kapiteln", "en": "MP3 with chapters"},
    "js_play": {"de": "Abspielen", "en": "Play"},
    "js_pause": {"de": "Anhalten", "en": "Pause"},
    "js_play_episode": {"de": "Folge hören", "en": "Play episode"},
    "js_go_on": {"de": "Weiterhören ab {time}", "en": "Continue from {time}"},
    "js_of": {"de": "{time} von {length}, {chapter}", "en": "{time} of {length}, {chapter}"},
    "js_copied": {"de": "Link kopiert: {time}", "en": "Link copied: {time}"},
    "js_not_copied": {"de": "Der Link: {link}", "en": "The link: {link}"},
    "js_loading": {"de": "Der Ton wird geladen.", "en": "Loading the sound."},
    "js_hits": {"de": "{number} von {count}", "en": "{number} of {count}"},
    "js_no_hits": {"de": "Keine Treffer", "en": "No matches"},
    "js_failed": {
        "de": "Der Ton kann nicht abgespielt werden. Liegt {file} neben dieser Seite?",
        "en": "The sound cannot be played. Does {file} lie beside this page?",
    },
}

# What stands for a format under "Files", by its name in show.toml.
_FILES: dict[str, dict[str, str]] = {
    "webvtt": {"de": "Untertitel (WebVTT)", "en": "Captions (WebVTT)"},
    "subrip": {"de": "Untertitel (SubRip)", "en": "Captions (SubRip)"},
    "transcript_json": {
        "de": "Transkript nach Sätzen (Podcasting 2.0)",
        "en": "Transcript by sentences (Podcasting 2.0)",
    },
    "words_json": {"de": "Transkript nach Wörtern (Podcasting 2.0)", "en": "Transcript by words (Podcasting 2.0)"},
    "transcript_html": {"de": "Transkript zum Lesen", "en": "Transcript to read"},
    "transcript_markdown": {"de": "Transkript (Markdown)", "en": "Transcript (Markdown)"},
    "chapters_json": {"de": "Kapitel (Podcasting 2.0)", "en": "Chapters (Podcasting 2.0)"},
    "chapters_psc": {"de": "Kapitel (Podlove)", "en": "Chapters (Podlove)"},
    "chapters_webvtt": {"de": "Kapitel (WebVTT)", "en": "Chapters (WebVTT)"},
    "ffmetadata": {"de": "Kapitel (ffmpeg)", "en": "Chapters (ffmpeg)"},
    "chapter_list": {"de": "Kapitel als Liste", "en": "Chapters as a list"},
    "notes_markdown": {"de": "Begleittext (Markdown)", "en": "Show notes (Markdown)"},
    "notes_html": {"de": "Begleittext", "en": "Show notes"},
    "m4b": {"de": "Hörbuch mit Kapiteln (M4B)", "en": "Audiobook with chapters (M4B)"},
    "opus": {"de": "Opus mit Kapiteln", "en": "Opus with chapters"},
    "cover": {"de": "Titelbild", "en": "Cover"},
    "timeline_svg": {"de": "Verlauf als Zeichnung", "en": "Timeline as a drawing"},
    "timeline_png": {"de": "Verlauf als Bild", "en": "Timeline as a picture"},
    "flac": {"de": "Ton, verlustfrei (FLAC)", "en": "Lossless sound (FLAC)"},
    "wav": {"de": "Ton, verlustfrei (WAV)", "en": "Lossless sound (WAV)"},
    "labels": {"de": "Marken für Audacity", "en": "Labels for Audacity"},
    "regions": {"de": "Regionen für REAPER", "en": "Regions for REAPER"},
}


def ui_language(language: str) -> str:
    """The language in which the page speaks of an episode: the primary part of its BCP 47 tag, or the fallback."""
    primary = language.partition("-")[0].casefold()
    return primary if primary in STRINGS["play"] else FALLBACK


def strings_of(language: str) -> Mapping[str, str]:
    """Key -> text, in one of the languages that ``ui_language`` gives."""
    return {key: texts[language] for key, texts in STRINGS.items()}


def file_label(name: str, language: str) -> str | None:
    """What a format is called for listeners, or None where it is not for them."""
    return _FILES[name][language] if name in _FILES else None


def places(season: int | None, number: int | None, kind: EpisodeKind, strings: Mapping[str, str]) -> Iterator[str]:
    """What an episode is among the others of its show: season and number, or that it is none of the row."""
    if season is not None:
        yield strings["season"].format(number=season)
    if kind != "full":
        yield strings[kind]
    if number is not None:
        yield strings["episode"].format(number=number)


def shown_length(seconds: float, strings: Mapping[str, str]) -> str:
    """A length in minutes, or in hours and minutes; never nought."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return strings["minutes"].format(count=minutes)
    return strings["hours_minutes"].format(hours=minutes // 60, count=minutes % 60)
