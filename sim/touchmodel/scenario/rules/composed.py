"""Rules of touch models that are composed of two others."""

from collections.abc import Iterator, Mapping

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.line import complete_lines, inherited_lines
from touchmodel.scenario.node import Key, Node
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.offer import pools_of_owners
from touchmodel.scenario.schema import Activity, TouchModel
from touchmodel.scenario.translate import problem_at

KEYS = ("while_onboarding", "afterwards")


def missing_pools(tree: Node) -> list[Problem]:
    """Return a problem for each touch model that says neither its pool nor what it is made of.

    Works on the tree, so that it is told even when other keys are invalid.
    """
    models = tree.child("touch_models")
    problems = []
    for name, said in (models.mapping if models is not None else {}).items():
        own = said.mapping
        composed = any(own[key].value is not None for key in KEYS if key in own)
        path = ("touch_models", name, "by")
        if "by" in own and own["by"].value is None:
            problems.append(problem_at(tree, path, Text("is empty: write text")))
        elif _names_its_pools(tree, own):
            continue
        elif isinstance(said.value, dict) and "by" not in own and not composed:
            meaning = Text("Pool that does the work where an activity names no other")
            what = Text("this key is needed: {meaning}", meaning=meaning)
            problems.append(problem_at(tree, path, what))
    return problems


def _names_its_pools(tree: Node, lines: Mapping[Key, Node]) -> bool:
    """Whether every activity of a touch model says its pool or is digital, by the tree alone."""

    def said(name: Key, key: str) -> object:
        own, library = lines[name].child(key), tree.find(("activities", name, key))
        return own.value if own is not None else library and library.value

    return bool(lines) and all(said(n, "by") or said(n, "format") == "digital" for n in lines)


def lacks_pool(case: Case, name: str) -> bool:
    """Whether a touch model says no pool, though people work in it; told by `missing_pools`."""
    lines = [line for phase in lines_by_phase(case, name) for line in phase.values()]
    return any(line.by is None and line.format != "digital" for line in lines)


def lines_by_phase(case: Case, name: str) -> tuple[Mapping[str, Activity], ...]:
    """Return what a touch model does while onboarding and afterwards; nothing if it is at fault."""
    if name not in case.lines:
        case.lines[name] = complete_lines(case.scenario, name) if is_whole(case, name) else ()
    return case.lines[name]


def is_whole(case: Case, name: str) -> bool:
    """Whether everything that a touch model names is there, and composed of nothing more."""
    models, known = case.scenario.touch_models, case.scenario.activities
    named = _named(models[name])
    if len(named) == 1 or any(parent not in models for parent in named.values()):
        return False
    above = [models[parent] for parent in named.values()]
    done = {activity for model in (models[name], *above) for activity in model.activities}
    return done <= known.keys() and all(map(is_plain, above))


def is_plain(model: TouchModel) -> bool:
    """Whether a touch model is not composed of others."""
    return not _named(model)


def parents(case: Case) -> set[str]:
    """Return the touch models that others are composed of."""
    return {
        parent for model in case.scenario.touch_models.values() for parent in model.parents or ()
    }


def both_phases(case: Case) -> Iterator[Problem]:
    """Check that a composed touch model says what is done in either phase."""
    for name, model in case.scenario.touch_models.items():
        said = _named(model)
        if len(said) == 1:
            (key,) = said
            (other,) = set(KEYS) - {key}
            what = Text(
                "`{key}` stands without `{other}`: a composed touch model says both",
                key=key,
                other=other,
            )
            path = ("touch_models", name, key)
            yield case.problem(path, what, Text("add `{key}`, a touch model", key=other), key=True)


def parents_are_plain(case: Case) -> Iterator[Problem]:
    """Check that a touch model is composed of others that exist and are not composed."""
    models = case.scenario.touch_models
    plain = [name for name, model in models.items() if is_plain(model)]
    for name, model in models.items():
        for key, parent in _named(model).items():
            path, hint = ("touch_models", name, key), did_you_mean(parent, plain)
            if parent not in models:
                what = Text("there is no touch model {name!r} to compose it of", name=parent)
                yield case.problem(path, what, hint)
            elif parent == name:
                yield case.problem(path, Text("a touch model is composed of others"), hint)
            elif parent not in plain:
                what = Text("{name!r} is composed itself: name one that is not", name=parent)
                yield case.problem(path, what, hint)


def triggers_stay(case: Case) -> Iterator[Problem]:
    """Check that what a composed touch model changes stays due for the same reason."""
    for name, model in case.scenario.touch_models.items():
        if not is_whole(case, name):
            continue
        for lines in inherited_lines(case.scenario, name):
            for activity in lines.keys() & model.activities.keys():
                said = model.activities[activity].trigger
                trigger = lines[activity].trigger or case.scenario.activities[activity].trigger
                if said not in (None, trigger):
                    what = Text(
                        "the touch model it comes from has the trigger `{trigger}`, and it stays",
                        trigger=trigger,
                    )
                    hint = Text("take it out, or add an activity of another name")
                    path = ("touch_models", name, activity, "trigger")
                    yield case.problem(path, what, hint)


def compositions_hold(case: Case) -> bool:
    """Whether every composed touch model names two others that can be composed."""
    return not [*both_phases(case), *parents_are_plain(case)]


def no_pool_of_parents_alone(case: Case) -> Iterator[Problem]:
    """Check that a pool has work, where only touch models name it that others are composed of."""
    models = case.scenario.touch_models
    if not all(is_whole(case, name) for name in models):
        return
    busy = {activity.by for activity in case.scenario.activities.values()}
    busy |= pools_of_owners(case)
    busy = busy.union(*(pools_of(case, name) for name in models))
    if busy - {*case.scenario.pools, None}:
        return  # a misspelt pool, told by another rule
    for pool in pools_of_parents(case) - busy:
        if pool in case.scenario.pools:
            what = Text("only touch models that others are composed of name this pool: no work")
            hint = Text("name the pool that does the work there, and take this one out")
            yield case.problem(("pools", pool), what, hint, key=True)


def pools_of(case: Case, name: str) -> set[str | None]:
    """Return the pools that a touch model gives work; none if others are only composed of it."""
    model = case.scenario.touch_models[name]
    if not is_plain(model):
        return {line.by for phase in lines_by_phase(case, name) for line in phase.values()}
    return set() if name in _parents_alone(case) else _named_pools(model)


def pools_of_parents(case: Case) -> set[str]:
    """Return the pools that touch models name which others are only composed of."""
    models = case.scenario.touch_models
    named = [_named_pools(models[name]) for name in _parents_alone(case) if name in models]
    return {pool for pools in named for pool in pools if pool is not None}


def _named_pools(model: TouchModel) -> set[str | None]:
    return {model.by, *(line.by for line in model.activities.values())}


def _parents_alone(case: Case) -> set[str]:
    """Return the touch models that nobody gets, but others are composed of."""
    given = {line.model for line in case.scenario.who_gets_what} | set(case.scenario.mix)
    return parents(case) - given


RULES = (both_phases, parents_are_plain, triggers_stay, no_pool_of_parents_alone)


def _named(model: TouchModel) -> dict[str, str]:
    """Return the touch models it names, by key."""
    said = {key: getattr(model, key) for key in KEYS}
    return {key: parent for key, parent in said.items() if parent is not None}
