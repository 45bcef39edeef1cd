"""What gives the same numbers again."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from touchmodel import __version__
from touchmodel.engine.extension import NONE, Extensions
from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.document import Paragraph, Section, Table
from touchmodel.reporting.content.value import number
from touchmodel.scenario.load import Loaded


@dataclass(frozen=True)
class Source:
    """Where the numbers of a document come from."""

    properties: tuple[tuple[str, str], ...]
    replications: int
    extensions: Extensions

    @classmethod
    def of(
        cls,
        loaded: Loaded,
        *,
        command: Sequence[str],
        seed: int,
        replications: int,
        engine: str,
        extensions: Extensions = NONE,
    ) -> "Source":
        """Return the source of what a command found."""
        said = [("command", shlex.join(command))] if command and not extensions else []
        return cls(
            (
                *said, ("version", f"touchmodel {__version__}"), ("seed", str(seed)),
                ("scenario", loaded.digest), ("engine", engine),
            ),
            replications, extensions,
        )  # fmt: skip


NAMES = {
    "command": both("command", "コマンド"),
    "version": both("version", "バージョン"),
    "seed": both("seed", "乱数シード"),
    "scenario": both("scenario (hash)", "シナリオ(ハッシュ)"),
    "engine": both("engine", "計算エンジン"),
}


def source_section(source: Source) -> Section:
    """Return seed, hash, version and command."""
    rows: list[tuple[Text, Text]] = [
        (NAMES[name], verbatim(value)) for name, value in source.properties
    ]
    rows.append((both("replications", "試行回数"), number(source.replications)))
    own = [] if not source.extensions else [Paragraph(both(
        "In force in Python, in place of what the scenario file says: {names}. No command makes it "
        "again.",
        "シナリオファイルの代わりに、Python による次の拡張が使われました: {names}。コマンドでは再現できません。",
        names=verbatim(", ".join(source.extensions.names)),
    ))]  # fmt: skip
    return Section(
        key="source",
        title=both("The same numbers again", "再現方法"),
        blocks=(
            Table(
                key="source",
                title=both("Where the numbers come from", "数値の出どころ"),
                columns=(both("what", "項目"), both("value", "値")),
                rows=tuple(rows),
                detail=True,
            ),
            *own,
        ),
    )  # fmt: skip
