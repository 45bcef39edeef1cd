"""Planning: the least team that holds the targets, and the proof that it does.

`search` looks for the team on common random numbers, where one person more or less is seen at
once; `certificate` then judges it on fresh ones, as often as was fixed beforehand.
"""
