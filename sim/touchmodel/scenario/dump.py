"""A Scenario written back as YAML that loads to the same Scenario."""

from typing import Any

import yaml

from touchmodel.scenario.merge import library
from touchmodel.scenario.schema import IDLE, MODEL_KEYS, Scenario


def written(scenario: Scenario) -> dict[str, Any]:
    """Return the resolved scenario as plain values in the shape of a file."""
    plain: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    plain["touch_models"] = {
        name: {key: model[key] for key in MODEL_KEYS if key in model} | model["activities"]
        for name, model in plain["touch_models"].items()
    }
    for activity in plain["activities"].values():
        if activity["trigger"] != "onboarding":
            # The default lag of 0 means nothing here, and a written one would be refused.
            activity.pop("after", None)
        for key in IDLE[activity["format"]]:
            activity.pop(key, None)
    return plain


def dump(scenario: Scenario) -> str:
    """Return the resolved scenario as YAML; defaults included, uncertain numbers as mappings."""
    plain = written(scenario)
    plain["activities"] = _against_library(plain["activities"])
    text: str = yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def _against_library(activities: dict[str, Any]) -> dict[str, Any]:
    """Return the activities with null for whatever only touchmodel's library has.

    The library is laid under every file that is loaded, so what was taken away has to be said.
    """
    ours: dict[str, Any] = library().plain()["activities"]
    for name, activity in ours.items():
        if name not in activities:
            activities[name] = None
        else:
            gone = {key: None for key in activity if key not in activities[name]}
            activities[name] = activities[name] | gone
    return activities


class _Dumper(yaml.SafeDumper):
    """Writes without aliases, and quotes what the tree reader would not read as text."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = text[:1].isalpha() and text.isascii() and "\n" not in text
    style = None if plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
