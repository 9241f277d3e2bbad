from django.urls import path

from cairn.cycle.improvement import views

app_name = "improvement"
urlpatterns = [
    path("", views.log, name="log"),
    path("export.csv", views.export_csv, name="export_csv"),
    path("export.xlsx", views.export_xlsx, name="export_xlsx"),
    path("raise/", views.raise_action, name="raise"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/offer/", views.offer, name="offer"),
    path("suggestions/<uuid:pk>/", views.suggestion, name="suggestion"),
    path("suggestions/<uuid:pk>/answer/", views.answer, name="answer"),
    path("<uuid:pk>/", views.action, name="action"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/note/", views.note, name="note"),
    path("<uuid:pk>/finish/", views.finish, name="finish"),
    path("<uuid:pk>/check/", views.check, name="check"),
    path("<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
