"""An empty installation becomes somebody's own: the organisation, its administrator, its people from a file."""

PASSWORD = "a-cairn-on-every-hill-9"
HEADINGS = (
    "Employee No;Forename;Surname;Email;Team code;Team name;Parent code;Service name;Level;Client group;"
    "Job title;Staff group;FTE;Team lead"
)
NORTH = "CF-1;Children's team North;CF;Children and families;Team;Children and families"
GOOD = [
    f"00123;Moira;Galbraith;moira@glenmore.example;{NORTH};Team leader;Team leader;1;yes",
    f"00124;Tomasz;Nowak;tomasz@glenmore.example;{NORTH};Social worker;Social worker;0.6;no",
    f"00125;Aoife;Mackay;aoife@glenmore.example;{NORTH};Social worker;Social worker;1;no",
]
BROKEN = [
    GOOD[0],
    f"00124;Tomasz;;tomasz@glenmore.example;{NORTH};Social worker;Social worker;0.6;no",
    f"00125;Aoife;Mackay;moira@glenmore.example;{NORTH};Social worker;Astronaut;1;no",
]


def _file(rows):
    """As an HR system writes it: a mark at the start, semicolons, lines that end as in Windows."""
    text = "\r\n".join([HEADINGS, *rows, ""]).encode("utf-8-sig")
    return {"name": "people.csv", "mimeType": "text/csv", "buffer": text}


def test_an_empty_installation_is_set_up_and_its_people_are_brought_in(empty, visitor):
    # Given an installation that nobody has used
    owner = visitor(empty)
    owner.goes_to("/")
    assert owner.heading == "Welcome to Cairn"
    # When its owner names the organisation and themselves
    _set_up(owner)
    # Then it is theirs, and the way in is closed to everybody else
    assert owner.heading == "Cairn is set up. What comes next?"
    assert owner.goes_to("/set-up/").status == 404
    # When they bring in a file with three faults
    _bring_in(owner, BROKEN)
    # Then each is named by its row and column
    lines = owner.page.locator("table.grid tbody tr").all()
    assert [(one.locator("th").inner_text(), one.locator("b").inner_text()) for one in lines] == [
        ("3", "Family name"),
        ("4", "E-mail"),
        ("4", "Staff group"),
    ]
    assert "Nothing was changed" in owner.reads()
    # And nothing has changed
    owner.goes_to("/people/directory/")
    assert "Galbraith" not in owner.reads()
    # When they bring in the file as it should be
    _bring_in(owner, GOOD)
    # Then they see what it would do before anything is done
    assert "Nothing has been changed yet" in owner.reads()
    assert "Mackay" in owner.reads()
    owner.clicks("Apply all of it")
    _until_applied(owner)
    assert owner.heading.startswith("Done:")
    # And everybody is there
    owner.goes_to("/people/directory/")
    assert all(name in owner.reads() for name in ("Galbraith, Moira", "Nowak, Tomasz", "Mackay, Aoife"))
    # When the same file comes again, then it changes nothing
    _bring_in(owner, GOOD)
    assert owner.heading == "This file changes nothing"


def _set_up(owner):
    owner.clicks("Begin")
    owner.page.get_by_label("Name of the organisation").fill("Glenmore Council")
    owner.page.get_by_label("Scotland").check()
    owner.clicks("Go on")
    for label, text in {
        "Given name": "Ailsa",
        "Family name": "Baird",
        "E-mail address": "ailsa@glenmore.example",
        "Password": PASSWORD,
        "Password again": PASSWORD,
    }.items():
        owner.page.get_by_label(label, exact=True).fill(text)
    owner.clicks("Set up Cairn")


def _bring_in(owner, rows):
    owner.goes_to("/imports/people/new/")
    owner.page.locator("input[type=file]").set_input_files(_file(rows))
    owner.clicks("Check the file")


def _until_applied(owner):
    for _ in range(30):
        if owner.heading.startswith("Done:"):
            return
        owner.page.wait_for_timeout(500)
        owner.page.reload()
