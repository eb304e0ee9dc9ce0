"""An equality impact analysis: its words, what is still open in it, and all of it as one sheet."""
