"""Text in, rows out: the language analysis of Dateline, pure and in reading order.

``text`` (normalisation), the language model (package ``en_dateline``), ``grammar`` (questions
that all later layers ask of a parse), ``dates``, ``places``, ``actors``, ``quotes``, ``events``,
``rows``. ``pipeline`` puts them together, ``types`` holds what each layer leaves on a ``Doc``,
``seeds`` reads the reference data, ``schema`` names every column. A package's component is in
the module that its ``__init__`` names last.
"""
