"""What an editor for queries proposes: the names that a release uses, with labels and counts."""
