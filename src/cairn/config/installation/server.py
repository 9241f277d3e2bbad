"""How are pages served? One parent that has everything loaded, and its children: the web server and the worker."""

import contextlib
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from cairn.foundation.core.verdicts import Refused

RESTART_PAUSE = 2.0


class Web(BaseApplication):
    """gunicorn with threads, on an application that is loaded already."""

    def __init__(self, application: Callable[..., Any], options: dict[str, Any]):
        self.application, self.options = application, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return self.application


class DiscreetLog(Logger):
    """The secret address of a calendar is written into no log."""

    def atoms(self, *request: Any) -> dict[str, Any]:
        found = super().atoms(*request)
        return found | {name: without_secrets(found.get(name)) for name in ("r", "U", "f")}


def without_secrets(text: Any) -> Any:
    """'GET /calendar/….ics HTTP/1.1'."""
    return re.sub(r"(/calendar/)[^\s?/]+\.ics", r"\1….ics", text) if isinstance(text, str) else text


def web_options(address: str, port: int) -> dict[str, Any]:
    """How many processes and threads, and where. CAIRN_PROCESSES and CAIRN_THREADS change the numbers."""
    return {
        "bind": f"[{address}]:{port}" if ":" in address else f"{address}:{port}",
        "workers": int(os.environ.get("CAIRN_PROCESSES") or min(2, os.cpu_count() or 1)),
        "threads": int(os.environ.get("CAIRN_THREADS") or 4),
        "worker_class": "gthread",
        "preload_app": True,
        "control_socket_disable": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
        "limit_request_line": 8190,
        "forwarded_allow_ips": os.environ.get("CAIRN_PROXY_ADDRESSES", "127.0.0.1,::1"),
        "loglevel": "warning",
        "logger_class": DiscreetLog,
        "accesslog": "-" if os.environ.get("CAIRN_ACCESS_LOG") == "yes" else None,
    }


def insist_port_is_free(address: str, port: int) -> None:
    """A port that another program holds is refused before anything is started."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as knock:
        knock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            knock.bind((address, port))
        except (OSError, OverflowError) as reason:
            raise Refused(
                f"Cairn cannot listen on {address}, port {port}: {getattr(reason, 'strerror', None) or reason}. "
                f"Another program may hold that port; choose another one with --port."
            ) from None


class Family:
    """The children of one parent. When the web server ends, all end; a worker that ends is started again."""

    def __init__(self) -> None:
        self.children: dict[int, tuple[str, Callable[[], int]]] = {}
        self.ending = False

    def start(self, name: str, work: Callable[[], int]) -> int:
        if child := os.fork():
            self.children[child] = (name, work)
            return child
        os._exit(_do(work))

    def wait(self) -> int:
        """Stay until every child has ended. The exit status is that of the web server."""
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda *_: self.end())
        status = 0
        while self.children:
            try:
                child, ended_with = os.wait()
            except ChildProcessError:
                break
            name, work = self.children.pop(child, ("", None))
            if name == "web":
                status = 0 if self.ending else os.waitstatus_to_exitcode(ended_with) or 1
                self.end()
            elif work and not self.ending:
                print("The background worker ended and is started again.", file=sys.stderr)
                time.sleep(RESTART_PAUSE)
                if not self.ending:
                    self.start(name, work)
        return status

    def end(self) -> None:
        self.ending = True
        for child in list(self.children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)


def serve(*, address: str, port: int, with_worker: bool, said_when_ready: Callable[[], None]) -> int:
    """Serve until a signal comes. Everything is loaded once, here; the children share it."""
    from django.db import connections

    from cairn.config.wsgi import application

    _load_all_pages()
    connections.close_all()
    if not with_worker:
        said_when_ready()
        return _web(application, address, port)
    family = Family()
    family.start("web", lambda: _web(application, address, port))
    family.start("worker", _worker)
    said_when_ready()
    return family.wait()


def _load_all_pages() -> None:
    """Addresses are resolved once, before the children are born, so that the first page is not slower than others."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns


def _web(application: Callable[..., Any], address: str, port: int) -> int:
    try:
        Web(application, web_options(address, port)).run()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 0
    return 0


def _worker() -> int:
    from cairn.config.installation import worker

    return worker.run()


def _do(work: Callable[[], int]) -> int:
    """A child's whole life: its own signals, its work, its exit status."""
    try:
        return work()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 0
    except KeyboardInterrupt:
        return 0
    except BaseException:
        import traceback

        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
