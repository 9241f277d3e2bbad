"""Addresses of boards and their meetings."""

from django.urls import path

from cairn.assurance.board.views import boards, items, meetings, packs

app_name = "board"
urlpatterns = [
    path("", boards.boards, name="boards"),
    path("found/", boards.found, name="found"),
    path("members/<uuid:pk>/end/", boards.end, name="end"),
    path("standing/<uuid:pk>/remove/", boards.remove_standing, name="remove_standing"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/move/", meetings.move, name="move"),
    path("meetings/<uuid:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<uuid:pk>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<uuid:pk>/apologies/", meetings.apologise, name="apologise"),
    path("meetings/<uuid:pk>/interest/", meetings.declare, name="declare"),
    path("meetings/<uuid:pk>/items/add/", items.add, name="add_item"),
    path("meetings/<uuid:pk>/minutes/", meetings.minutes, name="minutes"),
    path("meetings/<uuid:pk>/approve/", meetings.approve, name="approve"),
    path("meetings/<uuid:pk>/freeze/", packs.freeze, name="freeze"),
    path("meetings/<uuid:pk>/pack/", packs.pack, name="pack"),
    path("meetings/<uuid:pk>/pack.pdf", packs.take_away, name="pack_pdf"),
    path("meetings/<uuid:pk>/private.pdf", packs.take_private_away, name="private_pdf"),
    path("meetings/<uuid:pk>/send-out/", meetings.step, {"to": "open"}, name="open"),
    path("meetings/<uuid:pk>/begin/", meetings.step, {"to": "begin"}, name="begin"),
    path("meetings/<uuid:pk>/close/", meetings.step, {"to": "close"}, name="close"),
    path("items/<uuid:pk>/change/", items.change, name="change_item"),
    path("items/<uuid:pk>/carry/", items.carry, name="carry"),
    path("items/<uuid:pk>/minutes/", items.write, name="write"),
    path("items/<uuid:pk>/outcome/", items.outcome, name="outcome"),
    path("items/<uuid:pk>/paper/", items.bring, name="bring"),
    path("papers/<uuid:pk>/", packs.paper, name="paper"),
    path("<uuid:pk>/", boards.board, name="board"),
    path("<uuid:pk>/change/", boards.change, name="change"),
    path("<uuid:pk>/seat/", boards.seat, name="seat"),
    path("<uuid:pk>/standing/add/", boards.add_standing, name="add_standing"),
    path("<uuid:pk>/meetings/plan/", meetings.plan, name="plan"),
    path("<uuid:pk>/backlog/add/", items.add_to_backlog, name="add_to_backlog"),
]
