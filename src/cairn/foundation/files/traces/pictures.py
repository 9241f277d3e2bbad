"""What do pictures tell of place, time and device? Only what is needed to draw them is kept.

Pixels are not packed anew, so nothing is lost of what is seen. Which way up a photograph is held stays known: without
it many would lie on their side.
"""

import struct
import zlib
from collections.abc import Iterator

from cairn.foundation.files import pictures
from cairn.foundation.files.traces.found import Cleaned

PLACE_TIME_DEVICE = "what the picture told of place, time and device"
# What a PNG needs to be drawn: pixels, colours, transparency, size, and the frames of one that moves.
DRAWN = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT".split())
EXIF, PROFILE, ADOBE, PLAIN = b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe", b"JFIF\0"
ORIENTATION, SHORT = 0x0112, 3
SCAN, END, COMMENT = 0xDA, 0xD9, 0xFE
APPLICATION = range(0xE0, 0xF0)


def cleaned_png(content: bytes) -> Cleaned:
    """A PNG of the chunks that draw it."""
    kept = b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in pictures.chunks(content)
        if name in DRAWN
    )
    return _told(content, content[:8] + kept)


def cleaned_jpeg(content: bytes) -> Cleaned:
    """A JPEG of the segments that draw it; previews and second pictures behind its end go too."""
    kept = [_kept(marker, content[start:end]) for marker, start, end in _segments(content)]
    return _told(content, content[:2] + b"".join(kept))


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each segment of the first picture: its marker, where it begins and where it ends, a scan with its pixels."""
    at = 2
    while True:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2
        if marker not in pictures.WITHOUT_LENGTH and marker != END:
            end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == SCAN:
            end = pictures.end_of_scan(content, end)
        yield marker, at, end
        if marker == END:
            return
        at = end


def _kept(marker: int, segment: bytes) -> bytes:
    told = segment[4:]
    if marker == COMMENT:
        return b""
    if marker not in APPLICATION:
        return segment
    if told.startswith(PLAIN):
        return _segment(0xE0, told[:12] + b"\0\0")  # without the small preview that may hang on it
    if told.startswith(EXIF):
        return _upright(_orientation(told[len(EXIF) :]))
    return segment if told.startswith((PROFILE, ADOBE)) else b""


def _orientation(exif: bytes) -> int:
    """Which way up the photograph is held, from 1 (upright) to 8; upright where that can't be read."""
    try:
        order = {b"II": "<", b"MM": ">"}[exif[:2]]
        (first,) = struct.unpack(f"{order}I", exif[4:8])
        (count,) = struct.unpack(f"{order}H", exif[first : first + 2])
        for place in range(first + 2, first + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack(f"{order}HHIH", exif[place : place + 10])
            if (tag, kind) == (ORIENTATION, SHORT) and 1 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        pass
    return 1


def _upright(orientation: int) -> bytes:
    """A note of which way up to hold it, and nothing else; none for a picture that is upright."""
    if orientation == 1:
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, orientation, 0)
    return _segment(0xE1, EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0))


def _segment(marker: int, part: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(part) + 2) + part


def _told(before: bytes, after: bytes) -> Cleaned:
    return Cleaned(after, (PLACE_TIME_DEVICE,) if after != before.rstrip(b"\0") and after != before else ())
