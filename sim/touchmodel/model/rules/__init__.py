"""What things mean: scalar rules by noun, written once for both engines."""
