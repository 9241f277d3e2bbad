"""Evaluation: self-evaluation rounds, employers' judgements and practitioners' answers side by side."""

from django.apps import AppConfig


class Evaluation(AppConfig):
    name = "cairn.assurance.evaluation"
    label = "evaluation"
