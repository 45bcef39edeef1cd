"""The scenario file of an import, with comments that say where each number comes from.

Names from the data are quoted so that nothing in them can be read as YAML or as a comment's end.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from touchmodel.language import Text, spoken
from touchmodel.scenario.importing import gap, telling
from touchmodel.scenario.importing.assignment import Assignment, fitting_lines
from touchmodel.scenario.importing.draft import Draft, churn_today
from touchmodel.scenario.importing.fact import Facts
from touchmodel.scenario.importing.listing import BookLines
from touchmodel.scenario.json_schema import MODELINE

Say = Callable[[Text], str]
Lines = Iterator[str]

_ACTIVITIES = {
    "high": ("handoff: {}", "kickoff: {}", "configuration: {}", "first_training: {}",
             "check_in: monthly", "business_review: quarterly", "renewal_preparation: {}",
             "support: {}"),
    "mid": ("kickoff: {}", "first_training: {}", "check_in: every 2 months",
            "business_review: every 6 months", "renewal_preparation: {}", "support: {}"),
    "low": ("first_training: {hours: 1}",
            "check_in: {every: 4 months, hours: 0.5, value: 0.15, within: 30 days}",
            "support: {}"),
    "standard": ("handoff: {}", "kickoff: {}", "first_training: {}", "check_in: monthly",
                 "business_review: every 6 months", "renewal_preparation: {}", "support: {}"),
}  # fmt: skip
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def quoted(text: str) -> str:
    r"""Return text as YAML reads it back, in quotes unless it is plainly a name.

    >>> quoted("One year"), quoted("no"), quoted('a: "b"\n')
    ('One year', '"no"', '"a: \\"b\\"\\U0000000a"')
    """
    letters = text.replace("_", "").replace(" ", "").replace("-", "")
    plain = letters.isalnum() and text[0].isalpha() and text == text.strip() and text.isprintable()
    if plain and text.casefold() not in _WORDS and not text.endswith("-"):
        return text
    signs = (f"\\{sign}" if sign in '"\\' else sign for sign in text)
    return '"' + "".join(s if s.isprintable() else f"\\U{ord(s):08x}" for s in signs) + '"'


def comment(text: str) -> str:
    """Return text as it may stand behind `#`: on one line, without signs that cannot be seen."""
    return "".join(sign if sign.isprintable() else "?" for sign in " ".join(text.split()))


def uncertain(assumed: gap.Assumed, say: Say) -> str:
    """Return a number with its interval, source and grade."""
    return (
        f"{{best: {assumed.best}, low: {assumed.low}, high: {assumed.high}, "
        f"source: {quoted(say(assumed.source))}, grade: {assumed.grade}}}"
    )


def scenario(draft: Draft, book: BookLines, title: str, language: str) -> str:
    """Return the scenario file, its comments in a language."""

    def say(text: Text) -> str:
        return str(spoken(text, language))

    lines = [
        *_head(draft, title, say),
        *_book(book),
        "",
        "segments:",
        *(line for facts in draft.facts for line in _segment(facts, draft, say)),
        "",
        *_care(draft, say),
        "",
        *_targets(draft, say),
    ]
    return "\n".join(lines) + "\n"


def _head(draft: Draft, title: str, say: Say) -> Lines:
    yield MODELINE
    for section in telling.sections(draft)[:-2]:
        yield f"# {comment(say(section.title))}"
        for line in section.lines:
            yield f"#   {comment(say(line))}"
    yield f"# {comment(say(Text('A grade `assumption` or `C` marks what the data do not say.')))}"
    yield "extends: touchmodel/b2b-saas"
    yield ""
    yield f"title: {quoted(title)}"
    yield f"start: {draft.start:%Y-%m}    # {comment(say(draft.why_start))}"
    yield "months: 12"
    yield f"currency: {draft.currency}"
    yield ""


def _book(book: BookLines) -> Lines:
    columns = ", ".join(f"{name}: {quoted(column)}" for name, column in book.columns.items())
    yield "book:"
    yield f"  path: {quoted(book.path)}"
    yield f"  columns: {{{columns}}}"
    for name, expression in book.derive.items():
        yield f"  derive: {{{quoted(name)}: {quoted(expression)}}}"
    yield from (f"  {key}: {value}" for key, value in book.ways.items())
    if book.where:
        yield f"  where: {quoted(book.where)}"


def _segment(facts: Facts, draft: Draft, say: Say) -> Lines:
    yield f"  {quoted(facts.segment)}:"
    yield f"    # {comment(say(telling.derived_book(facts, draft.currency)))}"
    yield from _churn(facts, draft, say)
    if facts.terms is None:
        yield f"    contract: {{{gap.TERM} months: 100%}}    # {say(Text('assumption'))}"
    else:
        yield f"    contract: {{{telling.said_terms(dict(facts.terms))}}}"
    if _shortest_term(facts) < 4:
        yield f"    decides: {uncertain(gap.SHORT_NOTICE, say)}"
    if facts.new_per_month:
        how = say(Text("started in the last 12 months, a month; their ARR as of those there"))
        yield f"    new_per_month: {facts.new_per_month}    # {comment(how)}"
        yield f"    arr: {{mean: {facts.mean}, spread: {facts.spread}}}"
    yield from _requests(facts, say)


def _shortest_term(facts: Facts) -> int:
    return min(facts.terms or (gap.TERM,))


def _churn(facts: Facts, draft: Draft, say: Say) -> Lines:
    today = churn_today(facts, draft.currency)
    yield "    churn_per_year:"
    yield f"      today: {uncertain(_observed(facts, draft), say)}"
    if today > 0.3 * facts.ending:
        # So near to all that can leave, no `without_us` would have room above it.
        yield f"      odds_ratio: {uncertain(gap.ODDS_RATIO, say)}"
        return
    unknown = say(Text("without_us is not known: touchmodel takes today ÷ (1 − 0.25 × coverage)"))
    yield f"      # {comment(unknown)}"


def _observed(facts: Facts, draft: Draft) -> gap.Assumed:
    """Return the churn of a segment as observed, or as taken where it is not known."""
    if facts.churn is None:
        return gap.churn(facts.mean, draft.currency)
    file = draft.given.main.file.replace("\\", "/").rpartition("/")[2]
    found = facts.churn
    source = Text("derived from {file}: {how}", file=file, how=telling.churn(found))
    best, low, high = (telling.percent(share) for share in (found.today, found.low, found.high))
    return gap.Assumed(best, low, high, source, "C")


def _requests(facts: Facts, say: Say) -> Lines:
    if facts.requests is None:
        yield f"    requests: {{per_month: {uncertain(gap.REQUESTS, say)}}}"
        return
    rate, urgent = facts.requests.per_month, facts.requests.urgent
    yield f"    # {comment(say(telling.requests(facts.requests)))}"
    share = f", urgent: {telling.percent(urgent)}" if urgent is not None else ""
    yield f"    requests: {{per_month: {rate}{share}}}"


def _care(draft: Draft, say: Say) -> Lines:
    care = draft.care
    shortest = min(_shortest_term(facts) for facts in draft.facts)

    def fits(line: str) -> bool:
        """Whether an activity has room in every contract: renewal work begins 90 days ahead."""
        return shortest > 3 or not line.startswith("renewal_preparation")

    yield f"# {comment(say(Text('Usual activities; write what your team does and how often.')))}"
    yield "touch_models:"
    for model in care.models:
        yield f"  {quoted(model.name)}:"
        yield f"    by: {quoted(model.pool)}"
        yield from (f"    {line}" for line in _ACTIVITIES[model.tier] if fits(line))
    if len(care.models) > 1:
        yield ""
        yield "who_gets_what:"
        yield from _rules(draft, say)
    yield ""
    yield "pools:"
    cost = uncertain(gap.cost(draft.currency), say)
    for team in care.teams:
        if not care.owners:
            why = Text("Not known how many people there are: by folk ratios (grade C).")
            yield f"  # {comment(say(why))}"
        yield f"  {quoted(team.name)}: {{positions: {team.positions}, cost_per_year: {cost}}}"


def _rules(draft: Draft, say: Say) -> Lines:
    care = draft.care
    if care.named:
        why = Text("The list says which an account has today; from a review on, these lines do.")
        yield f"  # {comment(say(why))}"
    fitting = Counter(fitting_lines(draft.customers.open, care.who_gets_what))
    for line in care.who_gets_what:
        count = say(Text("{count:,} accounts", count=fitting[line]))
        yield f"  - {_rule(line)}    # {count}"


def _rule(line: Assignment) -> str:
    """Return a line of `who_gets_what`."""
    if line.at_least is not None:
        return f"{{model: {quoted(line.model)}, arr: at least {line.at_least:f}}}"
    if line.segment is not None:
        return f"{{model: {quoted(line.model)}, segment: {quoted(line.segment)}}}"
    return quoted(line.model)


def _targets(draft: Draft, say: Say) -> Lines:
    why = Text("A start, below what the churn of this file means: write what you must hold.")
    yield f"# {comment(say(why))}"
    yield "targets:"
    yield "  sure: 80%"
    yield f"  grr: {{at_least: {draft.floor:.0%}}}"
