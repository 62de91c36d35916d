"""Writing over HTTP: updates and graphs, done in a process that can be ended."""

from klimagraph.writing.kinds import Delete, Operation, Put, Update, Written
from klimagraph.writing.writer import Writer

__all__ = ["Delete", "Operation", "Put", "Update", "Writer", "Written"]
