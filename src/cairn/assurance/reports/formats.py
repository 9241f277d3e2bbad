"""In which formats does a report leave Cairn?"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from cairn.assurance.reports.report import AssuranceReport


@dataclass(frozen=True)
class Format:
    """A kind of file: its name for people, what browsers call it, and the module that renders it when first asked."""

    key: str
    name: str
    media_type: str
    module: str

    def render(self, report: AssuranceReport) -> bytes:
        make: Callable[[AssuranceReport], bytes] = import_module(f"cairn.assurance.reports.{self.module}").render
        return make(report)


FORMATS = {
    one.key: one
    for one in (
        Format("pdf", "PDF", "application/pdf", "pdf"),
        Format("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word"),
        Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "excel"),
        Format("json", "JSON", "application/json", "plain"),
    )
}
