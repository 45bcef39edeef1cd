"""Keys of a file that say how it is put together; the scenario it leads to has none of them."""

FILE_KEYS = {
    "extends": "The parent, whose keys hold where this file says nothing: a file, or "
    "touchmodel/NAME.",
    "variants": "Named fragments that `with` or `--variant` lay over the file: each says what "
    "differs, as a child file would.",
    "with": "The variants in force, in order.",
}
"""What each means."""
OVER = "The variants before it that a variant may change; else two that set one value are refused."
"""What the key `over` of a variant means."""
EXAMPLES = {
    "extends": ("base.yaml", "touchmodel/b2b-saas"),
    "variants": ("{hiring_freeze: {pools: {csm: {at_most: 3}}}}",),
    "with": ("hiring_freeze", "[hiring_freeze, growth]"),
}
"""How each is written."""
