"""Where are the pages of caseload?"""

from django.urls import path

from cairn.practice.caseload.views import (
    allocations,
    cases,
    establishment,
    figures,
    home,
    people,
    reliefs,
    spread,
    weightings,
)

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
    path("cases/<uuid:pk>/allocate/", allocations.allocate, name="allocate"),
    path("allocations/<uuid:pk>/move/", allocations.reallocate, name="reallocate"),
    path("allocations/<uuid:pk>/end/", allocations.end, name="end_allocation"),
    path("waiting/", allocations.waiting, name="waiting"),
    path("team/", people.team, name="team"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/plan/", people.relieve, name="relieve"),
    path("people/<uuid:pk>/room/", people.note, name="note"),
    path("circumstances/<uuid:pk>/end/", people.end_circumstance, name="end_circumstance"),
    path("plans/<uuid:pk>/", reliefs.relief, name="relief"),
    path("plans/<uuid:pk>/look/", reliefs.look, name="look"),
    path("plans/<uuid:pk>/finish/", reliefs.finish, name="finish"),
    path("organisation/", spread.organisation, name="organisation"),
    path("organisation/neighbours/", spread.benchmark, name="benchmark"),
    path("establishment/", establishment.listing, name="establishment"),
    path("establishment/<uuid:pk>/", establishment.of_unit, name="establishment_of"),
    path("establishment/<uuid:pk>/set/", establishment.set_posts, name="set_posts"),
    path("establishment/<uuid:pk>/take-back/", establishment.take_back, name="take_back_posts"),
    path("figures/", figures.listing, name="figures"),
    path("figures/<uuid:pk>/", figures.figure, name="figure"),
]
