"""Papers for a board, as the tests need them."""

import io

from pypdf import PdfWriter

FRONT = {
    "title": "Recording time",
    "author": "Fraser",
    "ask": "decide",
    "purpose": "To agree on two days.",
    "equality": "None.",
    "rights": "None.",
    "privacy": "None.",
}


def pdf(pages=2):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
