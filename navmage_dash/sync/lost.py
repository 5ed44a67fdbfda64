"""Records that one of the two sides has no more: why each of them does not go on."""

from navmage_dash.errors import RecordError, Skip


class Vanished(RecordError):
    """It was carried before and is not there any more: a person decides what becomes of it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"it was sent before, but is no longer there: somebody deleted {key} at the target, or "
            "renamed it. Where it was renamed, give it its name back, then Retry; where it was "
            "deleted, Retry makes it again. Skip leaves it out"
        )


class Renamed(Vanished):
    """Its source knows it by an id of the target, where nothing goes by its key."""

    def __init__(self, key: str, remote_id: str) -> None:
        RecordError.__init__(
            self,
            f"it is known to be there as {remote_id}, but nothing is called {key} at the target: "
            "one of the two was renamed, or it was deleted there. Give both the same name again, "
            "then Retry; where it was deleted, Retry makes it again. Skip leaves it out",
        )


class Deleted(RecordError):
    """Its source has it no more. Nothing is done about it at the target without a person."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{key} was deleted at its source; at the target it was left as it is. Decide there "
            "what becomes of it, then Skip this record"
        )


class Left(Skip):
    """Its source has it no more, and of such records that is all there is to be said."""
