"""Does the one script of the pages say nothing that is markup, and stay a convenience?"""

from pathlib import Path

import cairn.foundation.core

SCRIPT = Path(cairn.foundation.core.__file__).with_name("static") / "cairn" / "cairn.js"


def test_an_answer_that_is_a_page_is_never_shown_as_text():
    """A form that was open for too long is answered with a page; what was typed is sent again by the button."""
    text = SCRIPT.read_text()
    assert "startsWith('text/plain')" in text
    assert "innerHTML" not in text
