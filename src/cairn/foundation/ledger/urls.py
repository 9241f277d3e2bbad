from django.urls import path

from cairn.foundation.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.history, name="history"),
    path("heads/", views.heads, name="heads"),
    path("<uuid:pk>/", views.entry, name="entry"),
]
