"""What are the people of the demonstration called?"""

import random
import unicodedata

from cairn.config.demonstration.library import employers


class Names:
    """Given and family names put together by chance, never the same pair twice."""

    def __init__(self, nation: str, chance: random.Random, taken: set[tuple[str, str]]) -> None:
        lists = employers()["names"][nation]
        self._given: list[str] = lists["given"]
        self._family: list[str] = lists["family"]
        self._chance = chance
        self._taken = set(taken)

    def another(self) -> tuple[str, str]:
        while True:
            pair = self._chance.choice(self._given), self._chance.choice(self._family)
            if pair not in self._taken:
                self._taken.add(pair)
                return pair


def address(given: str, family: str, domain: str) -> str:
    """The e-mail address: plain letters, in a domain that can't exist."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode()
    return f"{plain.lower().replace(' ', '').replace(chr(39), '')}@{domain}"
