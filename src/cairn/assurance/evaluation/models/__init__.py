"""What is a round made of: who is asked, what employers judge, what practitioners answer, and the result."""

from cairn.assurance.evaluation.models.addendum import Addendum
from cairn.assurance.evaluation.models.answers import Draft, RemarkBox, Tally
from cairn.assurance.evaluation.models.asked import Asked, AskedUnit, Side
from cairn.assurance.evaluation.models.judgement import Citation, Judgement, Shows
from cairn.assurance.evaluation.models.result import STRUCK, Result
from cairn.assurance.evaluation.models.round import NEXT, Asking, Level, Round, State
from cairn.assurance.evaluation.models.stood_on import StoodOn

__all__ = [
    "NEXT",
    "STRUCK",
    "Addendum",
    "Asked",
    "AskedUnit",
    "Asking",
    "Citation",
    "Draft",
    "Judgement",
    "Level",
    "RemarkBox",
    "Result",
    "Round",
    "Shows",
    "Side",
    "State",
    "StoodOn",
    "Tally",
]
