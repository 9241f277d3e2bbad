"""Who is fit to act: the register, approvals, reserved functions and their delegation (sa.reserved.1)."""

from django.apps import AppConfig


class Registration(AppConfig):
    name = "cairn.practice.registration"
    label = "registration"

    def ready(self) -> None:
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import briefs
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger import signables
        from cairn.foundation.people import offices
        from cairn.foundation.people.access import permits
        from cairn.practice.registration import changed, chiefs, imports, indicators, instruments, rechecking, stakes
        from cairn.practice.registration.briefs import BRIEFS
        from cairn.practice.registration.duties import KINDS

        kinds.register(*KINDS)
        imports.register()
        indicators.register()
        briefs.register(*BRIEFS)
        changed.register(rechecking.on_change)
        stakes.register(stakes.Source(chiefs.stakes_of, chiefs.pairs))
        offices.ask_before(chiefs.may_hold)
        signables.register("registration.Delegation", instruments.content)
        navigation.register(
            "Fit to act",
            "registration:home",
            position=17,
            shown_to=lambda person: permits(person, "registration.see"),
            begins_with=("/registration/",),
        )
