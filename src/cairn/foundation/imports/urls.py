"""Where are the pages of imports? Each registered kind has its own address."""

from django.urls import path

from cairn.foundation.imports import views
from cairn.foundation.imports.kinds import all_kinds

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="list"),
    path("<uuid:pk>/", views.batch, name="batch"),
    path("<uuid:pk>/changes/", views.changes, name="changes"),
    path("<uuid:pk>/what-to-correct.csv", views.problems, name="problems"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
    path("<uuid:pk>/apply/", views.apply, name="apply"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
for kind in all_kinds():
    urlpatterns += [
        path(f"{kind.key}/new/", views.stage, {"kind": kind.key}, name="stage"),
        path(f"{kind.key}/{kind.key}.csv", views.blank, {"kind": kind.key, "ending": "csv"}, name="blank"),
        path(f"{kind.key}/{kind.key}.xlsx", views.blank, {"kind": kind.key, "ending": "xlsx"}, name="blank"),
    ]
