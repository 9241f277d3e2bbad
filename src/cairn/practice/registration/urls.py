"""At which addresses are the register, functions and delegations?"""

from django.urls import path

from cairn.practice.registration.views import checks, concerns, declarations, delegations, register, renewals

app_name = "registration"
urlpatterns = [
    path("", register.home, name="home"),
    path("regulators/", register.packs, name="regulators"),
    path("people/<uuid:pk>/", register.person, name="person"),
    path("people/<uuid:pk>/enter/", register.enter, name="enter"),
    path("people/<uuid:pk>/approve/", register.approve, name="approve"),
    path("people/<uuid:pk>/reassign/", delegations.reassign, name="reassign"),
    path("registrations/<uuid:pk>/state/", register.state, name="state"),
    path("registrations/<uuid:pk>/steps/", renewals.steps, name="steps"),
    path("registrations/<uuid:pk>/steps/take-back/", renewals.take_back, name="take_back"),
    path("registrations/<uuid:pk>/steps/ask/", renewals.ask, name="ask_step"),
    path("registrations/<uuid:pk>/look-up/", checks.look_up, name="look_up"),
    path("people/<uuid:pk>/declarations/", declarations.declarations_of, name="declarations"),
    path("declarations/<uuid:pk>/answer/", declarations.answer, name="answer"),
    path("people/<uuid:pk>/concern/", concerns.raise_concern, name="raise"),
    path("concerns/", concerns.home, name="concerns"),
    path("concerns/<uuid:pk>/", concerns.concern, name="concern"),
    path("concerns/<uuid:pk>/choose/", concerns.choose, name="choose"),
    path("concerns/<uuid:pk>/tell/", concerns.tell, name="tell"),
    path("concerns/<uuid:pk>/follow/", concerns.follow, name="follow"),
    path("checks/", checks.home, name="checks"),
    path("checks/numbers/<str:key>/", checks.numbers, name="numbers"),
    path("checks/<uuid:pk>/", checks.check, name="check"),
    path("standings/<uuid:pk>/end/", register.end_standing, name="end_standing"),
    path("standings/<uuid:pk>/correct/", register.correct_standing, name="correct_standing"),
    path("standings/<uuid:pk>/strike/", register.strike_standing, name="strike_standing"),
    path("approvals/<uuid:pk>/end/", register.end_approval, name="end_approval"),
    path("approvals/<uuid:pk>/correct/", register.correct_approval, name="correct_approval"),
    path("approvals/<uuid:pk>/strike/", register.strike_approval, name="strike_approval"),
    path("functions/", delegations.functions, name="functions"),
    path("functions/<str:key>/", delegations.function, name="function"),
    path("functions/<str:key>/confirm/", delegations.confirm, name="confirm"),
    path("ask/", delegations.ask, name="ask"),
    path("delegations/give/", delegations.give, name="give"),
    path("delegations/<uuid:pk>/", delegations.delegation, name="delegation"),
    path("delegations/<uuid:pk>/revoke/", delegations.revoke, name="revoke"),
    path("delegations/<uuid:pk>/lift/", delegations.lift, name="lift"),
]
