"""The API users of a Magento 1, and who is signed in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from navmage_dash.sandbox.magento1.resources import EVERYTHING
from navmage_dash.sandbox.magento1.soap import Refusal

SESSION_SECONDS = 3600  # without a call; Magento's default


@dataclass(frozen=True)
class User:
    name: str
    key: str
    allowed: frozenset[str] = EVERYTHING  # API methods of its role, like 'core_store.list'
    active: bool = True


class Users:
    """The API users. Their sessions end after an hour without a call, by the clock handed in."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._users: dict[str, User] = {}
        self._sessions: dict[str, tuple[User, float]] = {}  # with the time of the last call

    def add(self, user: User) -> None:
        self._users[user.name] = user

    def login(self, name: str, key: str) -> str:
        if not name or not key:
            text = 'Required parameter is missing, for more details see "exception.log".'
            raise Refusal("6", text)
        user = self._users.get(name)
        if user is None or user.key != key or not user.active or not user.allowed:
            raise Refusal("2", "Access denied.")
        session = secrets.token_hex(16)
        self._sessions[session] = (user, self._now())
        return session

    def signed_in(self, session: str) -> User:
        user, last = self._sessions.get(session, (None, 0.0))
        if user is None or self._now() - last >= SESSION_SECONDS:
            raise Refusal("5", "Session expired. Try to relogin.")
        self._sessions[session] = (user, self._now())
        return user

    def end(self, session: str) -> None:
        self._sessions.pop(session, None)

    def end_all(self) -> None:
        self._sessions.clear()
