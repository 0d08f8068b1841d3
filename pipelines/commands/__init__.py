"""The commands, grouped by what they are for. ``pipelines.cli`` makes the line of them.

A command reads its options, calls what does the work, and shows what came of it: data on standard
output, everything else on standard error. Only what a command needs is imported, inside it: help,
``sql`` and ``doctor`` must answer at once, and Prefect and the model take seconds to load.
"""
