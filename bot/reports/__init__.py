"""Files that are handed out: tables of what was said, with every cell a text or a day, never a formula."""

from bot.reports.register import MIME, workbook

__all__ = ["MIME", "workbook"]
