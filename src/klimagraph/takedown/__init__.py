"""The takedown of a person: out of everything that is kept, and never taken in again."""
