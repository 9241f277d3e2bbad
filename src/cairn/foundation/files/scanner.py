"""Does a virus scanner, where one is set up, find anything? What can't be scanned is refused."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from cairn.foundation.core.verdicts import Refused

PATIENCE = 30
CHUNK = 64 * 1024


def insist_on_clean(content: bytes) -> None:
    """Ask the ClamAV daemon named by CAIRN_SCANNER ('tcp://127.0.0.1:3310' or 'unix:///run/clamd.sock')."""
    address = settings.CAIRN_SCANNER
    if not address:
        return
    try:
        answer = _answer(address, content)
    except OSError as fault:
        raise Refused("The virus scanner does not answer, so no file is kept just now. Try again later.") from fault
    if answer.endswith("FOUND"):
        raise Refused("The virus scanner found something in this file, so it was not kept.")
    if not answer.endswith("OK"):
        raise Refused("The virus scanner could not read this file, so it was not kept.")


def _answer(address: str, content: bytes) -> str:
    with _connected(address) as line:
        line.settimeout(PATIENCE)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        return line.recv(4096).rstrip(b"\0\n").decode("ascii", "replace")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(PATIENCE)
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), PATIENCE)
