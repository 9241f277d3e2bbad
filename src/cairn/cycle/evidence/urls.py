from django.urls import path, register_converter

from cairn.cycle.evidence.views import charts, coverage, documents, figures
from cairn.foundation.people import addresses  # noqa: F401 - names units, or the whole, in addresses


class IndicatorKey:
    """The key of an indicator: its room, a point, and its name."""

    regex = r"[a-z]+\.[a-z_]+"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, key: object) -> str:
        return str(key)


register_converter(IndicatorKey, "indicator")

app_name = "evidence"
urlpatterns = [
    path("", documents.evidence_list, name="list"),
    path("add/", documents.add, name="add"),
    path("<uuid:pk>/", documents.evidence, name="evidence"),
    path("<uuid:pk>/change/", documents.change, name="change"),
    path("<uuid:pk>/withdraw/", documents.withdraw, name="withdraw"),
    path("<uuid:pk>/file/", documents.file, name="file"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<indicator:key>/", figures.figure, name="figure"),
    path("figures/<indicator:key>/units/<uuid:unit>/", figures.figure, name="figure_of_unit"),
    path("figures/<indicator:key>/rows/", figures.rows, name="rows"),
    path("figures/<indicator:key>/<unit_or_whole:unit>/note/", charts.annotate, name="annotate"),
    path("figures/<indicator:key>/<unit_or_whole:unit>/redraw/", charts.redraw, name="redraw"),
    path("figures/notes/<uuid:pk>/withdraw/", charts.withdraw_note, name="withdraw_note"),
    path("figures/baselines/<uuid:pk>/withdraw/", charts.withdraw_baseline, name="withdraw_baseline"),
]
