"""What a touch model's line means: the library's activity with what the line changes."""

from touchmodel.scenario.schema import Activity, Line, Scenario


def complete(activity: Activity, line: Line) -> Activity:
    """Return the activity with everything that the line says instead."""
    said = {name: getattr(line, name) for name in Line.model_fields}
    return activity.model_copy(update={k: value for k, value in said.items() if value is not None})


def complete_lines(scenario: Scenario) -> dict[tuple[str, str], Activity]:
    """Return the complete activity of every line, by (touch model, activity)."""
    return {
        (model_name, name): complete(scenario.activities[name], line)
        for model_name, model in scenario.touch_models.items()
        for name, line in model.activities.items()
    }
