"""The base of every part of a scenario: frozen, and closed against unknown keys."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a scenario; a key nobody declared is an error, never ignored."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
        # Defaults pass through their type too, so that each knows its unit.
        validate_default=True,
    )
