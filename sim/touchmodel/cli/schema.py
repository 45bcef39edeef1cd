"""`touchmodel schema`: the JSON Schema of a scenario file."""

import click

from touchmodel.cli import option


@click.command("schema")
@option.common()
def command() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import json

    from touchmodel.scenario.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
