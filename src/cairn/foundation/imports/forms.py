"""What may be typed where a file is brought in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairn.foundation.core.forms import Form
from cairn.foundation.imports.kinds import ImportKind

COLUMN = "column_"


class StageForm(Form):
    """The file, what the person ticks, and the sheet where a workbook has several that look alike."""

    file = forms.FileField(
        label="The file",
        help_text="CSV or an Excel workbook (.xlsx), up to 20 MB and 100,000 rows. Nothing is changed yet.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file"},
    )

    def __init__(self, *args: Any, kind: ImportKind, sheets: list[str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.is_mapped:
            self._ask_for_source()
        for option in kind.options:
            self.fields[option.key] = forms.BooleanField(label=option.title, help_text=option.hint, required=False)
        if sheets:
            self.ask_for_sheet(sheets)

    def _ask_for_source(self) -> None:
        self.fields["source"] = forms.CharField(
            label="From which system or list does it come?",
            help_text="Such as the name of a report. What its columns and words stand for is remembered under it.",
            max_length=100,
            error_messages={"required": "Say from which system or list the file comes"},
        )
        self.fields["asks_for_columns"] = forms.BooleanField(
            label="Show me its columns first, so that I can say what each one holds", required=False
        )

    def ask_for_columns(self, headings: Sequence[str], proposed: Mapping[str, str]) -> None:
        """Offer the headings of the file that was sent, for each column that we know."""
        choices = [("", "It has none"), *((one, one) for one in headings)]
        for column in self.kind.columns:
            self.fields[f"{COLUMN}{column.key}"] = forms.ChoiceField(
                label=column.title,
                help_text=column.note,
                choices=choices,
                required=False,
                initial=proposed.get(column.key, ""),
            )
        sent: Any = self.data.copy()  # type: ignore[attr-defined]
        for key, heading in proposed.items():
            sent.setdefault(f"{COLUMN}{key}", heading)
        self.data = sent

    def offer_columns_sent(self) -> None:
        """What was chosen among the headings is taken as it was sent: the file itself says whether it has them."""
        for column in self.kind.columns:
            if (name := f"{COLUMN}{column.key}") in self.data:
                self.fields[name] = forms.CharField(label=column.title, required=False, max_length=300)

    def headings(self) -> dict[str, str]:
        """Under which headings the columns stand, where the person said so."""
        said = {one.key: self.cleaned_data.get(f"{COLUMN}{one.key}", "") for one in self.kind.columns}
        return {key: heading for key, heading in said.items() if heading}

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


class AnswerForm(Form):
    """One field for each question about a file; its answers by column and words."""

    def __init__(self, *args: Any, questions: Sequence[Mapping[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for number, one in enumerate(self.questions):
            self.fields[f"answer_{number}"] = _answer_field(one)

    def answers(self) -> dict[tuple[str, str], str]:
        """What was said, by the column and the words that were asked about."""
        return {
            (one["column"], one["text"]): self.cleaned_data[f"answer_{number}"]
            for number, one in enumerate(self.questions)
        }


def _answer_field(question: Mapping[str, Any]) -> forms.Field:
    given: dict[str, Any] = {"label": question["sentence"], "help_text": question["hint"]}
    if not question["choices"]:
        return forms.CharField(max_length=200, error_messages={"required": "Answer this question"}, **given)
    choices = [("", "Choose one"), *map(tuple, question["choices"])]
    return forms.ChoiceField(choices=choices, error_messages={"required": "Choose an answer"}, **given)
