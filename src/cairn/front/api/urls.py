from django.urls import include, path

from cairn.front.api import document, views

app_name = "api"
urlpatterns = [
    path("api/v1/openapi.json", document.openapi, name="openapi"),
    path("api/v1/", include(document.addresses())),
    path("account/keys/", views.keys, name="keys"),
    path("account/keys/make/", views.make, name="make"),
    path("account/keys/<uuid:pk>/revoke/", views.revoke, name="revoke"),
    path("healthz", views.health, name="health"),
]
