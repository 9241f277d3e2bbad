"""What may be typed where a file is brought in."""

from typing import Any

from django import forms

from cairn.foundation.core.forms import Form
from cairn.foundation.imports.kinds import ImportKind


class StageForm(Form):
    """The file, what the person ticks, and the sheet where a workbook has several that look alike."""

    file = forms.FileField(
        label="The file",
        help_text="CSV or an Excel workbook (.xlsx), up to 20 MB and 50,000 rows. Nothing is changed yet.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file"},
    )

    def __init__(self, *args: Any, kind: ImportKind, sheets: list[str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for option in kind.options:
            self.fields[option.key] = forms.BooleanField(label=option.title, help_text=option.hint, required=False)
        if sheets:
            self.ask_for_sheet(sheets)

    def ask_for_sheet(self, sheets: list[str]) -> None:
        """Offer the sheets of the workbook that was sent."""
        self.fields["sheet"] = forms.ChoiceField(
            label="Sheet",
            help_text="Choose the file again as well: browsers don't keep it.",
            required=False,
            choices=[(name[:100], name) for name in sheets],
        )

    def options(self) -> dict[str, bool]:
        """What was ticked."""
        return {option.key: bool(self.cleaned_data.get(option.key)) for option in self.kind.options}
