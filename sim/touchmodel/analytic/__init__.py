"""Closed forms: what arithmetic alone can say of a team, before anything is simulated."""
