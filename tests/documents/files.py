"""Word files made by hand for the tests, good and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = f'<Types xmlns="{_PACKAGE}/content-types"/>'
OPENING = (
    f'<w:document xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)


def links(*targets: tuple[str, str]) -> str:
    rows = (f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def zipped(parts: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def docx(body: str, *others: tuple[str, str, str], opening: str = OPENING) -> bytes:
    """A .docx with that body; `others` are (kind of link, file name, content) of parts beside it."""
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": links(("officeDocument", "word/document.xml")),
            "word/document.xml": f"{opening}{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": links(*((kind, name) for kind, name, _ in others)),
            **{f"word/{name}": content for _, name, content in others},
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def merged(text: str, start: bool) -> str:
    value = ' w:val="restart"' if start else ""
    return f"<w:tcPr><w:vMerge{value}/></w:tcPr>{p(text) if text else '<w:p/>'}"
