"""Actors, in two steps.

Finding mentions: ``words``, ``names``, ``records`` and ``directory`` (what is known of names,
offices, bodies; ``people`` and a user's ``rulings`` are parts of it), ``proper``, ``labelling``
and ``extent`` (names, and how far a noun phrase reaches), ``mentions`` (component).

Telling who is meant: ``titles``, ``descriptions`` and ``readings`` (what a mention says of its
actor), ``clusters``, ``entities`` and ``bodies`` (actors of one article), ``standing``,
``linking``, ``nominals``, ``definites``, ``groups`` (noun phrases), ``anaphora`` (pronouns),
``canonical`` (names, codes and ids over articles), ``coreference`` (component). When quotes have
been found, ``first_person`` (component) tells who "I" is.
"""
