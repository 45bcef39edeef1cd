"""Small expressions over the columns of a customer list: `12 * MonthlyCharges`, `Churn == "No"`.

Python's parser reads them, a whitelist of its nodes turns them into plain functions; nothing is
ever evaluated as Python.  Numbers are exact decimals.  A cell is text; it counts as a number in
arithmetic, and where it is compared with a number.  How planners may spell it is in `spelling`.
"""

import ast
import operator
import re
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException

from touchmodel.errors import did_you_mean
from touchmodel.language import Text, verbatim
from touchmodel.scenario.header import find_column
from touchmodel.scenario.number import NumberForm
from touchmodel.scenario.spelling import IN_BACKTICKS, spelt

Value = Decimal | str | bool
Row = Mapping[str, Value]
Evaluator = Callable[[Row], Value]

LONGEST = 500
"""Characters of an expression."""
_ALLOWED = Text(
    "an expression has numbers, text in quotes, columns, + - * /, ==, <, and, or, not, in (...)"
)
_DEEPEST = 40
_LARGEST = Decimal(10) ** 18
_CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN)
_ARITHMETIC: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: _CONTEXT.add,
    ast.Sub: _CONTEXT.subtract,
    ast.Mult: _CONTEXT.multiply,
    ast.Div: _CONTEXT.divide,
}
_COMPARISON: dict[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True)
class Expression:
    """An expression that has been read, ready for any number of rows."""

    text: str
    """As written."""
    names: frozenset[str]
    """Columns it uses."""
    evaluate: Evaluator
    """The value in a row; ValueError with a sentence if a cell does not fit."""


def read_expression(
    text: str, columns: Collection[str], form: NumberForm | None = None
) -> Expression:
    """Return the expression in `text` over columns whose numbers are written in a form.

    Raises
    ------
    ValueError
        With a sentence: not readable, more than is allowed, or a column that does not exist.
    """
    if len(text) > LONGEST:
        what = Text("the expression is longer than {longest} characters", longest=LONGEST)
        raise ValueError(what)
    python = spelt(text, columns)
    reader = _Reader(python.columns, columns, form or NumberForm())
    evaluate = reader.read(_parsed(python.source), 0)
    return Expression(text, frozenset(reader.used), evaluate)


def _parsed(source: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            # Python warns of odd escapes and of `1in x`; both are refused or harmless here.
            warnings.simplefilter("ignore")
            return ast.parse(source.strip(), mode="eval").body
    except SyntaxError:
        lone = re.search(r"(?<![=!<>])=(?!=)", source)
        repair = Text("check brackets, quotes and operators")
        if lone:
            repair = Text("compare with == (two signs)")
        raise ValueError(Text("the expression cannot be read: {repair}", repair=repair)) from None
    except (ValueError, RecursionError, MemoryError):
        raise ValueError(Text("the expression cannot be read: it is too deeply nested")) from None


@dataclass
class _Reader:
    """Turns allowed nodes into functions of a row."""

    quoted: dict[str, str]
    columns: Collection[str]
    form: NumberForm

    def __post_init__(self) -> None:
        self.used: set[str] = set()

    def read(self, node: ast.expr, depth: int) -> Evaluator:
        """Return the function that gives a node's value in a row."""
        if depth > _DEEPEST:
            raise ValueError(Text("the expression is too deeply nested"))
        match node:
            case ast.Constant(value=str() as text):
                return lambda row: text
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                exact = _bounded(Decimal(str(number)))
                return lambda row: exact
            case ast.Name(id=name):
                return self._column(name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                pair = self._numeric(left, depth + 1), self._numeric(right, depth + 1)
                return _arithmetic(_ARITHMETIC[type(op)], *pair)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                negated = self._numeric(operand, depth + 1)
                return lambda row: _CONTEXT.minus(negated(row))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.read(operand, depth + 1)
                return lambda row: not _truth(inner(row))
            case ast.BoolOp(op=op, values=values):
                parts = [self.read(value, depth + 1) for value in values]
                combine = all if isinstance(op, ast.And) else any
                return lambda row: combine(_truth(part(row)) for part in parts)
            case ast.Compare():
                return self._comparison(node, depth)
        what = Text("{what} is not allowed: {allowed}", what=_named(node), allowed=_ALLOWED)
        raise ValueError(what)

    def _numeric(self, node: ast.expr, depth: int) -> Callable[[Row], Decimal]:
        evaluate = self.read(node, depth)
        column = self.quoted.get(node.id, node.id) if isinstance(node, ast.Name) else ""

        def number(row: Row) -> Decimal:
            value = evaluate(row)
            found = self.form.read(value) if isinstance(value, str) else value
            if isinstance(found, bool) or found is None:
                raise ValueError(_no_number(value, column))
            return found

        return number

    def _column(self, name: str) -> Evaluator:
        said = self.quoted.get(name, name)
        column = find_column(said, self.columns)
        if column is None:
            hint = did_you_mean(said, self.columns)
            what = Text("there is no column {said!r}: {hint}", said=said, hint=hint)
            if not name.endswith(IN_BACKTICKS):
                what = Text('{what} (text goes in quotes: "{said}")', what=what, said=said)
            raise ValueError(what)
        self.used.add(column)
        return lambda row: row[column]

    def _comparison(self, node: ast.Compare, depth: int) -> Evaluator:
        links: list[tuple[Evaluator, ast.cmpop, list[Evaluator]]] = []
        left = self.read(node.left, depth + 1)
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                if not isinstance(right, ast.Tuple | ast.List):
                    what = Text('after `in` comes a list in brackets: Plan in ("A", "B")')
                    raise ValueError(what)
                links.append((left, op, [self.read(item, depth + 1) for item in right.elts]))
                continue
            if type(op) not in _COMPARISON:
                raise ValueError(Text("`is` is not allowed: compare with =="))
            links.append((left, op, [self.read(right, depth + 1)]))
            left = links[-1][2][0]
        return lambda row: all(_linked(self.form, row, *link) for link in links)


def _linked(
    form: NumberForm, row: Row, left: Evaluator, op: ast.cmpop, right: list[Evaluator]
) -> bool:
    """Return one comparison of a row."""
    value = left(row)
    if isinstance(op, ast.In | ast.NotIn):
        found = any(_compared(form, ast.Eq(), value, item(row)) for item in right)
        return found == isinstance(op, ast.In)
    return _compared(form, op, value, right[0](row))


def _compared(form: NumberForm, op: ast.cmpop, left: Value, right: Value) -> bool:
    """Compare as numbers if either side is one, else as text."""
    compare = _COMPARISON[type(op)]
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        pair = [form.read(side) if isinstance(side, str) else side for side in (left, right)]
        if None not in pair and bool not in map(type, pair):
            return compare(pair[0], pair[1])  # type: ignore[arg-type]
        if isinstance(op, ast.Eq | ast.NotEq):
            return isinstance(op, ast.NotEq)  # text that is no number equals none
        odd = next(side for side in (left, right) if not isinstance(side, Decimal))
        raise ValueError(Text("{cell} is compared with a number but is none", cell=_cell(odd)))
    return compare(left, right) if type(left) is type(right) else isinstance(op, ast.NotEq)


def _arithmetic(
    operate: Callable[[Decimal, Decimal], Decimal],
    left: Callable[[Row], Decimal],
    right: Callable[[Row], Decimal],
) -> Evaluator:
    def evaluate(row: Row) -> Value:
        try:
            return _bounded(operate(left(row), right(row)))
        except DecimalException:  # division by zero is the only one that bounded numbers meet
            raise ValueError(Text("division by zero")) from None

    return evaluate


def _truth(value: Value) -> bool:
    if not isinstance(value, bool):
        what = Text("{cell} is neither true nor false: compare it with something",
                    cell=_cell(value))  # fmt: skip
        raise ValueError(what)
    return value


def _bounded(number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number) > _LARGEST:
        raise ValueError(Text("a number is too large"))
    return number


def _no_number(value: Value, column: str) -> Text:
    if not column:
        return Text("{cell} is used as a number but is none", cell=_cell(value))
    return Text("{cell} of {column} is used as a number but is none",
                cell=_cell(value), column=column)  # fmt: skip


def _cell(value: Value) -> Text:
    if isinstance(value, str) and not value.strip():
        return Text("a blank cell")
    return verbatim(repr(value) if isinstance(value, str) else str(value))


def _named(node: ast.expr) -> Text:
    named = {ast.Call: Text("a function"), ast.Attribute: Text("a dot")}
    return (named | {ast.BinOp: Text("this operator")}).get(type(node), Text("this"))
