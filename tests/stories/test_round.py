"""A round from its plan to the assurance report, by everybody whom it needs; afterwards, a byte changed in secret.

Then an outsider walks the same way and is refused at every step.
"""

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from cairn.config.demonstration import PASSWORD

TITLE = "Harbour check, in short"
HOW = "Sampled twelve records with the team; ten showed the reasoning behind the decision."
REMARK = "We talk our decisions through, and seldom write down why."
FILES = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "json": b"{"}


def today():
    """The day on which Cairn is: that of Britain."""
    return datetime.now(ZoneInfo("Europe/London")).date()


@pytest.fixture(scope="module")
def footsteps():
    """The addresses at which the story of the round went by."""
    return set()


def test_a_round_from_its_plan_to_the_assurance_report(demonstration, visitor, footsteps, tmp_path):
    def comes(name):
        return visitor(demonstration).signs_in(f"{name}@strathcairn.example", PASSWORD)

    # Given that the administrator has given somebody the role of principal social worker
    _gives_the_role(comes("rhona.baird"))
    # When the principal social worker plans a round about one team and opens it
    principal = comes("catriona.weir")
    round_address = _plans_and_opens(principal)
    # Then the team's leader judges by keyboard, loses no text, and shows how they know
    leader = comes("morag.lindsay")
    _judges(leader, round_address)
    # And two practitioners answer; the draft outlives the browser
    for name, remark in (("eilidh.farrow", REMARK), ("priya.nandakumar", "")):
        practitioner = comes(name)
        _answers(practitioner, round_address, remark)
        footsteps |= _paths(practitioner)
    # When the principal social worker closes it
    _acts(principal, f"{round_address}close/", "Close the round")
    # Then two answers are too few to be shown, and the page says so in words
    _reads_that_answers_are_withheld(principal, round_address)
    # When it is moderated, signed, commented on and handed over
    _moderates(principal, round_address)
    chief = comes("isla.renwick")
    report = _signs_and_hands_over(chief, round_address)
    # Then the chief executive reads the same report, and takes it away in every form
    reader = comes("fergus.abernethy")
    reader.goes_to(report)
    assert "What it means for the team is written here." in reader.reads()
    assert REMARK not in reader.reads()
    _takes_away(reader)
    for one in (principal, leader, chief, reader):
        footsteps |= _paths(one)
    # And the ledger verifies, until one byte of what was signed is another
    said = demonstration.cairn("ledger", "verify")
    assert said.returncode == 0, said.stdout
    _nothing_changes_unseen(demonstration, tmp_path)


def test_an_outsider_is_refused_at_every_step(demonstration, visitor, footsteps):
    if not footsteps:
        pytest.skip("The story of the round has to be told first.")
    # Given somebody of the other employer, somebody without a post, and somebody who has not signed in
    strangers = {
        name: visitor(demonstration).signs_in(name, PASSWORD)
        for name in ("judith.amankwah@eldermarsh.example", "robbie.sneddon@strathcairn.example")
    }
    nobody = visitor(demonstration)
    for path in sorted(footsteps):
        # When they try an address of the round, then it is not there
        for name, stranger in strangers.items():
            answer = stranger.context.request.get(demonstration.address + path)
            assert answer.status in (403, 404), (name, path, answer.status)
            assert not _content_of_the_round(answer.text()), (name, path)
        # And who is signed out is asked to sign in
        answer = nobody.context.request.get(demonstration.address + path)
        assert "/sign-in/" in answer.url, (path, answer.url)
        assert not _content_of_the_round(answer.text()), path


def _gives_the_role(administrator):
    administrator.goes_to("/people/roles/give/")
    administrator.page.get_by_label("Who", exact=True).fill("catriona.weir@strathcairn.example")
    administrator.page.get_by_label("Role", exact=True).select_option(label="Principal social worker")
    administrator.clicks("Give the role")
    assert "Catriona Weir holds the role" in administrator.reads()


def _plans_and_opens(principal):
    principal.goes_to("/rounds/plan/")
    page = principal.page
    page.get_by_label("What is it called?").fill(TITLE)
    _chooses(page, "id_framework", "South Ayrshire")
    _chooses(page, "id_scope", "Harbour locality")
    for field, day in (("opens_on", today()), ("closes_on", today() + timedelta(days=14))):
        for part in ("day", "month", "year"):
            page.locator(f"#id_{field}_{part}").fill(str(getattr(day, part)))
    principal.clicks("Save the plan")
    assert "The round is planned." in principal.reads()
    principal.clicks("Open it now", role="link")
    principal.clicks("Open the round")
    assert "The round is open." in principal.reads()
    return urlsplit(page.url).path


def _chooses(page, field, words):
    select = page.locator(f"#{field}")
    chosen = next(text for text in select.locator("option").all_inner_texts() if words in text)
    select.select_option(label=chosen)


def _judges(leader, round_address):
    leader.goes_to(round_address)
    leader.clicks("Judge Harbour locality", role="link")
    leader.clicks("Begin", role="link")
    page, first = leader.page, leader.heading
    with page.expect_response("**/save/"):
        page.keyboard.press("4")
    with page.expect_response("**/save/"):
        page.get_by_label("How do you know?").fill(HOW)
    page.get_by_text("Saved a moment ago").wait_for()
    page.reload()
    assert page.get_by_label("How do you know?").input_value() == HOW
    assert page.locator("input[name=grade]:checked").get_attribute("value") == "4"
    # By key to the evidence, which is added and named in one step
    with page.expect_navigation():
        page.keyboard.press("e")
    leader.looks()
    page.get_by_label("What is it?").fill("Dip sample of twelve records")
    page.get_by_label("A record in another system, named by its reference").check()
    page.get_by_label("The reference, if another system holds the record").fill("DIP-12")
    for part in ("day", "month", "year"):
        page.locator(f"#id_happened_on_{part}").fill(str(getattr(today(), part)))
    leader.clicks("Add and name it")
    assert "Dip sample of twelve records" in leader.reads()
    # By key to the next statement, and to the one after it
    with page.expect_navigation():
        page.keyboard.press("n")
    assert leader.heading != first
    with page.expect_response("**/save/"):
        page.keyboard.press("5")
    page.get_by_text("Saved a moment ago").wait_for()
    with page.expect_navigation():
        page.keyboard.press("n")


def _answers(practitioner, round_address, remark):
    practitioner.goes_to(round_address)
    practitioner.clicks("Answer as a practitioner", role="link")
    practitioner.clicks("Begin", role="link")
    page = practitioner.page
    with page.expect_response("**/save/"):
        page.keyboard.press("3")
    if remark:
        with page.expect_response("**/save/"):
            page.get_by_label("Is there anything you want to say about it?").fill(remark)
        page.get_by_text("Saved a moment ago").wait_for()
        there = urlsplit(page.url).path
        practitioner.closes_the_browser_and_comes_back()
        page = practitioner.page
        practitioner.goes_to(there)
        assert page.get_by_label("Is there anything you want to say about it?").input_value() == remark
    page.get_by_text("Saved a moment ago").wait_for() if not remark else None
    practitioner.goes_to(f"{round_address}answering/")
    assert practitioner.heading.startswith("One of ")
    practitioner.clicks("Give my answers", role="link")
    practitioner.clicks("Give my answers")
    assert "nobody can tell which are yours" in practitioner.reads()


def _acts(somebody, path, button):
    somebody.goes_to(path)
    somebody.clicks(button)


def _reads_that_answers_are_withheld(principal, round_address):
    principal.goes_to(f"{round_address}results/")
    assert "2 of " in principal.reads()
    assert "withheld" in principal.reads().lower()
    assert REMARK not in principal.page.content()


def _moderates(principal, round_address):
    principal.goes_to(f"{round_address}moderation/?show=all")
    principal.page.locator("table.grid tr").filter(has_text="4").locator("a").first.click()
    principal.page.wait_for_url("**/moderate/")
    principal.looks()
    principal.page.get_by_label("3 Adequate").check()
    principal.page.get_by_label("Why?").fill("Two of twelve showed nothing; agreed with the team leader.")
    principal.clicks("Save")
    principal.goes_to(f"{round_address}moderation/")
    principal.clicks("Finish moderation", role="link")
    principal.clicks("Finish moderation")
    assert "Moderation is finished." in principal.reads()


def _signs_and_hands_over(chief, round_address):
    chief.goes_to(f"{round_address}sign/")
    chief.page.get_by_label("I have read this round and put my name to it.").check()
    chief.clicks("Sign")
    chief.confirms(PASSWORD)
    assert "The round is signed." in chief.reads()
    report = round_address.replace("/rounds/", "/reports/")
    chief.goes_to(f"{report}commentary/")
    for text in chief.page.locator("textarea").all():
        text.fill("What it means for the team is written here.")
    chief.clicks("Save and read the report")
    chief.goes_to(f"{report}hand-over/")
    chief.page.locator("#id_sure").check()
    chief.clicks("Hand it over")
    chief.confirms(PASSWORD)
    assert "The report has been handed over." in chief.reads()
    return report


def _takes_away(reader):
    for link in reader.page.locator("a[download]").all():
        address = link.get_attribute("href")
        answer = reader.context.request.get(reader.installation.address + address, timeout=120_000)
        assert answer.status == 200
        ending = address.rsplit(".", 1)[1]
        assert answer.body().startswith(FILES[ending]), address
        assert len(answer.body()) > 2000, address
    assert reader.page.locator("a[download]").count() == len(FILES)


def _nothing_changes_unseen(demonstration, folder):
    """In a copy of the database: the guards are taken away, and one letter of a signed judgement becomes another."""
    copy = folder / "changed.sqlite3"
    with (
        closing(sqlite3.connect(demonstration.folder / "cairn.sqlite3")) as there,
        closing(sqlite3.connect(copy)) as here,
    ):
        there.backup(here)
        for (name,) in here.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            here.execute(f'DROP TRIGGER "{name}"')
        changed = HOW.replace("ten", "tem")
        done = here.execute("UPDATE evaluation_judgement SET how_we_know = ? WHERE how_we_know = ?", (changed, HOW))
        here.commit()
        assert done.rowcount == 1
    said = demonstration.cairn("ledger", "verify", "--database", f"sqlite:///{copy}")
    assert said.returncode == 1, said.stdout + said.stderr


def _paths(somebody):
    """The addresses that are about the round alone: those with its identifier or its judgements'."""
    found = {urlsplit(address).path for address in somebody.footsteps}
    return {path for path in found if re.match(r"/(rounds|reports)/(judgements/)?[0-9a-f]{8}-", path)}


def _content_of_the_round(text):
    return [words for words in (TITLE, HOW, REMARK, "Harbour locality") if words in text]
