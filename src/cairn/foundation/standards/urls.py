"""Where are the pages of standards?"""

from django.urls import path

from cairn.foundation.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.frameworks, name="list"),
    path("bring/", views.bring, name="bring"),
    path("statements/<uuid:pk>/", views.statement, name="statement"),
    path("clauses/<str:clause>/", views.clause, name="clause"),
    path("crosswalks/<uuid:pk>/", views.crosswalk, name="crosswalk"),
    path("<uuid:pk>/", views.framework, name="framework"),
    path("<uuid:pk>/compare/<uuid:other>/", views.compare, name="compare"),
    path("<uuid:pk>/download/", views.download, name="download"),
]
