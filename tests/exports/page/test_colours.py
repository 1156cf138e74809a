import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.page.colours import GRAPHICS, TEXT, style_of
from stimmwerk.palette import PALETTE, Palette, contrast

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
SIDES = st.lists(COLOURS, min_size=1, max_size=3).map(tuple)
PALETTES = st.builds(Palette, ground=COLOURS, text=COLOURS, left=SIDES, right=SIDES, meeting=COLOURS)


def properties(palette, scheme):
    """The custom properties of a scheme, with those that all share."""
    rules = dict(re.findall(r"(?m)(:root\S*?)\{([^{}]*)\}", style_of(palette)))
    found = {}
    for rule in (":root", ":root[data-theme=dark]")[: 2 if scheme == "dark" else 1]:
        for pair in rules[rule].rstrip(";").split(";"):
            name, _, value = pair.partition(":")
            found[name] = tuple(int(value[at : at + 2], 16) for at in (1, 3, 5))
    return found


def unreadable(palette, scheme):
    colour, voices = properties(palette, scheme), range(len(palette.voices))
    texts = [("ink", "bg"), ("ink", "raised"), ("soft", "bg"), ("soft", "raised"), ("link", "bg"), ("link", "raised"),
             ("ink", "sentence"), ("ink", "found"), ("on-found", "found-now"), ("on-marker", "marker"),
             ("on-accent", "accent"), ("cream", "ground"), ("cream-soft", "ground"),
             ("link-on-ground", "ground")]  # fmt: skip
    texts += [(f"name-{number}", "bg") for number in voices]
    graphics = [("edge", "bg"), ("edge", "raised"), ("accent", "ground"), ("cream-edge", "ground")]
    graphics += [(f"bar-{number}", "bg") for number in voices]
    graphics += [(f"voice-{number}", "ground") for number in voices]
    return [
        pair
        for least, pairs in ((TEXT, texts), (GRAPHICS, graphics))
        for pair in pairs
        if contrast(colour[f"--{pair[0]}"], colour[f"--{pair[1]}"]) < least
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_can_be_read(scheme):
    assert unreadable(PALETTE, scheme) == []


@given(PALETTES, st.sampled_from(["light", "dark"]))
def test_so_can_those_of_any_palette(palette, scheme):
    assert unreadable(palette, scheme) == []


@given(PALETTES)
def test_day_is_lighter_than_night(palette):
    day, night = (properties(palette, scheme)["--bg"] for scheme in ("light", "dark"))
    assert contrast(day, (0, 0, 0)) >= contrast(night, (0, 0, 0))


def test_what_is_readable_stays_as_it_is():
    colour = properties(PALETTE, "dark")
    assert colour["--bg"] == colour["--ground"] == PALETTE.ground
    assert colour["--cream"] == PALETTE.text
    assert colour["--accent"] == PALETTE.left[0]


def test_paper_is_light_whatever_the_screen_is():
    night = [rule for rule in style_of(PALETTE).splitlines() if "dark" in rule]
    assert len(night) == 2
    assert all(rule.startswith("@media screen") for rule in night)


def test_the_scheme_of_the_system_is_that_of_the_switch():
    style = style_of(PALETTE)
    assert style.count(style.split(":root[data-theme=dark]{")[1].split("}")[0]) == 2
    assert "@media screen and (prefers-color-scheme:dark)" in style
