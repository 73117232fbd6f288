"""The questions of a quiz, read from YAML and refused when an author left something out.

The ``quiz.yml`` of a chapter is a list of questions.  A question to choose from::

    - id: sign                      # unique in the file
      concept: steepest-descent     # a slug of book/curriculum.yml
      ask: Which way does the step go?
      options:
        - right: Against the gradient.
          why: The gradient points uphill.
        - wrong: Along the gradient.
          why: That climbs.

A question with a number, computed here and not typed::

    - id: largest-step
      concept: step-size
      ask: The largest curvature is {L}. Below which step size does gradient descent converge?
      given: {L: 4}
      answer: 2 / L
      why: The factor 1 - αL must stay above -1.
      slips:
        - answer: 1 / L
          why: That is the step that lands at once.
      otherwise: Look at the factor 1 - αL.

Texts hold inline code in backticks and <i>, <sub>, <sup>; mathematics is written with these and
Unicode, because a quiz is shown without a mathematics script.
"""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.exercises.expression import evaluate

__all__ = ["ChoiceQuestion", "NumberQuestion", "Option", "Slip", "read_questions", "rich"]

TAGS = "i|sub|sup"
REL_TOL = 5e-3  # an answer rounded to three digits is right (quiz.js: or rightly to two)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose, and what is said about it."""

    text: str
    why: str
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion:
    """A question with one right option."""

    id: str
    concept: str
    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A number that a typical slip leads to."""

    answer: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion:
    """A question whose answer is a number."""

    id: str
    concept: str
    ask: str
    answer: float
    why: str
    slips: tuple[Slip, ...]
    otherwise: str


Question = ChoiceQuestion | NumberQuestion


def rich(text: str) -> str:
    """A text as HTML: everything escaped but `code` in backticks and <i>, <sub>, <sup>."""
    out = re.sub(rf"&lt;(/?(?:{TAGS}))&gt;", r"<\1>", html.escape(text))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", out)


def _read(path: Path) -> Any:
    """The content of the file, or of the JSON beside it: the Python of a page has no YAML."""
    plain = path.with_suffix(".json")
    if plain.exists():
        return json.loads(plain.read_text(encoding="utf-8"))
    import yaml  # here, so that checks and practice do without it

    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of one file; an error names the file, the question and what to mend."""
    raw = _read(path)
    if not isinstance(raw, list) or not raw:
        raise ValueError(f"{path.name} must be a list of questions")
    questions: list[Question] = []
    for number, entry in enumerate(raw, 1):
        where = f"question {number}"
        try:
            if not isinstance(entry, dict):
                raise ValueError("must be a mapping")
            where += f" ({entry.get('id')})"
            questions.append(_question(entry))
            if questions[-1].id in {q.id for q in questions[:-1]}:
                raise ValueError("id must be unique in the file")
        except ValueError as error:
            raise ValueError(f"{path.name}, {where}: {error}") from None
    return tuple(questions)


def _question(entry: dict[str, Any]) -> Question:
    if "options" in entry:
        _keys(entry, {"id", "concept", "ask", "options"})
        options = tuple(_option(option) for option in _list(entry, "options"))
        if sum(option.right for option in options) != 1 or len(options) < 3:
            raise ValueError("options must be three or more, one of them right")
        _distinct("option", [option.text for option in options])
        _distinct("why", [option.why for option in options])
        return ChoiceQuestion(**_head(entry, {}), options=options)
    _keys(entry, {"id", "concept", "ask", "given", "answer", "why", "slips", "otherwise"})
    given = entry["given"]
    if not isinstance(given, dict):
        raise ValueError("given must be a mapping of names to numbers")
    answer = evaluate(entry["answer"], given)
    slips = []
    for slip in _list(entry, "slips"):
        _keys(slip, {"answer", "why"})
        slips.append(Slip(answer=evaluate(slip["answer"], given), why=_text(slip, "why", given)))
    taken = [answer]
    for slip in slips:
        if any(abs(slip.answer - other) <= 2 * REL_TOL * abs(other) for other in taken):
            raise ValueError(f"a slip must differ from the other answers, got {slip.answer:g}")
        taken.append(slip.answer)
    if len(slips) < 2:
        raise ValueError("slips must be two or more")
    return NumberQuestion(
        **_head(entry, given),
        answer=answer,
        why=_text(entry, "why", given),
        slips=tuple(slips),
        otherwise=_text(entry, "otherwise", given),
    )


def _head(entry: dict[str, Any], given: Mapping[str, float]) -> dict[str, str]:
    for key in ("id", "concept"):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(entry[key])):
            raise ValueError(f"{key} must be lower-case words with hyphens, got {entry[key]!r}")
    return {"id": entry["id"], "concept": entry["concept"], "ask": _text(entry, "ask", given)}


def _option(entry: Any) -> Option:
    kind = "right" if isinstance(entry, dict) and "right" in entry else "wrong"
    _keys(entry, {kind, "why"})
    return Option(text=_text(entry, kind, {}), why=_text(entry, "why", {}), right=kind == "right")


def _list(entry: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(entry[key], list):
        raise ValueError(f"{key} must be a list, got {entry[key]!r}")
    return entry[key]


def _keys(entry: Any, wanted: set[str]) -> None:
    found = set(entry) if isinstance(entry, dict) else set()
    if found != wanted:
        raise ValueError(f"keys must be {sorted(wanted)}, got {sorted(found)}")


def _text(entry: dict[str, Any], key: str, given: Mapping[str, float]) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} must be a text, got {value!r}")
    if "$" in value or "\\" in value:
        raise ValueError(f"{key} must use Unicode and <i>, <sub>, <sup> instead of TeX")
    for tag in TAGS.split("|"):
        if value.count(f"<{tag}>") != value.count(f"</{tag}>"):
            raise ValueError(f"{key} must close every <{tag}>")
    if re.search(rf"</?(?!(?:{TAGS})>)[a-zA-Z]+[^<]*>", value):
        raise ValueError(f"{key} must hold no tag but <i>, <sub>, <sup>")
    try:
        return value.strip().format_map(given) if given else value.strip()
    except (KeyError, ValueError, IndexError):
        raise ValueError(f"{key} must use only the given names in braces") from None


def _distinct(name: str, texts: list[str]) -> None:
    if len(set(texts)) < len(texts):
        raise ValueError(f"every {name} must be its own")
