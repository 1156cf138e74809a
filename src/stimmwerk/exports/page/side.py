"""What stands beside the transcript: chapters, cast, where the episode comes from, and the other files."""

from __future__ import annotations

from stimmwerk import __version__
from stimmwerk.exports.edition import CastMember, EditionChapter
from stimmwerk.exports.page.markup import NONE, Html, tag
from stimmwerk.exports.page.page import Page, address, is_web, separated
from stimmwerk.exports.page.strings import file_label
from stimmwerk.formats import FORMATS
from stimmwerk.units import clock


def side(page: Page) -> Html:
    """All of it, chapters first."""
    return tag("div", _chapters(page), _cast(page), _about(page), _files(page), class_="side")


def _chapters(page: Page) -> Html:
    items = (_chapter(page, number, chapter) for number, chapter in enumerate(page.edition.chapters, 1))
    return tag(
        "nav",
        tag("h2", page.strings["chapters"], id="h-chapters"),
        tag("ol", *items, class_="chapters"),
        aria_labelledby="h-chapters",
    )


def _chapter(page: Page, number: int, chapter: EditionChapter) -> Html:
    ms, lang = page.edition.ms(chapter.start), page.lang()
    picture = tag("span", str(number), class_="number", aria_hidden="true")
    if chapter.image and chapter.image.file:
        picture = tag(
            "img", src=address(chapter.image.file), alt="", width=56, height=56, loading="lazy", decoding="async"
        )
    names = tag(
        "span",
        tag("bdi", chapter.title, class_="name", lang=lang),
        tag("bdi", chapter.subtitle, class_="sub", lang=lang) if chapter.subtitle else None,
        class_="names",
    )
    at = tag("span", clock(ms / 1000), class_="at")
    more = None
    if is_web(chapter.url):
        label = page.strings["more_on"].format(title=chapter.title)
        more = tag(
            "a", page.strings["more"], href=chapter.url, rel="noopener", class_="more", aria_label=label, lang=page.ui
        )
    return tag("li", tag("a", picture, names, at, href=f"#chapter-{number}", class_="chapter", data_ms=ms), more)


def _cast(page: Page) -> Html:
    spoken: dict[str, int] = {}
    for turn in page.edition.turns:
        spoken[turn.role] = spoken.get(turn.role, 0) + turn.stop - turn.start
    total = max(1, sum(spoken.values()))
    rows = [_member(page, member, spoken[member.role] / total) for member in page.edition.cast if member.role in spoken]
    if not rows:
        return NONE
    return tag(
        "section",
        tag("h2", page.strings["cast"], id="h-cast"),
        tag("ul", *rows, class_="cast"),
        aria_labelledby="h-cast",
    )


def _member(page: Page, member: CastMember, share: float) -> Html:
    """share: of the time in which anybody speaks."""
    names = (tag("bdi", name, lang=page.lang()) for name in member.speakers or (member.role,))
    voice = page.strings["spoken_by"].format(voice=member.voice, software=member.software or member.engine)
    return tag(
        "li",
        tag("span", class_=f"dot v{page.voices[member.role]}"),
        tag(
            "span",
            tag("span", *separated(names, Html(", ")), class_="name"),
            tag("span", voice, class_="sub"),
            class_="names",
        ),
        tag("span", f"{100 * share:.0f} %" if share >= 0.005 else "< 1 %", class_="at"),
    )


def _about(page: Page) -> Html:
    edition, strings = page.edition, page.strings
    links = [(link.title, link.url) for link in edition.links]
    links += [(strings["people"].format(name=person.name), person.url) for person in edition.people if person.url]
    items = [tag("li", tag("a", title, href=url, rel="noopener", dir="auto")) for title, url in links if is_web(url)]
    return _fold(
        strings["about"],
        tag("p", edition.origin, lang=page.lang(), dir="auto") if edition.origin else None,
        tag("ul", *items) if items else None,
        tag("p", strings["made"].format(version=__version__)),
        tag("p", edition.show.copyright, dir="auto") if edition.show.copyright else None,
    )


def _files(page: Page) -> Html:
    """Links to everything that lies beside the page."""
    edition = page.edition
    files = [(page.strings["file_mp3"], edition.mp3)]
    for form in FORMATS:
        # What is written in many files, such as the chapters' pictures, is shown where it belongs.
        if form.name in edition.show.exports and (label := file_label(form.name, page.ui)):
            files.append((label, form.file(edition.name)))
    rows = (
        tag(
            "li",
            tag("a", label, href=address(name), download=True),
            " ",
            tag("span", name.rpartition(".")[2], class_="kind"),
        )
        for label, name in files
    )
    return _fold(page.strings["files"], tag("ul", *rows, class_="files"))


def _fold(title: str, *content: Html | None) -> Html:
    return tag("details", tag("summary", tag("h2", title)), *content)
