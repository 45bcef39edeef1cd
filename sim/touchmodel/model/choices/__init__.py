"""Who comes next: choices over arrays, written once for both engines."""
