from django.urls import path

from cairn.assurance.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("<uuid:pk>/", views.report, name="report"),
    path("<uuid:pk>/evidence/", views.evidence, name="evidence"),
    path("<uuid:pk>/commentary/", views.write_commentary, name="commentary"),
    path("<uuid:pk>/hand-over/", views.freeze, name="freeze"),
    path("<uuid:pk>/assurance.pdf", views.export, {"kind": "pdf"}, name="pdf"),
    path("<uuid:pk>/assurance.docx", views.export, {"kind": "docx"}, name="docx"),
    path("<uuid:pk>/assurance.xlsx", views.export, {"kind": "xlsx"}, name="xlsx"),
    path("<uuid:pk>/assurance.json", views.export, {"kind": "json"}, name="json"),
]
