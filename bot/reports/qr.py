"""A link as a QR picture, to be shown on a screen or printed."""

from __future__ import annotations

from io import BytesIO

import segno

MIME = "image/png"


def qr_picture(link: str) -> bytes:
    """PNG, black on white with the quiet border that phones need, about 300 pixels wide."""
    picture = BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
