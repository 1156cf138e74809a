"""Word and OpenDocument files, made of pieces of their markup."""

import io
import zipfile
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>'
)
_WORD_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_OPEN_SPACES = " ".join(
    (
        *(f'xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "text", "style", "table", "meta")),
        f'xmlns:draw="{_OPEN}drawing:1.0"',
        f'xmlns:fo="{_OPEN}xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_OPEN}svg-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    )
)


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """A ZIP file of (name, text or bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def word_part(element, body, space=WORD):
    """A part of a Word document.  element: its root, by its local name."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{element} xmlns:w="{space}" {_WORD_SPACES}>{body}</w:{element}>'


def docx(body, *, styles=None, space=WORD, more=()):
    """A Word document.  body, styles: markup; more: (name, content) of other parts."""
    members = [("word/document.xml", word_part("document", f"<w:body>{body}</w:body>", space))]
    if styles is not None:
        members.append(("word/styles.xml", word_part("styles", styles, space)))
    return zipped([*members, *more])


def run(text, properties=""):
    """A run of a Word document; line feeds and tabs as it writes them."""
    out = []
    for line in text.split("\n"):
        out.append("<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t")))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{'<w:br/>'.join(out)}</w:r>"


def paragraph(*runs, style=None, properties=""):
    """A paragraph of a Word document, of runs or of plain texts."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    told = f"<w:pPr>{styled}{properties}</w:pPr>" if styled or properties else ""
    return f"<w:p>{told}{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


def table(*rows):
    """A table of a Word document; each cell is markup or a text."""
    cell = "".join
    return "<w:tbl>{}</w:tbl>".format(
        "".join(
            "<w:tr>{}</w:tr>".format(
                cell(f"<w:tc>{one if one.startswith('<') else paragraph(one)}</w:tc>" for one in row)
            )
            for row in rows
        )
    )


def odt(body, *, styles="", named="", more=(), mimetype="application/vnd.oasis.opendocument.text"):
    """An OpenDocument text.  styles: automatic ones; named: of styles.xml."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_OPEN_SPACES}><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    members = [("mimetype", mimetype), ("content.xml", content)]
    if named:
        members.append(
            (
                "styles.xml",
                f"<office:document-styles {_OPEN_SPACES}><office:styles>{named}</office:styles>"
                "</office:document-styles>",
            )
        )
    return zipped([*members, *more])


def odt_meta(title):
    """The part with the title of an OpenDocument text."""
    return (
        "meta.xml",
        f"<office:document-meta {_OPEN_SPACES}><office:meta><dc:title>{title}</dc:title></office:meta>"
        "</office:document-meta>",
    )


def p(*parts, style=None, tag="p", level=None):
    """A paragraph of an OpenDocument text, of markup."""
    told = f' text:style-name="{style}"' if style else ""
    told += f' text:outline-level="{level}"' if level else ""
    return f"<text:{tag}{told}>{''.join(parts)}</text:{tag}>"


def open_text(text):
    """A text as OpenDocument writes it."""
    out = escape(text).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    while "  " in out:
        out = out.replace("  ", " <text:s/>")
    return out if not out.startswith(" ") else f"<text:s/>{out[1:]}"
