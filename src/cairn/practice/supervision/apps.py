"""Supervision: policy, agreements, sessions signed by both, and what they prove (sa.4.d.5)."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "cairn.practice.supervision"
    label = "supervision"
