"""Where are the start page, the search, the set-up journey and the pages about Cairn itself?"""

from django.urls import path

from cairn.front.portal.views import about, home, search, set_up

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("set-up/", set_up.welcome, name="set_up"),
    path("set-up/organisation/", set_up.organisation, name="set_up_organisation"),
    path("set-up/administrator/", set_up.administrator, name="set_up_administrator"),
    path("set-up/done/", set_up.done, name="set_up_done"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
