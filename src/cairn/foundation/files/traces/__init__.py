"""What does a file tell about whoever made it, and how is that taken out before the file is kept?

Pictures tell place, time and device; documents tell author, company and the names beside comments. None of it is what
the file was uploaded for, and much of it is about people (UK GDPR, article 5(1)(c)). What people see in it stays.
"""

from collections.abc import Callable

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.core.words import joined
from cairn.foundation.files.inspection import ending_of, inspect
from cairn.foundation.files.traces import office, pictures, portable
from cairn.foundation.files.traces.found import Cleaned

LEFT_IN = "What it tells about its making could not be taken out. Save it as a new copy, or as a PDF, and upload that."
CLEANERS: dict[str, Callable[[bytes], Cleaned]] = {
    "pdf": portable.cleaned,
    "docx": office.cleaned,
    "xlsx": office.cleaned,
    "odt": office.cleaned,
    "png": pictures.cleaned_png,
    "jpg": pictures.cleaned_jpeg,
    "jpeg": pictures.cleaned_jpeg,
}


def cleaned(content: bytes, name: str) -> Cleaned:
    """The file without what it tells about its making. It has been inspected, and what is left is inspected again."""
    cleaner = CLEANERS.get(ending_of(name))
    if cleaner is None:
        return Cleaned(content)
    try:
        found = cleaner(content)
        if found.content != content:
            inspect(found.content, name)
    except Exception as fault:  # whatever the parts of a broken file raise: nothing is kept that was not cleaned
        raise Refused(LEFT_IN) from fault
    return found


def said(found: Cleaned) -> str:
    """What was taken out, in a sentence for whoever opens the file; empty where there was nothing."""
    if found.left_because:
        return found.left_because
    return f"Taken out before it was kept: {joined(found.removed)}." if found.removed else ""
