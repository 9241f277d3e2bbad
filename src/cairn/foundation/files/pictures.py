"""Is this a whole picture of a bearable size, and only a picture?"""

import re
import struct
import zlib
from collections.abc import Iterator

from cairn.foundation.core.verdicts import Refused

MOST_PIXELS = 60_000_000
ACTIVE = re.compile(rb"<(?:script|html|!doctype|\?php|iframe|svg)", re.IGNORECASE)
DAMAGED = "The picture is damaged. Save it again and upload the new copy."
HIDDEN = "The picture has something hidden behind its end. Save it again and upload the new copy."
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_png(content: bytes) -> None:
    """Every chunk whole, its checksum right, and exactly as many pixels as are announced."""
    found = list(chunks(content))
    if not found or found[0][0] != b"IHDR" or len(found[0][1]) != 13:
        raise Refused(DAMAGED)
    if found[-1][0] != b"IEND":
        raise Refused(DAMAGED)
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", found[0][1])
    if depth not in DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise Refused(DAMAGED)
    _insist_on_size(width, height)
    bits = depth * CHANNELS[colour]
    expected = _rows(width, height, bits) if not interlace else sum(_pass_sizes(width, height, bits))
    _insist_on_pixels(b"".join(part for name, part in found if name == b"IDAT"), expected)
    if any(ACTIVE.search(part) for name, part in found if name != b"IDAT"):
        raise Refused("The picture holds a page or a program. Save it again and upload the new copy.")


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each chunk of a PNG, its checksum compared."""
    at = 8
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, part = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if len(part) != length or content[at + 8 + length : at + 12 + length] != struct.pack(
            ">I", zlib.crc32(name + part)
        ):
            raise Refused(DAMAGED)
        yield name, part
        at += 12 + length
        if name == b"IEND":
            break
    if at != len(content):
        raise Refused(HIDDEN)


def _rows(width: int, height: int, bits: int) -> int:
    return height * (1 + (width * bits + 7) // 8) if width and height else 0


def _pass_sizes(width: int, height: int, bits: int) -> Iterator[int]:
    """The seven passes of an interlaced picture, each a small picture of its own."""
    starts = ((0, 0), (4, 0), (0, 4), (2, 0), (0, 2), (1, 0), (0, 1))
    steps = ((8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2))
    for (left, top), (across, down) in zip(starts, steps, strict=True):
        yield _rows(-(-(width - left) // across), -(-(height - top) // down), bits)


def _insist_on_pixels(packed: bytes, expected: int) -> None:
    unpacking, total, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and not unpacking.eof:
            total += len(unpacking.decompress(rest, 1 << 20))
            rest = unpacking.unconsumed_tail
            if total > expected:
                raise Refused(DAMAGED)
    except zlib.error as fault:
        raise Refused(DAMAGED) from fault
    if total != expected or not unpacking.eof:
        raise Refused(DAMAGED)


def _insist_on_size(width: int, height: int) -> None:
    if not width or not height:
        raise Refused(DAMAGED)
    if width * height > MOST_PIXELS:
        raise Refused("The picture has more than 60 million pixels. Make it smaller and upload it again.")


def read_jpeg(content: bytes) -> None:
    """Every segment whole up to the end of the picture; further whole pictures may follow, as cameras write them."""
    at = 0
    while at < len(content):
        if not content[at:].strip(b"\0"):
            return
        if content[at : at + 3] != b"\xff\xd8\xff":
            raise Refused(HIDDEN)
        at = _end_of_picture(content, at + 2)


def _end_of_picture(content: bytes, at: int) -> int:
    sized = False
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise Refused(DAMAGED)
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == 0xD9:
            if not sized:
                raise Refused(DAMAGED)
            return at + 2
        elif marker in WITHOUT_LENGTH:
            at += 2
        else:
            segment = _segment(content, at)
            if marker in FRAMES:
                _insist_on_frame(segment)
                sized = True
            elif ACTIVE.search(segment):
                raise Refused("The picture holds a page or a program. Save it again and upload the new copy.")
            at += 4 + len(segment)
            if marker == 0xDA:
                at = end_of_scan(content, at)
    raise Refused(DAMAGED)


def _segment(content: bytes, at: int) -> bytes:
    if at + 4 > len(content):
        raise Refused(DAMAGED)
    (length,) = struct.unpack(">H", content[at + 2 : at + 4])
    segment = content[at + 4 : at + 2 + length]
    if length < 2 or len(segment) != length - 2:
        raise Refused(DAMAGED)
    return segment


def _insist_on_frame(segment: bytes) -> None:
    if len(segment) < 6:
        raise Refused(DAMAGED)
    height, width = struct.unpack(">HH", segment[1:5])
    _insist_on_size(width, height)


def end_of_scan(content: bytes, at: int) -> int:
    """Packed pixels go on to the next marker that is neither a restart nor a stuffed byte."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        following = content[at + 1]
        if following and following not in WITHOUT_LENGTH and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2
    raise Refused(DAMAGED)
