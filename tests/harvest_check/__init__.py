"""The remote store, against engines that really run."""
