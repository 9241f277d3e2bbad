"""The commands that run and examine an installation: serve, worker, migrate, check."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import asdict
from typing import Any


def add_to(verbs: Any) -> None:
    """Offer the commands."""
    _add_serve(verbs)
    worker = _verb(verbs, "worker", run_worker, "do the work in the background: messages, imports, what comes round")
    worker.add_argument("--once", action="store_true", help="empty the queue, then end")
    migrate = _verb(verbs, "migrate", run_migrate, "bring the database's tables up to date")
    migrate.add_argument("--json", action="store_true", help="answer as JSON")
    check = _verb(verbs, "check", run_check, "say in plain words what is wrong with the set-up")
    check.add_argument("--json", action="store_true", help="answer as JSON")


def _verb(verbs: Any, name: str, function: Any, help_text: str) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(
        name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}."
    )
    parser.set_defaults(func=function)
    return parser


def _add_serve(verbs: Any) -> None:
    serve = _verb(verbs, "serve", run_serve, "serve the pages and the API")
    serve.add_argument("--address", default="127.0.0.1", help="where to listen (default: this machine alone)")
    serve.add_argument("--port", type=_port, default=8000, metavar="N", help="which port (default: 8000)")
    serve.add_argument("--with-worker", action="store_true", help="run the background worker beside the web server")
    serve.add_argument("--prepare", action="store_true", help="first fetch assets, migrate, load the demonstration")
    serve.add_argument("--empty", action="store_true", help="with --prepare: without the demonstration")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"'{text}' is no port; write a number from 1 to 65535")
    return int(text)


def run_serve(arguments: Namespace) -> int:
    """Prepare where asked, then serve until stopped."""
    from cairn.config.installation import server

    server.insist_port_is_free(arguments.address, arguments.port)
    if arguments.prepare:
        _prepare(with_demonstration=not arguments.empty)
    return server.serve(
        address=arguments.address,
        port=arguments.port,
        with_worker=arguments.with_worker,
        said_when_ready=lambda: _welcome(arguments),
    )


def _prepare(*, with_demonstration: bool) -> None:
    from cairn.config.command_line import commands
    from cairn.config.installation import preparation

    preparation.migrate()
    preparation.collect_assets()
    if with_demonstration and preparation.is_empty():
        parser = commands()
        try:
            chosen = parser.parse_args(["demo"])
        except SystemExit:
            return
        chosen.func(chosen)


def _welcome(arguments: Namespace) -> None:
    host = f"[{arguments.address}]" if ":" in arguments.address else arguments.address
    print(f"\nCairn is at http://{host}:{arguments.port}/\n", flush=True)
    for line in who_can_sign_in():
        print(line)
    print("Ctrl-C stops it." if arguments.with_worker else "Ctrl-C stops it. The worker is started apart.", flush=True)


def who_can_sign_in() -> list[str]:
    """Lines that tell who may sign in to the demonstration; what to do first where there is none."""
    from cairn.config.installation.preparation import is_empty

    if is_empty():
        return ["No organisation is set up yet: the first page makes one and its administrator.", ""]
    try:
        from cairn.config.demonstration import who
    except ImportError:
        return []
    people = [(str(email), str(password), str(role)) for email, password, role in who()]
    if not people:
        return []
    width, wide = (max(len(person[column]) for person in people) for column in (0, 1))
    lines = [f"  {email:<{width}}  {password:<{wide}}  {role}" for email, password, role in people]
    return ["Who can sign in to the demonstration (e-mail, password, role):", *lines, ""]


def run_worker(arguments: Namespace) -> int:
    """Work in the background until stopped."""
    from cairn.config.installation import worker

    return worker.run(once=arguments.once)


def run_migrate(arguments: Namespace) -> int:
    """Bring the tables up to date and say what was done."""
    from cairn.config.installation import preparation

    done = preparation.migrate(say=lambda _: None)
    if arguments.json:
        print(json.dumps({"applied": done}, indent=2))
    elif done:
        print("\n".join(f"  {name}" for name in done))
        print(f"{len(done)} {'step' if len(done) == 1 else 'steps'} done. The database is up to date.")
    else:
        print("The database is up to date already.")
    return 0


def run_check(arguments: Namespace) -> int:
    """Print the findings; status 1 where something is wrong."""
    from cairn.config.installation import doctor

    findings = doctor.examine()
    faults = [finding for finding in findings if finding.state == "wrong"]
    if arguments.json:
        print(json.dumps({"well": not faults, "findings": [asdict(finding) for finding in findings]}, indent=2))
        return 1 if faults else 0
    marks = {"fine": "fine  ", "advice": "advice", "wrong": "WRONG "}
    for finding in findings:
        print(f"{marks[finding.state]}  {finding.about:<9} {finding.sentence}")
    print(f"\n{_verdict(len(faults))}")
    return 1 if faults else 0


def _verdict(faults: int) -> str:
    if faults == 0:
        return "Cairn is set up well."
    return "One thing is wrong." if faults == 1 else f"{faults} things are wrong; begin with the first."
