from django.urls import path

from cairn.cycle.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.evidence_list, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:pk>/", views.evidence, name="evidence"),
    path("<uuid:pk>/change/", views.change, name="change"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/file/", views.file, name="file"),
]
