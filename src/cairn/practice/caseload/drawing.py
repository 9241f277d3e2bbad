"""How is the spread of work drawn, so that everybody can read it, with or without colour, sight or a screen?"""

from collections.abc import Sequence

from cairn.foundation.core.charts import FONT, INK, QUIET, Chart, svg_of, words_at

LABEL, PLOT, ROW, BAR = 130, 400, 30, 20
WITHIN, OVER = "#1b5e75", "#8f3a1c"


def columns(
    title: str, rows: Sequence[tuple[str, int]], *, over_from: int, identity: str, heads: tuple[str, str]
) -> Chart:
    """A bar for each band with its number beside it; bands from `over_from` on are over the limit, and say so."""
    most = max((count for _, count in rows), default=0) or 1
    drawn = []
    for place, (label, count) in enumerate(rows):
        y = 8 + ROW * place
        width = PLOT * count / most
        drawn.append(words_at(0, y + 15, label, fill=INK))
        drawn.append(f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{_fill(place, over_from)}"/>')
        drawn.append(words_at(LABEL + width + 8, y + 15, str(count), fill=INK, weight="bold"))
        if place == over_from:
            drawn.append(f'<line x1="0" y1="{y - 5}" x2="{LABEL + PLOT}" y2="{y - 5}" stroke="{QUIET}" />')
    said = ", ".join(f"{label}: {count}" for label, count in rows) + "."
    table = tuple((label, str(count)) for label, count in rows)
    height = 16 + ROW * len(rows)
    return Chart(
        svg_of(identity, title, said, LABEL + PLOT + 60, height, "".join(drawn), FONT), title, said, heads, table
    )


def _fill(place: int, over_from: int) -> str:
    return OVER if place >= over_from else WITHIN
