"""People: organisations, units, people who sign in, their posts and roles, and what each role may see and do."""

from django.apps import AppConfig


class People(AppConfig):
    name = "cairn.foundation.people"
    label = "people"

    def ready(self) -> None:
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger import readers
        from cairn.foundation.people import imports, queries, sign_in_records
        from cairn.foundation.people.access import permits

        sign_in_records.connect()
        imports.register()
        readers.ask(permits=permits, named=queries.named, signing_in_as=queries.signing_in_as)
        navigation.register(
            "People",
            "people:units",
            position=60,
            shown_to=lambda person: permits(person, "unit.see"),
            begins_with=("/people/", "/imports/", "/organisation/"),
        )
