"""Submissions: files that become datasets, received, checked, published, withdrawn."""
