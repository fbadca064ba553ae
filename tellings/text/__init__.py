"""Plain functions on strings. Nothing here knows of articles, tables or stages; every result is offsets."""
