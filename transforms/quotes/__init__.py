"""Quotes: ``quotations`` (marks, on characters alone), ``cues`` (verbs and nouns of saying),
``layout`` and ``board`` (an article with its quotations masked, and what was found so far),
``speaking``, ``speakers``, ``chains``, ``outlets``, ``pronouns`` (who), ``direct``,
``floating``, ``blocks`` (in marks), ``reported``, ``parenthetical``, ``authority``,
``judgements``, ``edges``, ``turns`` (without), ``attribution`` (component)."""
