"""Everything that can go wrong, by who has to act on it.

Error
├── RecordError     this record cannot cross      it fails alone, the run goes on
│   └── Skip        it need not or may not cross  recorded as skipped, with this reason
│   └── Elsewhere   another scenario carries it   settled here: nothing is to be done for it
│   └── Waiting     another has to be there first parked; it goes on by itself once that is there
│   └── Stale       it was changed at its side    read again, then carried with the new values
├── Unavailable     the system may answer later   tried again, then the run is interrupted
│   └── Contended   a deadlock, most likely       tried again, then the record fails alone
└── RunError        a person must change something    the run fails with this text
"""


class Error(Exception):
    """The root: its text is shown to the user as it is, so it says what to do next."""


class RecordError(Error):
    """One record cannot cross: a bad value, a refusal by the target, a change made meanwhile."""


class Stale(RecordError):
    """The record was changed at its own side since it was read: nothing was written."""


class Skip(RecordError):
    """One record is left out on purpose; the text is the reason that is kept with it."""


class Elsewhere(RecordError):
    """One record is another scenario's, which the text names: nothing is to be done for it here."""


class Waiting(RecordError):
    """One record depends on another that is not there yet; the text says which."""


class Unavailable(Error):
    """No answer, 429, 502-504, a deadlock text: nothing is wrong with the data.

    maybe_done: the request may have taken effect all the same (the answer was lost), so whoever
    sends it again has to ask first. retry_after: seconds the far side asked us to wait.
    """

    def __init__(
        self, text: str, *, maybe_done: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(text)
        self.maybe_done = maybe_done
        self.retry_after = retry_after


class Contended(Unavailable):
    """A refusal that usually passes (Magento's deadlock texts), but is also given for good."""


class RunError(Error):
    """Wrong credentials, an unknown web service, a missing field: no record could cross."""
