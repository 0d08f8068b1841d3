"""Days: ``dateline`` (characters), ``patterns`` (what a date looks like), ``tense`` (past or
to come), ``resolvers`` (from words to days), ``component``."""
