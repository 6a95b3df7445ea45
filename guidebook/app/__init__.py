"""The composition root: which steps a command takes, with which settings.

`preparing` begins every command; `making` is the main job, `checking`, `explaining`, `rulebook` and
`demonstrating` the others.
"""
