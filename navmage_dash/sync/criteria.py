"""NAV's filter language, as a test of a value: '10000..20000|FURN*', '<>''''', '@*co*'."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from navmage_dash.sync.values import YES, compared, text_of

Test = Callable[[Any], bool]
TOKENS = re.compile(r"'(?:[^']|'')*'|\.\.|<>|<=|>=|[=<>&|()@*?']|\.|[^'=<>&|()@*?.]+")
COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "<>": lambda sign: sign != 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
}
WILD = ("*", "?", "@")
ANY = ".*"
ENDS = frozenset({*COMPARISONS, "..", "&", "|", "(", ")"})
DEEPEST = 30


@dataclass(frozen=True)
class Token:
    text: str
    at: int  # from 1, for the message


def criteria(text: str) -> Test:
    """Raises ValueError that says where it cannot be understood."""
    parser = _Parser([Token(m[0], m.start() + 1) for m in TOKENS.finditer(text)], len(text) + 1)
    test = parser.either(0)
    if parser.left:
        raise parser.wrong("this is not expected here")
    return test


class _Parser:
    def __init__(self, left: list[Token], end: int) -> None:
        self.left = [each for each in left if each.text.strip()]
        self._end = end

    def wrong(self, why: str) -> ValueError:
        if not self.left:
            return ValueError(f"at its end: {why}")
        return ValueError(f"at character {self.left[0].at}, {self.left[0].text.strip()!r}: {why}")

    def either(self, depth: int) -> Test:
        tests = [self._both(depth)]
        while self._skip("|"):
            tests.append(self._both(depth))
        return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)

    def _both(self, depth: int) -> Test:
        tests = [self._single(depth)]
        while self._skip("&"):
            tests.append(self._single(depth))
        return tests[0] if len(tests) == 1 else lambda value: all(test(value) for test in tests)

    def _single(self, depth: int) -> Test:
        if self._next() == "(":
            return self._inner(depth)
        sign = self.left.pop(0).text if self._next() in COMPARISONS else ""
        pieces = self._pieces()
        if self._next() == ".." and not sign:
            return self._range(pieces)
        if not pieces:
            raise self.wrong("a value is missing before it" if self.left else "a value is missing")
        if any(each.text in WILD for each in pieces):
            return self._matched(sign or "=", pieces)
        return _comparison(sign or "=", _literal(pieces))

    def _inner(self, depth: int) -> Test:
        if depth >= DEEPEST:
            raise self.wrong("too many parentheses within each other")
        self.left.pop(0)
        test = self.either(depth + 1)
        if not self._skip(")"):
            raise self.wrong("a closing parenthesis is missing")
        return test

    def _range(self, low: list[Token]) -> Test:
        self.left.pop(0)
        high = self._pieces()
        if not low and not high:
            raise self.wrong("a range needs at least one end")
        if any(each.text in WILD for each in (*low, *high)):
            raise self.wrong("a range takes no * ? or @")
        tests = [_comparison(">=", _literal(low))] if low else []
        tests += [_comparison("<=", _literal(high))] if high else []
        return lambda value: text_of(value) != "" and all(test(value) for test in tests)

    def _matched(self, sign: str, pieces: list[Token]) -> Test:
        if sign not in ("=", "<>"):
            raise self.wrong(f"* ? and @ do not go with {sign}")
        fold = any(each.text == "@" for each in pieces)
        pattern = re.compile(_pattern(pieces), re.DOTALL)
        folded = re.compile(pattern.pattern, re.DOTALL | re.IGNORECASE)

        def test(value: Any) -> bool:
            text = text_of(value)
            used = folded if fold or _is_code(text) else pattern
            return (used.fullmatch(text) is not None) == (sign == "=")

        return test

    def _pieces(self) -> list[Token]:
        """The tokens of one value, with its wildcards."""
        pieces: list[Token] = []
        while self.left and self._next() not in ENDS:
            if self._next() == "'":
                raise self.wrong("a single quote is not closed")
            pieces.append(self.left.pop(0))
        return pieces

    def _next(self) -> str:
        return self.left[0].text if self.left else ""

    def _skip(self, text: str) -> bool:
        met = self._next() == text
        if met:
            self.left.pop(0)
        return met


def _comparison(sign: str, wanted: str) -> Test:
    holds = COMPARISONS[sign]

    def test(value: Any) -> bool:
        if isinstance(value, bool):
            return holds(int(value) - int(wanted.casefold() in YES))
        return holds(compared(value, wanted, fold=_is_code(text_of(value))))

    return test


def _is_code(text: str) -> bool:
    """NAV's codes are capitals, and a filter on one may be written in small letters."""
    return text == text.upper()


def _literal(pieces: list[Token]) -> str:
    return "".join(_unquoted(each) for each in _trimmed(pieces))


def _pattern(pieces: list[Token]) -> str:
    signs = {"*": ANY, "?": ".", "@": ""}
    return wild([signs.get(each, re.escape(_unquoted(each))) for each in _trimmed(pieces)])


def wild(signs: Sequence[str]) -> str:
    """Regular expressions one after the other, ANY among them: however many, it stays fast.

    What stands between two ANY is looked for once, at its first place: that is as good as any.
    """
    parts: list[list[str]] = [[]]
    for each in signs:
        if each == ANY:
            parts.append([])
        else:
            parts[-1].append(each)
    first, *rest = ("".join(part) for part in parts)
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>.*?{each})" for each in middle if each) + ANY + last


def _trimmed(pieces: list[Token]) -> list[str]:
    """Blanks around a value say nothing; those within quotes do."""
    texts = [each.text for each in pieces]
    if texts and not texts[0].startswith("'"):
        texts[0] = texts[0].lstrip()
    if texts and not texts[-1].startswith("'"):
        texts[-1] = texts[-1].rstrip()
    return texts


def _unquoted(piece: str) -> str:
    return piece[1:-1].replace("''", "'") if piece.startswith("'") else piece
