"""Places: ``gazetteer`` (names and what they can mean), ``component`` (which one is meant)."""
