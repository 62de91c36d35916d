"""Measurements against other servers, as ratios in one run, and a load test."""
