"""The named queries as people find and take them: by topic, and written out with their values."""
