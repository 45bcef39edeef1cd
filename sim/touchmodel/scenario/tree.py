"""A YAML file as a tree of plain values with their places.

PyYAML's own loading is not used: it reads `no` as false, `1e3` as text, `012` as ten and `12:30`
as 750, takes a key twice, and builds whatever a tag asks for.  Here its parser's events are put
together by hand, so that only true, false, nothing, plain numbers and text exist, and whatever
is dangerous or ambiguous is refused with its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from yaml.reader import ReaderError

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text, verbatim
from touchmodel.scenario.node import Key, Mark, Node, Scalar
from touchmodel.scenario.source import read_text

DEEPEST = 50
"""Levels of nesting a file may have."""
ALIAS_BUDGET = 1_000
"""Nodes that aliases may repeat in a file."""
MOST_VALUES = 20_000
"""Nodes of a file, so that a hostile one is refused within a second."""

_INT = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
_FLOAT = re.compile(r"[-+]?(0|[1-9]\d{0,17})?(\.\d*)?([eE][-+]?\d{1,2})?")
_NO_SPACE = re.compile(r"[ -]*([\w-]+:)[^\s:]")
_CUT_END = re.compile(r"\d[\d.]*[%kKMB万億千円]*")
_CUT = Text(
    "inside {…} a comma begins the next entry, so a number is cut in two here: write 180000 or "
    "180k, and decimals with a point"
)
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}

# What PyYAML says, and what a planner can do about it; the first that fits is taken.
_ADVICE = (
    (r"found character '\\t'", Text("a tab stands where YAML wants spaces: indent with spaces")),
    (
        "mapping values are not allowed",
        Text(
            "a `: ` stands where none may: put text that holds one in quotes, and check that the "
            "line above ends and this one begins as it should"
        ),
    ),
    ("could not find expected ':'", Text("this line has no `: ` between a key and its value")),
    ("expected <block end>", Text("the indentation fits none of the lines above")),
    ("expected ',' or", Text("a bracket is not closed: a `,` or the closing bracket is missing")),
    ("expected the node content", Text("a value is missing here, or a bracket is not closed")),
    ("unexpected end of stream", Text("a quote is not closed")),
    ("found undefined alias", Text("this *alias has no &anchor before it")),
    ("cannot start any token", Text("text that begins with this character needs quotes")),
    ("special characters are not allowed", Text("the file holds a control character")),
)


def read_tree(path: str, shown: str | None = None, at: Problem | None = None) -> Node:
    """Return the tree of a YAML file; InputError with the place if it cannot be read.

    `shown` is its name in messages, `at` the place that named it if the user did not.
    """
    return parse_tree(read_text(path, at), shown or path)


def parse_tree(text: str, file: str) -> Node:
    """Return the tree of YAML text whose top is a mapping."""
    root = parse_value(text, file)
    if root is None or root.value is None:
        what = Text("the file is empty: `touchmodel new` writes a starter")
        raise InputError(Problem(what, file, 1, 1))
    if not isinstance(root.value, dict):
        what = Text("the file must be a mapping of keys to values, such as `months: 24`")
        raise InputError(_at(root.mark, what))
    return root


def parse_value(text: str, file: str) -> Node | None:
    """Return the tree of YAML text, or None if there is nothing in it."""
    builder = _Builder(file)
    try:
        root = builder.document(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise InputError(_syntax(error, text, file)) from None
    if builder.problems:
        raise InputError(builder.problems)
    return root


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """Return PyYAML's error in a planner's words, at the place where the cause stands."""
    said = str(getattr(error, "problem", None) or getattr(error, "reason", error))
    mark = getattr(error, "problem_mark", None)
    if "unexpected end of stream" in said or "expected ',' or" in said:
        # The cause is where the quote or bracket was opened, not where the file ends.
        mark = getattr(error, "context_mark", None) or mark
    place = Mark(file, mark.line + 1, mark.column + 1) if mark else Mark(file)
    if isinstance(error, ReaderError):
        before = text[: error.position]
        place = Mark(file, before.count("\n") + 1, error.position - before.rfind("\n"))
    glued = "mapping values are not allowed" in said or "could not find expected ':'" in said
    if glued and mark is not None:
        for number in (mark.line, mark.line + 1):
            above = _NO_SPACE.match(text.splitlines()[number - 1]) if number else None
            if above is not None:
                what = Text("a space is missing after the colon of {key}", key=above[1])
                return _at(Mark(file, number, above.end(1) + 1), what)
    fitting = (why for pattern, why in _ADVICE if pattern.replace("\\\\", "\\") in said)
    return _at(place, Text("not readable as YAML: {why}", why=next(fitting, verbatim(said))))


def _at(mark: Mark, message: Text) -> Problem:
    return Problem(message, mark.file, mark.line, mark.column)


@dataclass
class _Builder:
    """Puts the events of one file together."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    count: int = 0

    def document(self, events: Iterator[Event]) -> Node | None:
        """Return the only document."""
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    what = Text("a file holds one scenario: a second document starts here (`---`)")
                    raise InputError(_at(self._mark(event), what))
            elif isinstance(event, CollectionStartEvent | ScalarEvent | AliasEvent):
                root = self._node(event, events, 1)
        return root

    def _mark(self, event: Event) -> Mark:
        start = event.start_mark
        return Mark(self.file, start.line + 1, start.column + 1) if start else Mark(self.file)

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        mark = self._mark(event)
        if isinstance(event, AliasEvent):
            return self._alias(event, mark)
        tag = getattr(event, "tag", None)
        if tag is not None:
            tag = tag.replace("tag:yaml.org,2002:", "!!")[:40]
            what = Text("the tag {tag} is not allowed: write plain values", tag=tag)
            self.problems.append(_at(mark, what))
        before = self.count
        self.count += 1
        if self.count > MOST_VALUES:
            what = Text("a scenario file holds at most {most:,} values", most=MOST_VALUES)
            raise InputError(_at(mark, what))
        if isinstance(event, ScalarEvent):
            node = Node(_scalar(event), mark)
        elif depth > DEEPEST:
            what = Text("nested more than {deepest} levels deep", deepest=DEEPEST)
            raise InputError(_at(mark, what))
        elif isinstance(event, MappingStartEvent):
            node = Node(self._mapping(events, depth), mark)
        else:
            node = Node(self._list(events, depth), mark)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self.anchors[anchor] = node
            self.sizes[anchor] = self.count - before
        return node

    def _alias(self, event: AliasEvent, mark: Mark) -> Node:
        name = str(event.anchor)
        if name not in self.anchors:
            what = Text("the alias *{name} has no complete &{name} before it", name=name[:40])
            raise InputError(_at(mark, what))
        self.repeated += self.sizes[name]
        # An alias counts as all it stands for, so that aliases of aliases are counted in full.
        self.count += self.sizes[name]
        if self.repeated > ALIAS_BUDGET:
            what = Text("aliases repeat more than {most:,} values", most=ALIAS_BUDGET)
            raise InputError(_at(mark, what))
        return replace(self.anchors[name], mark=mark)

    def _list(self, events: Iterator[Event], depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return items

    def _mapping(self, events: Iterator[Event], depth: int) -> dict[Key, Node]:
        children: dict[Key, Node] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            cut = _is_cut_number(event, value)
            if cut:
                self.problems.append(_at(key.mark, _CUT))
            name = None if cut else self._key(key, event, children)
            if name is not None:
                children[name] = replace(value, key_mark=key.mark)
        return children

    def _key(self, key: Node, event: Event, children: dict[Key, Node]) -> Key | None:
        """Return the key, or None with a problem noted."""
        if key.value == "<<" and getattr(event, "style", None) is None:
            what = Text("merge keys (<<) are not read: use `extends`, or write the keys out")
            self.problems.append(_at(key.mark, what))
            return None
        if isinstance(key.value, bool | float | dict | list) or key.value is None:
            self.problems.append(_at(key.mark, Text("a key is a name: put it in quotes")))
            return None
        first = children.get(key.value)
        if first is not None and first.key_mark is not None:
            what = Text(
                "the key {key!r} stands twice, first at {line}:{column}: keep one",
                key=key.value, line=first.key_mark.line, column=first.key_mark.column,
            )  # fmt: skip
            self.problems.append(_at(key.mark, what))
            return None
        return key.value


def _is_cut_number(event: Event, value: Node) -> bool:
    """Whether a key is the end of a number with commas, as 000 is in `{mean: 180,000}`."""
    if not isinstance(event, ScalarEvent) or event.style is not None or value.value is not None:
        return False
    return _CUT_END.fullmatch(str(event.value)) is not None


def _scalar(event: ScalarEvent) -> Scalar:
    """Return what a scalar means; quoted text is always text."""
    text: str = event.value
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and any(sign.isdigit() for sign in text.lower().split("e")[0]):
        return float(text)
    return text
