"""Killable query workers: processes forked from a template that holds the release."""
