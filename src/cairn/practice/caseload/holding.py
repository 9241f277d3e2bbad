"""How is a case held, so that nobody else changes it at the same moment?"""

from cairn.practice.caseload.models import Case


def hold_case(case: Case) -> Case:
    """The case as it is now, locked until the act is done. Cases come before people, and people before their rows."""
    found = Case.objects.select_for_update(of=("self",)).select_related("unit", "organisation")
    return found.get(pk=case.pk)
