"""How good a dataset is, as its statements and the rules tell."""
