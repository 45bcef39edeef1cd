"""Kernels in one piece: what only kernels call is optimised once, inside the whole.

Numba makes a function ready together with all that it calls, and again inside each of its callers:
for a kernel of hundreds of functions that is two thirds of the time it takes.  And it keeps each
for others to call; in a kernel there are none, so what is called in one place is written there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import cpu_target

FROM_PYTHON = "_ZN7cpython"
"""How the name begins of what Python calls."""


class OnePiece(Compiler):
    """Compiles a kernel in one piece."""

    def compile_extra(self, function: Any) -> Any:
        """Compile; Numba lets one thread at a time come here."""
        with in_one_piece():
            return super().compile_extra(function)


@contextmanager
def in_one_piece() -> Iterator[None]:
    """Let the parts of what is compiled meanwhile be made ready in their kernel only."""
    codegen: Any = cpu_target.target_context.codegen()
    if codegen._library_class is Piece:
        yield
        return
    usual = codegen.set_env

    def set_env(name: str, environment: Any) -> None:
        if codegen._engine.get_global_value_address(name):  # a part has no place for it
            usual(name, environment)

    codegen._library_class, codegen.set_env = Piece, set_env
    try:
        yield
    finally:
        del codegen._library_class, codegen.set_env


class Piece(JITCodeLibrary):
    """The code of a kernel, or of a part of one."""

    def finalize(self) -> None:
        """Make a kernel ready, with all its parts; leave a part as it is."""
        if any(each.name.startswith(FROM_PYTHON) for each in self._final_module.functions):
            self._link(self._final_module)
            self._linking_libraries = []
            keep_inside(self._final_module)
            super().finalize()
        else:
            self._finalized = True

    def _get_module_for_linking(self) -> Any:
        """Return the code with all its parts, for a caller that is not made in one piece."""
        if self._shared_module is None and self._linking_libraries:
            whole = for_linking(self._final_module)
            self._link(whole)
            self._shared_module = whole
        return super()._get_module_for_linking()

    def _link(self, whole: Any) -> None:
        """Bring in all that this calls, directly or not."""
        found, to_follow = {self}, list(self._linking_libraries)
        while to_follow:
            library = to_follow.pop()
            if library in found:
                continue
            found.add(library)
            self._reload_init.update(library._reload_init)
            if isinstance(library, Piece):
                to_follow += library._linking_libraries
                module = for_linking(library._final_module)
            else:
                module = library._get_module_for_linking().clone()
            whole.link_in(module)


def keep_inside(module: Any) -> None:
    """Let nobody else call the parts of a kernel."""
    for function in module.functions:
        if function.linkage.name == "linkonce_odr":
            function.linkage = "internal"


def for_linking(module: Any) -> Any:
    """Return a copy whose functions may be defined again by another."""
    copied = module.clone()
    for function in copied.functions:
        if not function.is_declaration and function.linkage.name == "external":
            function.linkage = "linkonce_odr"
    return copied
