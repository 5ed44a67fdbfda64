"""How often something is tried again, and after which pause.

A random pause below a limit that doubles ("full jitter"): those who were refused together must not
come back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

BASE_SECONDS = 0.5
CAP_SECONDS = 30.0
RETRY_AFTER_SECONDS = 120.0  # what the far side asks for is granted up to this


@dataclass(frozen=True)
class Patience:
    tries: int = 5  # altogether, the first included
    wait: Callable[[float], None] = time.sleep  # seconds
    random: Callable[[], float] = random.random  # from 0 to 1

    def pause(self, attempt: int, retry_after: float | None = None) -> None:
        """Wait before the next try; `attempt` is the number of the one that failed, from 1."""
        self.wait(self.seconds(attempt, retry_after))

    def seconds(self, attempt: int, retry_after: float | None = None) -> float:
        if retry_after is not None:
            return min(max(retry_after, 0.0), RETRY_AFTER_SECONDS)
        limit: float = min(CAP_SECONDS, BASE_SECONDS * 2 ** min(attempt - 1, 16))
        return self.random() * limit


IMPATIENT = Patience(tries=1)  # a person waits for the answer
