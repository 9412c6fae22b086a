"""A table of tasks as an Excel file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_000  # characters; Excel refuses 32,768
WIDEST = 60

Cell = str | int | date | None


def workbook(title: str, notes: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Notes above, then the head and the rows. A text stays a text whatever it begins with."""
    from openpyxl import Workbook  # only who asks for a file pays for the import
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tasks"
    book.properties.title = title
    above = [[title], *([note] for note in notes), [], head]
    widths = [8] * len(head)
    for number, values in enumerate([*above, *rows], 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(number, place)
            cell.value = _plain(value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value[:1] in "=+-@\t"
            elif isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            if number >= len(above):
                widths[place - 1] = max(widths[place - 1], min(WIDEST, len(str(value or ""))))
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number in (1, len(above)):
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 2
    sheet.freeze_panes = sheet.cell(len(above) + 1, 1)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain(value: Cell) -> Cell:
    """Without the control characters that XML cannot carry."""
    if not isinstance(value, str):
        return value
    return "".join(one for one in value if one >= " " or one in "\n\t")[:LONGEST_CELL]
