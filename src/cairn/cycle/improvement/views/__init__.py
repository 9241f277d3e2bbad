"""Pages about actions and suggestions."""

from cairn.cycle.improvement.views.actions import (
    action,
    change,
    check,
    finish,
    log,
    note,
    raise_action,
    reopen,
    withdraw,
)
from cairn.cycle.improvement.views.exports import export_csv, export_xlsx
from cairn.cycle.improvement.views.suggestions import answer, offer, suggestion, suggestions

__all__ = [
    "action",
    "answer",
    "change",
    "check",
    "export_csv",
    "export_xlsx",
    "finish",
    "log",
    "note",
    "offer",
    "raise_action",
    "reopen",
    "suggestion",
    "suggestions",
    "withdraw",
]
