"""Everything that can be done in a self-evaluation round."""

from cairn.assurance.evaluation.commands.answering import Answer, answer, answer_many
from cairn.assurance.evaluation.commands.citing import cite, cite_many, uncite
from cairn.assurance.evaluation.commands.judging import (
    Judged,
    carry_from,
    finish_judging,
    judge,
    judge_many,
    mark_not_applicable,
)
from cairn.assurance.evaluation.commands.moderating import finish_moderation, moderate, strike
from cairn.assurance.evaluation.commands.planning import change, plan, withdraw
from cairn.assurance.evaluation.commands.running import close_round, open_round
from cairn.assurance.evaluation.commands.signing import add_addendum, sign

__all__ = [
    "Answer",
    "Judged",
    "add_addendum",
    "answer",
    "answer_many",
    "carry_from",
    "change",
    "cite",
    "cite_many",
    "close_round",
    "finish_judging",
    "finish_moderation",
    "judge",
    "judge_many",
    "mark_not_applicable",
    "moderate",
    "open_round",
    "plan",
    "sign",
    "strike",
    "uncite",
    "withdraw",
]
