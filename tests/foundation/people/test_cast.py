"""Is the cast what its description says?"""

from cairn.foundation.people.access import standing_of


def test_who_stands_where(cast):
    assert standing_of(cast["morag"]).roles == {"person", "worker", "leader"}
    assert standing_of(cast["eilidh"]).roles == {"person", "worker", "practitioner"}
    assert standing_of(cast["catriona"]).roles == {"person", "worker", "practitioner", "psw", "professional_lead"}
    assert standing_of(cast["petra"]).roles == {"person"}
    assert standing_of(cast["hamish"]).roles == {"person", "worker", "chief_executive"}
    assert standing_of(cast["morag"]).led_paths == ("D/S/A/",)
