from django.urls import path

from cairn.foundation.core import views

app_name = "core"
urlpatterns = [
    path("kept/", views.kept, name="kept"),
]
