"""Engines that validate: each module has `run`, from files to the number of results."""
