"""Finding things by what people call them: an index per release, made when it is published."""
