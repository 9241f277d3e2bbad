"""Where are the pages of caseload?"""

from django.urls import path

from cairn.practice.caseload.views import cases, home, weightings

app_name = "caseload"
urlpatterns = [
    path("", home.home, name="home"),
    path("weighting/", weightings.current, name="weighting"),
    path("weighting/adopt/", weightings.adopt, name="adopt"),
    path("weighting/adopt-proposal/", weightings.adopt_proposal, name="adopt_proposal"),
    path("weighting/<uuid:pk>/", weightings.one, name="one_weighting"),
    path("weighting/<uuid:pk>/take-back/", weightings.take_back, name="take_back_weighting"),
    path("cases/", cases.listing, name="cases"),
    path("cases/open/", cases.open_case, name="open_case"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/change/", cases.change, name="change_case"),
    path("cases/<uuid:pk>/move/", cases.move, name="move_case"),
    path("cases/<uuid:pk>/close/", cases.close, name="close_case"),
]
