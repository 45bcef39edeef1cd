"""What a planner says in words: one hook that lets pydantic read it, write it and describe it."""

from abc import ABC, abstractmethod
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from touchmodel.language import Text, verbatim


def refused(message: Text, key: str = "") -> PydanticCustomError:
    """Return the error for a value; `key` is the key inside the value that is at fault."""
    # Through the context, so that braces in the planner's own text are not taken as fields.
    return PydanticCustomError("planner", "{what}", {"what": message, "key": key})


def either(examples: tuple[str, ...]) -> Text:
    """Return examples as a choice.

    >>> either(("month", "quarter", "2 weeks"))
    'month, quarter or 2 weeks'
    """
    *some, last = examples
    if not some:
        return verbatim(last)
    return Text("{some} or {last}", some=", ".join(some), last=last)


class Spoken(ABC):
    """A way to read a value from words; as annotation of a field, pydantic goes through it."""

    @abstractmethod
    def validate(self, value: object) -> Any:
        """Return the value a planner wrote."""

    @abstractmethod
    def write(self, value: Any) -> Any:
        """Return what `validate` reads back."""

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic read and write through this."""
        return core_schema.no_info_plain_validator_function(
            self.validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.write, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe what may be written."""
        return self.describe()
