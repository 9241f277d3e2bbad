from django.urls import path

from cairn.practice.supervision.views import home

app_name = "supervision"
urlpatterns = [
    path("", home.home, name="home"),
]
