"""How is what was measured told? As tables that are read on the screen and in docs/benchmarks.md alike."""

from collections.abc import Iterable, Sequence

from bench.measuring import Measured


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown whose columns line up."""
    cells = [[str(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    lines = [
        "| "
        + " | ".join(_padded(cell, width, place) for place, (cell, width) in enumerate(zip(row, widths, strict=True)))
        + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if place == 0 else ":") for place, width in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _padded(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place == 0 else cell.rjust(width)


def measured(rows: list[Measured]) -> str:
    """Each page with its time, its limit, its queries and its size; what misses a goal is marked."""
    heads = ("address", "ms", "bare SQL", "limit", "times", "queries", "kB")
    return table(heads, (_row(one) for one in sorted(rows, key=lambda one: -one.ratio)))


def _row(one: Measured) -> tuple[object, ...]:
    mark = "" if one.is_met else " **"
    return (
        f"{one.name}{mark}",
        f"{one.milliseconds:.1f}",
        f"{one.bare_sql:.2f}",
        f"{one.limit:.1f}",
        f"{one.ratio:.2f}",
        one.queries,
        f"{one.bytes / 1000:.1f}",
    )


def missed(rows: list[Measured]) -> str:
    """In a sentence, how many miss their goal."""
    names = [one.name for one in rows if not one.is_met]
    heavy = [one.name for one in rows if one.bytes >= 100_000]
    said = f"{len(rows) - len(names)} of {len(rows)} take at most three times their limit with at most twelve queries"
    said += f"; these do not: {', '.join(names)}." if names else "."
    return said + (f" Heavier than 100 kB: {', '.join(heavy)}." if heavy else " None weighs 100 kB.")
