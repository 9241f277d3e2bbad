from django.urls import path

from cairn.practice.supervision.views import agreeing, agreements, home, persons, policies

app_name = "supervision"
urlpatterns = [
    path("", home.home, name="home"),
    path("policy/", policies.current, name="policy"),
    path("policy/adopt/", policies.adopt, name="adopt"),
    path("policy/adopt-proposal/", policies.adopt_starting, name="adopt_starting"),
    path("policy/<uuid:pk>/", policies.one, name="one_policy"),
    path("policy/<uuid:pk>/take-back/", policies.take_back, name="take_back_policy"),
    path("people/<uuid:pk>/", persons.person, name="person"),
    path("people/<uuid:pk>/agree/", persons.agree, name="agree_need"),
    path("people/<uuid:pk>/another-discipline/", persons.mark, name="mark_discipline"),
    path("needs/<uuid:pk>/end/", persons.end, name="end_need"),
    path("agreements/", agreements.listing, name="agreements"),
    path("agreements/draft-group/", agreeing.draft_group, name="draft_group"),
    path("agreements/draft/<uuid:pk>/", agreements.draft, name="draft"),
    path("agreements/members/<uuid:pk>/end/", agreeing.end_membership, name="end_membership"),
    path("agreements/<uuid:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:pk>/change/", agreements.change, name="change_agreement"),
    path("agreements/<uuid:pk>/sign/", agreeing.sign, name="sign_agreement"),
    path("agreements/<uuid:pk>/end/", agreeing.end, name="end_agreement"),
    path("agreements/<uuid:pk>/review/", agreeing.review, name="review_agreement"),
    path("agreements/<uuid:pk>/follow/", agreements.follow, name="follow_agreement"),
    path("agreements/<uuid:pk>/stand-in/", agreements.stand_in, name="stand_in"),
    path("agreements/<uuid:pk>/members/add/", agreeing.add_member, name="add_member"),
]
