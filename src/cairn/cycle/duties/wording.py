"""How is it said that something is due? Neutral lines without names, and without what it is about."""

from cairn.foundation.core.words import capital, plural


def reminder(late: int, soon: int, newly: int) -> str:
    """'Two things are due within a week, and one is late.' `newly` is how much is newly due at all."""
    if soon and late:
        return f"{_things(soon, 'due within a week')[:-1]}, and {_things(late, 'late', short=True)}"
    if soon:
        return _things(soon, "due within a week")
    if late:
        return _things(late, "late")
    return _things(newly, "due in the coming weeks")


def _things(count: int, said: str, *, short: bool = False) -> str:
    things = plural(count, "thing")
    named = things.rpartition(" ")[0] if short else capital(things)
    return f"{named} {'is' if count == 1 else 'are'} {said}."
