from django.urls import path

from cairn.practice.supervision.views import home, policies

app_name = "supervision"
urlpatterns = [
    path("", home.home, name="home"),
    path("policy/", policies.current, name="policy"),
    path("policy/adopt/", policies.adopt, name="adopt"),
    path("policy/adopt-proposal/", policies.adopt_starting, name="adopt_starting"),
    path("policy/<uuid:pk>/", policies.one, name="one_policy"),
    path("policy/<uuid:pk>/take-back/", policies.take_back, name="take_back_policy"),
]
