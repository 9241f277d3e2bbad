from django.urls import path

from cairn.assurance.evaluation.views import answering, evidence, judging, moderating, results, rounds, signing
from cairn.foundation.people import addresses  # noqa: F401 - names units, or the whole, in addresses

app_name = "evaluation"
urlpatterns = [
    path("", rounds.round_list, name="list"),
    path("plan/", rounds.plan, name="plan"),
    path("<uuid:pk>/", rounds.round_page, name="round"),
    path("<uuid:pk>/change/", rounds.change, name="change"),
    path("<uuid:pk>/open/", rounds.open_, name="open"),
    path("<uuid:pk>/close/", rounds.close, name="close"),
    path("<uuid:pk>/withdraw/", rounds.withdraw, name="withdraw"),
    path("<uuid:pk>/judging/<unit_or_whole:unit>/", judging.overview, name="judging"),
    path("<uuid:pk>/judging/<unit_or_whole:unit>/finish/", judging.finish, name="finish"),
    path("<uuid:pk>/judging/<unit_or_whole:unit>/carry/", judging.carry, name="carry"),
    path("judgements/<uuid:pk>/", judging.judgement, name="judgement"),
    path("judgements/<uuid:pk>/save/", judging.save, name="save"),
    path("judgements/<uuid:pk>/does-not-apply/", judging.not_applicable, name="not_applicable"),
    path("judgements/<uuid:pk>/moderate/", moderating.moderate, name="moderate"),
    path("judgements/<uuid:pk>/evidence/", evidence.cite, name="cite"),
    path("citations/<uuid:pk>/remove/", evidence.uncite, name="uncite"),
    path("<uuid:pk>/evidence/", evidence.evidence_list, name="evidence"),
    path("<uuid:pk>/answering/", answering.overview, name="answering"),
    path("<uuid:pk>/answering/give/", answering.give, name="give"),
    path("<uuid:pk>/answering/<uuid:statement>/", answering.answer, name="answer"),
    path("<uuid:pk>/answering/<uuid:statement>/save/", answering.save, name="answer_save"),
    path("<uuid:pk>/moderation/", moderating.moderation, name="moderation"),
    path("<uuid:pk>/moderation/finish/", moderating.finish, name="finish_moderation"),
    path("<uuid:pk>/results/", results.overview, name="results"),
    path("<uuid:pk>/results/units/<uuid:unit>/", results.overview, name="unit"),
    path("<uuid:pk>/results/areas/<uuid:statement>/", results.area, name="area"),
    path("<uuid:pk>/results/statements/<uuid:statement>/", results.statement, name="statement"),
    path("<uuid:pk>/remarks/", results.remarks, name="remarks"),
    path("remarks/<uuid:pk>/strike/", moderating.strike, name="strike"),
    path("<uuid:pk>/figures/", results.figures, name="figures"),
    path("<uuid:pk>/x-ray/", moderating.xray, name="xray"),
    path("<uuid:pk>/sign/", signing.sign, name="sign"),
    path("<uuid:pk>/addendum/", signing.addendum, name="addendum"),
]
