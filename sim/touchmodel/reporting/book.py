"""A customer list in lines: what was read of it, what was skipped, who looks after whom."""

from touchmodel.errors import NO_HINT, Problem
from touchmodel.experiment.book import BookReading, OtherModel, OwnerReading
from touchmodel.language import Text
from touchmodel.reporting.wording import count, money, rounded
from touchmodel.scenario.book import read_book
from touchmodel.scenario.delimiter import name_of
from touchmodel.scenario.encoding import called
from touchmodel.scenario.load import Loaded


def book_lines(book: BookReading, currency: str) -> list[Text]:
    """Return what was understood of a customer list."""
    lines = [
        Text(
            "customer list {path}: {accounts} from {rows}, {left_out:,} left out by `where`",
            path=book.path,
            accounts=count(book.accounts, "account"),
            rows=count(book.rows, "row"),
            left_out=book.left_out,
        )
    ]
    lines += how_read(book)
    lines += skipped_lines(book)
    if book.owners is not None:
        lines += owner_lines(book.owners, currency)
    return lines + [other_model_line(other) for other in book.other_models]


def how_read(book: BookReading) -> list[Text]:
    """Return how the list was read where it is not plain: another encoding, another delimiter."""
    lines = []
    if book.encoding_found:
        lines.append(
            Text(
                "note: the list is read as {encoding}, which its bytes fit; if names look wrong, "
                "say its `encoding` in `book`",
                encoding=called(book.encoding),
            )
        )
    if book.delimiter != ",":
        lines.append(Text("note: the list is parted by {signs}", signs=name_of(book.delimiter)))
    return lines


def skipped_lines(book: BookReading) -> list[Text]:
    """Return how many rows were skipped, why, and the first of each kind."""
    skipped = book.skipped
    if not skipped.rows:
        return []
    return [
        Text(
            "note: {rows} with faults skipped (`on_error: skip`)", rows=count(skipped.rows, "row")
        ),
        *(Text("  {faults:,} × {kind}", faults=n, kind=kind) for kind, n in skipped.kinds.items()),
        *(_fault(problem) for problem in skipped.problems),
    ]


def _fault(problem: Problem) -> Text:
    place = ": ".join(part for part in (problem.place, problem.path) if part)
    repair = Text("; {repair}", repair=problem.hint) if problem.hint else NO_HINT
    return Text("  {place}: {what}{repair}", place=place, what=problem.message, repair=repair)


def owner_lines(owners: OwnerReading, currency: str) -> list[Text]:
    """Return how many owners there are, and what they look after."""
    accounts = [rounded(number) for number in (owners.accounts.least, owners.accounts.most)]
    arr = [money(each, currency) for each in (owners.arr.least, owners.arr.median, owners.arr.most)]
    without = Text("{without:,} accounts without an owner", without=owners.accounts_without)
    if owners.accounts_without == 1:
        without = Text("{without:,} account without an owner", without=1)
    teams = []
    if owners.in_teams:
        teams.append(Text("{count:,} of the owners are people of a team, and keep their accounts",
                          count=owners.in_teams))  # fmt: skip
    return [
        Text("owners: {owners:,}; {without}", owners=owners.owners, without=without),
        *teams,
        Text(
            "accounts of an owner: fewest {least}, median {median:g}, most {most}",
            least=accounts[0],
            median=owners.accounts.median,
            most=accounts[1],
        ),
        Text(
            "ARR of an owner: least {least}, median {median}, most {most}",
            least=arr[0],
            median=arr[1],
            most=arr[2],
        ),
    ]


def other_model_line(other: OtherModel) -> Text:
    """Return how many accounts are today in another touch model than the policy gives them."""
    if other.accounts == 1:
        return Text(
            "{count} account has the touch model {today} today, `who_gets_what` gives it {policy}: "
            "its next review moves it",
            count=other.accounts, today=other.today, policy=other.who_gets_what,
        )  # fmt: skip
    return Text(
        "{count:,} accounts have the touch model {today} today, `who_gets_what` gives them "
        "{policy}: their next review moves them",
        count=other.accounts, today=other.today, policy=other.who_gets_what,
    )  # fmt: skip


def skipped_sentence(loaded: Loaded) -> Text | None:
    """Return that a run rests on fewer rows than the list has; None where none were skipped."""
    book = loaded.scenario.book
    if book is None or book.on_error == "refuse":
        return None
    rows = read_book(loaded).skipped.rows
    if not rows:
        return None
    return Text(
        "{rows} of the customer list had faults and were skipped: they are not in these figures. "
        "`touchmodel check` lists them.",
        rows=count(rows, "row"),
    )
