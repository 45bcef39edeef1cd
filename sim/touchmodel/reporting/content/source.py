"""What gives the same numbers again."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchmodel import __version__
from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.engine import BOTH
from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.document import Paragraph, Section, Table
from touchmodel.reporting.content.value import number
from touchmodel.reporting.content.words import joined
from touchmodel.scenario.load import Loaded


@dataclass(frozen=True)
class Source:
    """Where the numbers of a document come from."""

    properties: tuple[tuple[str, str], ...]
    replications: int
    extensions: Extensions
    overridden: bool = False
    """Whether values were set in Python, which no command repeats."""
    others: tuple[tuple[str, str], ...] = ()
    """Names and hashes of the other scenarios."""

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
        others: Iterable[tuple[str, Loaded]] = (),
    ) -> "Source":
        """Return the source of what a command found."""
        overridden = any(node.mark.file == "override" for _, node in loaded.root.walk())
        told = command and not extensions and not overridden
        said = [("command", shlex.join(command))] if told else []
        return cls(
            (
                *said, ("version", f"touchmodel {__version__}"), ("seed", str(seed)),
                ("scenario", loaded.digest), ("engine", engine),
            ),
            replications, extensions, overridden,
            tuple((name, other.digest) for name, other in others),
        )  # fmt: skip


NAMES = {
    "command": both("command", "コマンド"),
    "version": both("version", "バージョン"),
    "seed": both("seed", "乱数シード"),
    "scenario": both("scenario (hash)", "シナリオ(ハッシュ)"),
    "engine": both("engine", "計算エンジン"),
}
ENGINES = {BOTH: both("both engines, which agree", "両エンジン(結果は一致)")}


def source_section(source: Source) -> Section:
    """Return seed, hash, version and command."""
    rows: list[tuple[Text, Text]] = [
        (NAMES[name], ENGINES.get(value, verbatim(value))) for name, value in source.properties
    ]
    rows += [
        (both("scenario {name} (hash)", "シナリオ「{name}」(ハッシュ)", name=verbatim(name)),
         verbatim(digest))
        for name, digest in source.others
    ]  # fmt: skip
    rows.append((both("replications", "試行回数"), number(source.replications)))
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
            *in_python(source),
        ),
    )  # fmt: skip


def in_python(source: Source) -> list[Paragraph]:
    """Return what no command repeats, if anything was set in Python."""
    if source.extensions:
        return [Paragraph(both(
            "In force in Python, in place of what the scenario file says: {names}. No command "
            "makes it again.",
            "シナリオファイルの代わりに、Python による次の拡張が使われました: {names}。コマンドでは再現できません。",
            names=joined([verbatim(each) for each in source.extensions.names]),
        ))]  # fmt: skip
    if source.overridden:
        return [Paragraph(both(
            "Values were set in Python: run this folder's scenario file to get the same again.",
            "一部の値は Python で設定されました。同じ結果を得るには、このフォルダーのシナリオファイルを実行してください。",
        ))]  # fmt: skip
    return []
