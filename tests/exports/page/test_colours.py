import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.page.colours import GRAPHICS, TEXT, contrast, mix, readable, style_of, voices
from stimmwerk.exports.pictures import PALETTE

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ((118, 118, 118), WHITE, 4.54), ((255, 0, 0), WHITE, 4.0)],
)
def test_contrast_as_wcag_reckons_it(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS, COLOURS)
def test_readable_is_readable_or_all_that_can_be(colour, ground):
    ink = BLACK if contrast(BLACK, ground) > contrast(WHITE, ground) else WHITE
    found = readable(colour, ground, ink, TEXT)
    assert contrast(found, ground) >= TEXT or found == ink


def test_a_readable_colour_stays_as_it_is():
    assert readable((0, 0, 120), WHITE, BLACK, TEXT) == (0, 0, 120)


def properties(scheme):
    """The custom properties of a scheme, with those that all share."""
    rules = dict(rule.rstrip("}").split("{", 1) for rule in style_of(PALETTE).splitlines() if rule.startswith(":root"))
    found = {}
    for rule in (":root", f":root[data-theme={scheme}]"):
        for pair in rules[rule].rstrip(";").split(";"):
            name, _, value = pair.partition(":")
            found[name] = tuple(int(value[at : at + 2], 16) for at in (1, 3, 5))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_can_be_read(scheme):
    colour = properties(scheme)
    texts = [("--ink", "--bg"), ("--soft", "--bg"), ("--soft", "--raised"), ("--link", "--bg"), ("--link", "--raised"),
             ("--ink", "--sentence"), ("--ink", "--found"), ("--ground", "--found-now"), ("--ground", "--marker"),
             ("--on-accent", "--accent"), ("--cream-soft", "--ground"), ("--marker", "--ground")]  # fmt: skip
    texts += [(f"--name-{number}", "--bg") for number in range(len(voices(PALETTE)))]
    graphics = [("--edge", "--bg"), ("--edge", "--raised"), ("--accent", "--ground")]
    graphics += [(f"--bar-{number}", "--bg") for number in range(len(voices(PALETTE)))]
    graphics += [(f"--voice-{number}", "--ground") for number in range(len(voices(PALETTE)))]
    for least, pairs in ((TEXT, texts), (GRAPHICS, graphics)):
        assert [pair for pair in pairs if contrast(colour[pair[0]], colour[pair[1]]) < least] == []


def test_the_scheme_of_the_system_is_that_of_the_switch():
    style = style_of(PALETTE)
    assert style.count(style.split(":root[data-theme=dark]{")[1].split("}")[0]) == 2
    assert "@media (prefers-color-scheme:dark)" in style


def test_roles_have_colours_of_their_own():
    assert len(set(voices(PALETTE))) == len(voices(PALETTE)) == len(PALETTE.left + PALETTE.right)
    assert all(one != other for one, other in itertools.pairwise(voices(PALETTE)))


def test_mix():
    assert mix(BLACK, WHITE, 0) == BLACK
    assert mix(BLACK, WHITE, 1) == WHITE
    assert mix((0, 100, 200), (100, 100, 0), 0.5) == (50, 100, 100)
