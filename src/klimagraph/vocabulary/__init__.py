"""The vocabulary as documentation: everything that is said here is asked of the release."""
