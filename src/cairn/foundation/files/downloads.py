"""How does a file leave Cairn again: as a download that no browser runs?"""

import hashlib

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.files.models import StoredFile


def open_file(stored: StoredFile) -> HttpResponse:
    """The file as an attachment. The caller has asked whether this person may read it.

    A file that is no longer what it was when it came is refused: somebody changed it on the disk.
    """
    response = HttpResponse(read_file(stored), content_type=stored.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stored.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def read_file(stored: StoredFile) -> bytes:
    """The bytes of a stored file, compared with the hash that was taken when it came."""
    try:
        content = stored.place.read_bytes()
    except OSError as fault:
        raise Refused(f"The file “{stored.name}” can't be read just now. Tell whoever looks after Cairn.") from fault
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Refused(f"The file “{stored.name}” is no longer what was uploaded, so it is not given out.")
    return content
