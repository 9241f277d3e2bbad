"""Where are one's own and the team's work, the calendar, the search, the set-up and the pages about Cairn itself?"""

from django.urls import path

from cairn.front.portal.views import about, calendar, home, search, set_up, team

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("my-team/", team.my_team, name="my_team"),
    path("my-team/units/<uuid:pk>/", team.unit, name="unit"),
    path("my-team/people/<uuid:pk>/", team.person, name="person"),
    path("my-team/duties/<uuid:pk>/excuse/", team.excuse, name="excuse"),
    path("account/calendar/", calendar.calendar, name="calendar"),
    path("account/calendar/make/", calendar.make, name="calendar_make"),
    path("account/calendar/revoke/", calendar.revoke, name="calendar_revoke"),
    path("calendar/<str:secret>.ics", calendar.feed, name="feed"),
    path("search/", search.search, name="search"),
    path("set-up/", set_up.welcome, name="set_up"),
    path("set-up/organisation/", set_up.organisation, name="set_up_organisation"),
    path("set-up/administrator/", set_up.administrator, name="set_up_administrator"),
    path("set-up/done/", set_up.done, name="set_up_done"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
