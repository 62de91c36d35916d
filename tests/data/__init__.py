"""Tests of the data that come with the program."""
