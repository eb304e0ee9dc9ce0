"""Texts from YAML with names in braces, which are filled when they are shown."""

from string import Formatter
from typing import ClassVar

import msgspec


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts of which ``filled`` names those with braces, and what may stand in these."""

    filled: ClassVar[dict[str, set[str]]] = {}

    def __post_init__(self) -> None:
        for field in self.__struct_fields__:
            text = getattr(self, field)
            if not isinstance(text, str):
                continue
            try:
                names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            except ValueError as error:
                raise ValueError(f"the braces of `{field}` cannot be read: {error}") from error
            if odd := names - self.filled.get(field, set()):
                raise ValueError(f"`{field}` names in braces what nothing stands for: {', '.join(sorted(odd))}")
