from django.urls import path

from cairn.foundation.people.views import account, openness, organisation, persons, posts, roles, signing_in, units

app_name = "people"
urlpatterns = [
    path("sign-out/done/", signing_in.signed_out, name="signed_out"),
    path("invitation/<str:secret>/", signing_in.accept_invitation, name="accept_invitation"),
    path("account/", account.overview, name="account"),
    path("account/name/", account.change_name, name="change_name"),
    path("accountabilities/", openness.accountabilities, name="accountabilities"),
    path("access/", openness.policy, name="policy"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/change/", organisation.change, name="change_organisation"),
    path("organisation/days/add/", organisation.add_day, name="add_local_day"),
    path("organisation/days/<uuid:pk>/remove/", organisation.remove_day, name="remove_local_day"),
    path("people/", units.tree, name="units"),
    path("people/units/add/", units.add, name="add_unit"),
    path("people/units/<uuid:pk>/", units.unit, name="unit"),
    path("people/units/<uuid:pk>/change/", units.change, name="change_unit"),
    path("people/units/<uuid:pk>/move/", units.move, name="move_unit"),
    path("people/units/<uuid:pk>/close/", units.close, name="close_unit"),
    path("people/directory/", persons.directory, name="directory"),
    path("people/add/", persons.add, name="add_person"),
    path("people/roles/", roles.roles, name="roles"),
    path("people/roles/give/", roles.give, name="give_role"),
    path("people/roles/<uuid:pk>/end/", roles.end, name="end_role"),
    path("people/professional-line/", roles.professional_line, name="professional_line"),
    path("people/posts/<uuid:pk>/move/", posts.move, name="move_post"),
    path("people/posts/<uuid:pk>/end/", posts.end, name="end_post"),
    path("people/<uuid:pk>/", persons.person, name="person"),
    path("people/<uuid:pk>/change/", persons.change, name="change_person"),
    path("people/<uuid:pk>/invite/", persons.invite, name="invite"),
    path("people/<uuid:pk>/leave/", persons.leave, name="record_leaving"),
    path("people/<uuid:pk>/deactivate/", persons.deactivate, name="deactivate"),
    path("people/<uuid:pk>/reactivate/", persons.reactivate, name="reactivate"),
    path("people/<uuid:pk>/posts/give/", posts.give, name="give_post"),
    path("people/<uuid:pk>/roles/give/", roles.give_to, name="give_role_to"),
]
