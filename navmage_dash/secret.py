"""A value that does not print: passwords, keys, tokens."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Secret:
    _value: str

    def reveal(self) -> str:
        """The value itself, for the wire and for encrypting; nothing else asks for it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__
