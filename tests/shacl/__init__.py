"""The compiled shapes find what pySHACL and the W3C say, result by result."""
