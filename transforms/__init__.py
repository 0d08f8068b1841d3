"""Text in, rows out: the language analysis of Dateline, pure and in reading order.

The modules run in this order: ``text`` (normalisation), the language model, ``dates``,
``places``, ``mentions``, ``coreference``, ``quotations`` and ``attribution``, ``events``,
``rows``. ``pipeline`` puts them together.
"""
