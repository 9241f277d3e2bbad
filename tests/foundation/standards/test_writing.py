"""What leaves Cairn is what came in."""

from cairn.foundation.standards.commands import bring_framework
from cairn.foundation.standards.models import Framework
from cairn.foundation.standards.reading import framework_in
from cairn.foundation.standards.writing import file_name, file_of, yaml_of


def test_every_framework_leaves_as_it_came(library):
    for framework in Framework.objects.all():
        assert file_of(framework).fingerprint == framework.fingerprint
        assert framework_in(yaml_of(framework)).fingerprint == framework.fingerprint


def test_unusual_files_leave_as_they_came(cast, small):
    odd = small(
        (
            "        text: There is time for visits.",
            "        assessable: no\n        text: |\n          One.\n\n          Two: 2 #1.",
        ),
        ("ref: v.1", "ref: v.7\n        urn: urn:north:framework:practice:v.1"),
        ("title: Practice standards of the North", 'title: "Nò: 100% “ready” # yes"'),
        ("clauses: [sa.4.d.5c]", "clauses: [b, a]"),
    )
    framework = bring_framework(cast.north, odd, by=cast["isla"])

    assert framework.statements.get(ref="v.2").text == "One.\n\nTwo: 2 #1."
    assert framework_in(yaml_of(framework)).fingerprint == framework.fingerprint


def test_the_cost_does_not_grow(library, django_assert_num_queries):
    large = Framework.objects.get(urn="urn:cairn:framework:south-ayrshire")

    with django_assert_num_queries(2):
        file_of(large)


def test_a_file_gets_a_plain_name(cast, small):
    framework = bring_framework(cast.north, small(), by=cast["isla"])

    assert file_name(framework) == "practice-standards-of-the-north-2026-1.yaml"
