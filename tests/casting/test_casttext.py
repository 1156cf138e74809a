"""What is printed for a cast is read as that cast."""

import pytest

from stimmwerk.casting.cast import Cast, Role, Voice
from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.casttext import cast_text, voice_lines


@pytest.mark.parametrize("labels", [(), ("Anna", 'Anna "die Große"', "Zeile\\n"), ("36氪",)])
@pytest.mark.parametrize("settings", [(), (("gap", 2), ("volume", 48))])
def test_it_is_read_as_it_was(labels, settings):
    voice = Voice(engine="pyttsx3", name="de+x", language="de", rate=170, pitch=41, range=60, settings=settings)
    roles = (Role(name="narrator", voice=voice), Role(name="guest-2", voice=voice, labels=labels))
    found = parse_cast(cast_text(Cast(name="c", file="f", roles=roles), ["One.", "Two."]), name="c", file="f")
    assert [(role.name, role.voice, role.labels) for role in found.roles] == [
        (role.name, role.voice, role.labels) for role in roles
    ]


def test_a_voice_has_a_line_for_each_key():
    assert voice_lines(Voice(engine="tone", name="mid", language="de")) == (
        'engine = "tone"\nlanguage = "de"\nvoice = "mid"\nrate = 165\npitch = 50\nrange = 50\n'
    )
