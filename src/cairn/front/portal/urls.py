"""Where are the start page, the search and the pages about Cairn itself?"""

from django.urls import path

from cairn.front.portal.views import home, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
]
