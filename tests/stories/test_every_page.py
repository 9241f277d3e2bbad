"""Every page that the main roles reach from the bar at the top: readable by everybody, light, and whole on a phone."""

import os
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from cairn.config.demonstration import PASSWORD

ROLES = {
    "chief social work officer": "isla.renwick@strathcairn.example",
    "principal social worker": "judith.amankwah@eldermarsh.example",
    "team leader": "morag.lindsay@strathcairn.example",
    "practitioner": "eilidh.farrow@strathcairn.example",
    "quality assurance officer": "niamh.gallacher@strathcairn.example",
    "administrator": "rhona.baird@strathcairn.example",
    "chief executive": "fergus.abernethy@strathcairn.example",
    "elected member": "annalise.drummond@strathcairn.example",
    "somebody without a post": "robbie.sneddon@strathcairn.example",
}
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FILES = re.compile(r"\.(pdf|docx|xlsx|csv|json)$|/download/$|/file/$|/sign-out/|/healthz$|/ledger/heads/$|/api/v1/")
HEAVIEST = 100_000
DESKTOP, PHONE = ({"width": 1200, "height": 1000}, {"width": 390, "height": 844})
FEWEST = 6


@pytest.fixture(scope="module")
def looked_at():
    """The kinds of page that have had their accessibility check in this run: it is slow, and the same for each role."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_can_be_used_by_everybody(demonstration, visitor, looked_at, role):
    # Given somebody of this role, signed in
    somebody = visitor(demonstration).signs_in(ROLES[role], PASSWORD)
    # When they follow the bar at the top, and from each page the first link of each kind
    faults, opened = [], 0
    for path in _pages(somebody, looked_at):
        opened += 1
        # Then each page is without fault at both widths
        faults += _faults_of(somebody, _shape(path) not in looked_at)
        looked_at.add(_shape(path))
        _keep_pictures(somebody.page, role, opened)
    assert opened >= FEWEST
    assert faults == []


def _pages(somebody, looked_at):
    """Each address is opened before it is yielded. Whatever the bar names is, and deeper what nobody has opened yet."""
    seen, waiting = {_shape("/")}, [("/", 0)]
    while waiting:
        path, depth = waiting.pop(0)
        if depth > 1 and _shape(path) in looked_at:
            continue
        answer = somebody.page.goto(somebody.installation.address + path)
        assert answer.status == 200, (path, answer.status)
        assert len(answer.body()) < HEAVIEST, (path, len(answer.body()))
        yield path
        if depth < 2:
            for link in _links(somebody.page):
                if _shape(link) not in seen:
                    seen.add(_shape(link))
                    waiting.append((link, depth + 1))


def _links(page):
    addresses = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    whole = [urlsplit(urljoin(page.url, address)) for address in addresses]
    here = urlsplit(page.url).netloc
    return [
        one.path + (f"?{one.query}" if one.query else "")
        for one in whole
        if one.netloc == here and not FILES.search(one.path)
    ]


def _shape(link):
    """Pages about different records have the same shape; what narrows a list makes no new one."""
    return IDENTIFIER.sub("*", link.split("?")[0])


def _faults_of(somebody, is_new):
    page, faults = somebody.page, []
    if is_new:
        try:
            somebody.looks()
        except AssertionError as fault:
            faults.append(str(fault))
    page.set_viewport_size(PHONE)
    across = page.evaluate("document.documentElement.scrollWidth")
    if across > PHONE["width"]:
        faults.append(f"{page.url} is {across} pixels wide on a phone: {page.evaluate(WIDE)}")
    page.set_viewport_size(DESKTOP)
    return faults


WIDE = """() => [...document.querySelectorAll('main *')]
    .filter(one => one.getBoundingClientRect().right > 391 && !one.closest('.scroll'))
    .slice(0, 2).map(one => one.outerHTML.slice(0, 120)).join(' | ')"""


def _keep_pictures(page, role, number):
    """Where CAIRN_SCREENSHOTS names a folder: the page as both see it, for people to look at."""
    if not (folder := os.environ.get("CAIRN_SCREENSHOTS")):
        return
    there = Path(folder) / role.replace(" ", "-")
    there.mkdir(parents=True, exist_ok=True)
    name = IDENTIFIER.sub("_", urlsplit(page.url).path).strip("/").replace("/", "-") or "home"
    for width, size in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(size)
        page.screenshot(path=there / f"{number:02}-{name}-{width}.png", full_page=True)
