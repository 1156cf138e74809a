"""The writer: one form, readable, and no script that the reader would take for another."""

import re
from pathlib import Path

import pytest

from stimmwerk.script.formatter import format_script, tidy
from stimmwerk.script.model import Chapter, Person, Script, Turn

UNTIDY = """---
title:   "T"   # kept as it is
language: de
---



##   Eins   {image=a.png   url='https://a.example'}
**Anna:**   Guten
  Tag.  (Ben: Hallo) Wie
geht es?
<!-- merken -->
[pause 1500ms] Und:
* a
* b
**Ben:** {take=2} Gut [pause 0.5 s]
"""

TIDY = """---
title:   "T"   # kept as it is
language: de
---

## Eins {url="https://a.example" image="a.png"}

**Anna:** Guten Tag. (Ben: Hallo)

Wie geht es?

<!-- merken -->

[pause 1.5s]

Und:

- a
- b

**Ben:** {take=2} Gut

[pause 0.5s]
"""


def test_tidy():
    assert tidy(UNTIDY, "f.md") == TIDY
    assert tidy(TIDY, "f.md") == TIDY


def test_the_example_of_the_description_is_tidy():
    description = (Path(__file__).parents[2] / "docs" / "script-format.md").read_text("utf-8")
    example = re.search(r"```markdown\n(.*?)```", description, re.DOTALL).group(1)
    assert tidy(example, "f.md", known_labels=["Zuschauer"]) == example


def test_front_matter_is_written_for_people():
    script = Script(
        title='Sagt "ja"',
        language="de",
        people=(Person(name="Sam Berg", labels=("Sam", "S. B.: Gast"), role="guest"), Person(name="- x")),
        chapters=(Chapter(title="A {b}", parts=(Turn(label="Sam", text="x"),)),),
    )
    assert (
        format_script(script)
        == """---
title: "Sagt \\"ja\\""
language: de
people:
  - name: Sam Berg
    labels: [Sam, "S. B.: Gast"]
    role: guest
  - name: "- x"
---

## A \\{b}

**Sam:** x
"""
    )


@pytest.mark.parametrize(
    "parts",
    [
        (Turn(label="A", text="x"), Turn(label=None, text="y")),
        (Turn(label=None, text="x"), Turn(label=None, text="y")),
        (Turn(label="A", text="x"), Turn(label="A", text="y", kind="continuation")),
        (Turn(label="A", text="x", kind="continuation"),),
        (Turn(label=None, text="x", take=2),),
        (Turn(label=None, text="x", kind="interjection"),),
    ],
)
def test_what_the_format_cannot_hold_is_refused(parts):
    with pytest.raises(ValueError, match=r"interjection|continuation|narration"):
        format_script(Script(title="T", language="de", chapters=(Chapter(title="A", parts=parts),)))
