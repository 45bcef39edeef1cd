"""`touchmodel schema`: the JSON Schema of a scenario file."""

import click

from touchmodel.cli import option


@click.command("schema")
@option.common()
def command() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from touchmodel.scenario.json_schema import schema_text

    click.echo(schema_text(), nl=False)
