"""How likely is it that supervision is held, in time and long enough, prepared and signed?"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Pace:
    """Likelihoods from 0 to 1 of what happens to one session."""

    cancelled: float = 0.06
    slips: float = 0.03  # held later than it could have been, without a reason that anybody gave
    cut_short: float = 0.04
    too_short: float = 0.03
    prepared: float = 0.8
    signed: float = 0.94  # within the policy's days
    stress: float = 0.07
    acts_on_stress: float = 0.85
    helps_to_think: float = 0.78  # as supervisees see it

    def strained(self, by: float) -> "Pace":
        """The same where a team has too much to do, or nobody to lead it; `by` from 0, as usual, to 1."""
        return replace(
            self,
            cancelled=_towards(self.cancelled, 0.35, by),
            slips=_towards(self.slips, 0.55, by),
            cut_short=_towards(self.cut_short, 0.25, by),
            prepared=_towards(self.prepared, 0.2, by),
            signed=_towards(self.signed, 0.2, by),
            stress=_towards(self.stress, 0.3, by),
            acts_on_stress=_towards(self.acts_on_stress, 0.3, by),
            helps_to_think=_towards(self.helps_to_think, 0.25, by),
        )


def _towards(usual: float, worst: float, by: float) -> float:
    return usual + (worst - usual) * by


USUAL = Pace()
GOOD = Pace(cancelled=0.03, slips=0.01, cut_short=0.02, too_short=0.015, prepared=0.86, signed=0.975, stress=0.05)
