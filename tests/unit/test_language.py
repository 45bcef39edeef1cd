"""Every sentence for planners is in the Japanese catalogue, with the same parts."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import touchmodel
from touchmodel.language import Text, both, catalogue, fields, sentence, verbatim
from touchmodel.scenario import entry

SOURCE = Path(touchmodel.__file__).parent
FILES = sorted((SOURCE / "language" / "ja").glob("*.yaml"))


def templates() -> Iterator[tuple[str, str, set[str]]]:
    """Yield place, template and parts of every `Text(...)` in the package."""
    for file in sorted(SOURCE.rglob("*.py")):
        if file.parent.name == "language":
            continue  # where texts are made of what others say
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                place = f"{file.relative_to(SOURCE)}:{node.lineno}"
                assert len(node.args) == 1, f"{place}: one template, then parts by name"
                assert isinstance(node.args[0], ast.Constant), f"{place}: write the template out"
                yield place, node.args[0].value, {word.arg or "**" for word in node.keywords}


def meanings() -> set[str]:
    """Return what each key means that a scenario needs: messages ask for it in these words."""
    fields = [field for part in entry.parts() for field in part.model_fields.values()]
    needed = [field.description or "" for field in fields if field.is_required()]
    return {" ".join(said.split()).removesuffix(".") for said in needed}


def test_every_key_that_is_needed_is_explained_in_japanese() -> None:
    assert meanings() - set(catalogue("ja")) == set()


def test_every_template_has_its_parts_and_its_japanese() -> None:
    japanese = catalogue("ja")
    wrong = []
    for place, template, parts in templates():
        if parts and fields(template) != parts:
            wrong.append(f"{place}: parts {sorted(parts)} for {template!r}")
        if template and template not in japanese:
            wrong.append(f"{place}: no Japanese for {template!r}")
    assert wrong == []


def test_the_catalogue_holds_nothing_else() -> None:
    said = {template: bool(parts) for _, template, parts in templates()}
    said |= dict.fromkeys(meanings(), False)
    for template, japanese in catalogue("ja").items():
        assert template in said, f"nothing says {template!r}"
        if said[template]:
            assert fields(japanese) == fields(template), template


def test_no_template_stands_in_two_files_of_the_catalogue() -> None:
    keys = [key for file in FILES for key in yaml.safe_load(file.read_text(encoding="utf-8"))]
    assert len(keys) == len(set(keys))


def test_a_text_is_its_english_sentence_and_speaks_the_other_language() -> None:
    text = Text("{count} of {place}", count=2, place=Text("did you mean {near}?", near="csm"))
    assert text == "2 of did you mean csm?"
    assert text.spoken("en") == text
    assert text.spoken("ja") == "2 of csm のことですか"
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.spoken("ja")) == (text, text.spoken("ja"))


def test_without_parts_braces_are_braces() -> None:
    assert Text("write {mean: 24k}") == "write {mean: 24k}"
    assert verbatim("{0}").spoken("ja") == "{0}"


def test_the_sentence_of_an_error_is_kept() -> None:
    text = Text("did you mean {near}?", near="x")
    assert sentence(ValueError(text)).spoken("ja") == "x のことですか"
    assert sentence(ValueError("plain")) == "plain"
    with pytest.raises(ValueError, match="unpack"):
        sentence(ValueError())


def test_what_is_said_in_both_languages_has_its_parts() -> None:
    wrong = []
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "both":
                parts = {word.arg for word in node.keywords}
                written = all(isinstance(each, ast.Constant) for each in node.args)
                if not parts or None in parts or not written:
                    continue  # parts given together, or later
                english, japanese = (fields(each.value) for each in node.args)
                if english | japanese != parts:
                    wrong.append(f"{file.relative_to(SOURCE)}:{node.lineno}: {sorted(parts)}")
    assert wrong == []


def test_a_sentence_in_both_languages_speaks_each() -> None:
    said = both("{n} of {all}", "{all}のうち{n}", n=3, all=both("us", "私たち"))
    assert said == "3 of us"
    assert said.spoken("ja") == "私たちのうち3"
    again = pickle.loads(pickle.dumps(said))
    assert (again, again.spoken("ja")) == (said, said.spoken("ja"))
    assert both("{", "}").spoken("ja") == "}"
