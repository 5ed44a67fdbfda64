"""What a person can have done: one function behind the button, the timer and the command line."""

from collections.abc import Mapping

from navmage_dash.errors import Error


class Invalid(Error):
    """What was entered cannot be taken.

    problems: by field name of the connection file, each with its texts; '' for the whole.
    """

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        lines = [f"{field}: {text}" if field else text for field, text in _flat(problems)]
        super().__init__("\n".join(lines))
        self.problems = {field: list(texts) for field, texts in problems.items()}


class Refused(Error):
    """This may not be done now, or not by this person. The text says why, and what to do."""


def _flat(problems: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(field, text) for field, texts in problems.items() for text in texts]
