"""The body of a Word document, told element by element: its paragraphs, and what in them is no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.flow import Flow
from stimmwerk.importers.parts import Begin
from stimmwerk.importers.passages import Passage
from stimmwerk.importers.wordfields import CONTENTS, Fields
from stimmwerk.importers.wordnotes import NOTE_ID, PASSED_OVER
from stimmwerk.importers.wordstyles import (
    Styles,
    Traits,
    WordPart,
    is_on,
    level_of,
    value_of,
    word_names,
)

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/math}t"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(slots=True)
class _Open:
    """A paragraph that is open, and what is said of it and of its run."""

    passage: Passage
    style: str | None = None
    own: Traits = field(default_factory=Traits)
    run: Traits = field(default_factory=Traits)
    run_style: str | None = None
    underlined: bool = False
    in_run: bool = False
    in_properties: bool = False
    #: What stands between it and the next, where the two are one; None where it is one of its own.
    joint: str | None = None
    #: How the run is told: (strong, slanted, hidden), None until it is asked for.
    look: tuple[bool, bool, bool] | None = None


class Body(WordPart):
    """The body.  What it holds goes into the flow."""

    def __init__(self, archive: Archive, flow: Flow, styles: Styles, notes: Mapping[str, dict[str, str]]) -> None:
        """notes: ``footnotes``, ``endnotes`` and ``comments``, by their identifiers."""
        super().__init__(archive)
        self._flow = flow
        self._styles = styles
        self._notes = notes
        self._plain = styles.traits(None)
        self._stack: list[_Open] = []
        self._going_on: Passage | None = None
        self._fields = Fields()
        self._taking = self._instructing = False
        self._links = self._boxes = 0
        self._in_row_properties = self._in_block_properties = False
        #: Of each content control that is open: whether it holds a table of contents, and whether a placeholder.
        self._blocks: list[list[bool]] = []
        #: Of each choice between two forms of one thing, whether one has been read.
        self._choices: list[bool] = []
        self._listen()

    def _listen(self) -> None:
        for local in PASSED_OVER:
            self.on(local, self.skip)
        for local in ("t", *(_MATH, _MATH_STRICT)):
            if local == "t":
                self.on(local, self._begin_text, self._end_text)
            else:
                self.begins[local], self.ends[local] = self._begin_text, self._end_text
        self.on("p", self._begin_paragraph, self._end_paragraph)
        self.on("pPr", self._begin_properties, self._end_properties)
        self.on("r", self._begin_run, self._end_run)
        self.on("pStyle", self._paragraph_style)
        self.on("rStyle", self._run_style)
        self.on("outlineLvl", self._outline)
        self.on("numId", self._number)
        for local, trait in (("b", "bold"), ("i", "italic"), ("vanish", "hidden")):
            self.on(local, self._toggle(trait))
        self.on("u", self._underline)
        self.on("del", self._deleted)
        self.on("framePr", self._frame)
        for local, text in (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n")):
            self.on(local, self._typed(text))
        self.on("noBreakHyphen", self._typed("-"))
        self.on("softHyphen", self._typed("\u00ad"))
        self.on("hyperlink", self._begin_link, self._end_link)
        self.on("fldSimple", self._simple_field, self._fields.end)
        self.on("fldChar", self._field_mark)
        self.on("instrText", self._begin_instruction, self._end_instruction)
        for kind, reason in (("footnote", "a footnote"), ("endnote", "a footnote"), ("comment", "a comment")):
            self.on(f"{kind}Reference", self._reference(f"{kind}s", reason))
        self.on("txbxContent", self._begin_box, self._end_box)
        self.begins[f"{_MC}AlternateContent"] = self._begin_choice
        self.ends[f"{_MC}AlternateContent"] = self._end_choice
        self.begins[f"{_MC}Choice"] = self.begins[f"{_MC}Fallback"] = self._choose
        self.on("sdt", self._begin_block, self._end_block)
        self.on("sdtPr", self._begin_block_properties, self._end_block_properties)
        self.on("docPartGallery", self._gallery)
        self.on("showingPlcHdr", self._placeholder)
        self.on("sdtContent", self._block_content)
        self.on("tbl", self._begin_table, self._flow.close_table)
        self.on("tr", self._begin_row)
        self.on("trPr", self._begin_row_properties, self._end_row_properties)
        self.on("tblHeader", self._head)
        self.on("tc", self._begin_cell)
        self.on("gridSpan", self._span)

    # -- paragraphs and runs ---------------------------------------------------------------------------------------

    def _begin_paragraph(self, _: Mapping[str, str]) -> None:
        passage = self._flow.begin() if not self._stack else Passage(number=self._stack[0].passage.number)
        if self._going_on is not None and not self._stack:
            passage, self._going_on = self._going_on, None
        self._stack.append(_Open(passage))

    def _end_paragraph(self) -> None:
        if not self._stack:
            return
        open_ = self._stack.pop()
        passage = open_.passage
        if open_.joint is not None and not self._stack:
            passage.add(open_.joint)
            self._going_on = passage
            return
        traits = open_.own.over(self._styles.traits(open_.style))
        passage.level = traits.level or 0
        passage.bullet = bool(traits.listed) and not passage.level
        passage.quoted = bool(traits.quoted)
        self._fields.end_paragraph()
        self._flow.end(passage)

    def close(self) -> None:
        """The document ends."""
        if self._going_on is not None:
            self._flow.end(self._going_on)

    def _begin_properties(self, _: Mapping[str, str]) -> None:
        if self._stack:
            self._stack[-1].in_properties = True

    def _end_properties(self) -> None:
        if self._stack:
            self._stack[-1].in_properties = False

    def _begin_run(self, _: Mapping[str, str]) -> None:
        if self._stack:
            open_ = self._stack[-1]
            open_.run, open_.run_style, open_.underlined, open_.look = Traits(), None, False, None
            open_.in_run = True

    def _end_run(self) -> None:
        if self._stack:
            self._stack[-1].in_run = False
            self._stack[-1].look = (False, False, False)

    def _paragraph_style(self, attributes: Mapping[str, str]) -> None:
        if self._stack:
            self._stack[-1].style = value_of(attributes)

    def _run_style(self, attributes: Mapping[str, str]) -> None:
        if self._stack and self._stack[-1].in_run:
            self._stack[-1].run_style = value_of(attributes)

    def _outline(self, attributes: Mapping[str, str]) -> None:
        if self._stack:
            self._stack[-1].own.level = level_of(value_of(attributes))

    def _number(self, attributes: Mapping[str, str]) -> None:
        if self._stack:
            self._stack[-1].own.listed = value_of(attributes) != "0"

    def _toggle(self, trait: str) -> Begin:
        def begin(attributes: Mapping[str, str]) -> None:
            if self._stack and self._stack[-1].in_run:
                setattr(self._stack[-1].run, trait, is_on(attributes))

        return begin

    def _underline(self, attributes: Mapping[str, str]) -> None:
        if self._stack and self._stack[-1].in_run:
            self._stack[-1].underlined = is_on(attributes)

    def _deleted(self, _: Mapping[str, str]) -> None:
        """Text that is deleted, or, among properties, a mark of a paragraph, or a row."""
        if self._in_row_properties:
            self._flow.mark_row(deleted=True)
        elif self._stack and self._stack[-1].in_properties:
            self._stack[-1].joint = " "
        self.skip()

    def _frame(self, attributes: Mapping[str, str]) -> None:
        """A frame around a paragraph; one around a large first letter takes it from its word."""
        if self._stack and value_of(attributes, _DROP_CAP) in ("drop", "margin"):
            self._stack[-1].joint = ""

    # -- text ------------------------------------------------------------------------------------------------------

    def _begin_text(self, _: Mapping[str, str]) -> None:
        self._taking = True

    def _end_text(self) -> None:
        self._taking = False

    def words(self, text: str) -> None:
        """See ``Part``."""
        if self._taking:
            self._add(text, typed=False)
        elif self._instructing:
            self._fields.instruct(text)

    def _typed(self, text: str) -> Begin:
        def begin(_: Mapping[str, str]) -> None:
            # Among the properties of a paragraph, <w:tab> is a stop of the tabulator.
            if self._stack and not self._stack[-1].in_properties:
                self._add(text, typed=True)

        return begin

    def _add(self, text: str, *, typed: bool) -> None:
        if not self._stack:
            return
        open_ = self._stack[-1]
        if self._fields.unseen:
            return
        if self._fields.listing:
            open_.passage.drop(text, CONTENTS)
            return
        if open_.look is None:
            open_.look = self._look(open_)
        strong, slanted, hidden = open_.look
        if hidden:
            open_.passage.drop(text, "hidden text")
            return
        linked = self._links > 0 or self._fields.linking
        strong = strong or (open_.underlined and not linked)
        if typed:
            open_.passage.add(text, strong=strong, slanted=slanted, linked=linked)
        else:
            open_.passage.type(text, strong=strong, slanted=slanted, linked=linked)

    def _look(self, open_: _Open) -> tuple[bool, bool, bool]:
        """Whether a run is bold and not all text is, whether it is slanted, whether it is hidden."""
        base = self._styles.traits(open_.style)
        run = self._styles.traits(open_.run_style) if open_.run_style else Traits()

        def settled(own: bool | None, run: bool | None, base: bool | None) -> bool:
            # In two styles at once a property takes itself back.
            return own if own is not None else bool(run) != bool(base)

        bold = settled(open_.run.bold, run.bold, base.bold)
        italic = settled(open_.run.italic, run.italic, base.italic)
        hidden = settled(open_.run.hidden, run.hidden, base.hidden)
        return bold and not self._plain.bold, italic and not self._plain.italic, hidden

    def _begin_link(self, _: Mapping[str, str]) -> None:
        self._links += 1

    def _end_link(self) -> None:
        self._links -= 1

    def _reference(self, kind: str, reason: str) -> Begin:
        def begin(attributes: Mapping[str, str]) -> None:
            # A note is told once, however often it is referred to.
            text = self._notes[kind].pop(value_of(attributes, NOTE_ID) or "", None)
            if text and self._stack:
                self._flow.leave(self._stack[0].passage.number, text, reason)

        return begin

    # -- fields ----------------------------------------------------------------------------------------------------

    def _simple_field(self, attributes: Mapping[str, str]) -> None:
        self._fields.begin(value_of(attributes, _INSTRUCTION))

    def _field_mark(self, attributes: Mapping[str, str]) -> None:
        kind = value_of(attributes, _FIELD_MARK)
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._fields.end()

    def _begin_instruction(self, _: Mapping[str, str]) -> None:
        self._instructing = True

    def _end_instruction(self) -> None:
        self._instructing = False

    # -- what stands beside the text -------------------------------------------------------------------------------

    def _begin_box(self, _: Mapping[str, str]) -> None:
        self._flow.open_aside("a text box")

    def _end_box(self) -> None:
        self._flow.close_aside()

    def _begin_choice(self, _: Mapping[str, str]) -> None:
        self._choices.append(False)

    def _end_choice(self) -> None:
        if self._choices:
            self._choices.pop()

    def _choose(self, _: Mapping[str, str]) -> None:
        """One thing in two forms, for newer and for older programs: the first is read."""
        if self._choices and self._choices[-1]:
            self.skip()
        elif self._choices:
            self._choices[-1] = True

    def _begin_block(self, _: Mapping[str, str]) -> None:
        self._blocks.append([False, False])

    def _end_block(self) -> None:
        if self._blocks and self._blocks.pop()[0]:
            self._flow.close_aside()

    def _begin_block_properties(self, _: Mapping[str, str]) -> None:
        self._in_block_properties = True

    def _end_block_properties(self) -> None:
        self._in_block_properties = False

    def _gallery(self, attributes: Mapping[str, str]) -> None:
        if self._blocks and "table of contents" in (value_of(attributes) or "").casefold():
            self._blocks[-1][0] = True

    def _placeholder(self, attributes: Mapping[str, str]) -> None:
        if self._blocks:
            self._blocks[-1][1] = is_on(attributes)

    def _block_content(self, _: Mapping[str, str]) -> None:
        if self._blocks and self._blocks[-1][1]:
            self.skip()
        elif self._blocks and self._blocks[-1][0]:
            self._flow.open_aside(CONTENTS, counted=True)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _begin_table(self, _: Mapping[str, str]) -> None:
        self._flow.open_table()

    def _begin_row(self, _: Mapping[str, str]) -> None:
        self._flow.open_row()

    def _begin_cell(self, _: Mapping[str, str]) -> None:
        self._flow.open_cell()

    def _begin_row_properties(self, _: Mapping[str, str]) -> None:
        self._in_row_properties = True

    def _end_row_properties(self) -> None:
        self._in_row_properties = False

    def _head(self, attributes: Mapping[str, str]) -> None:
        self._flow.mark_row(headed=is_on(attributes))

    def _span(self, attributes: Mapping[str, str]) -> None:
        if value_of(attributes) not in (None, "1"):
            self._flow.span_cell()


_INSTRUCTION = word_names("instr")
_DROP_CAP = word_names("dropCap")
_FIELD_MARK = word_names("fldCharType")
