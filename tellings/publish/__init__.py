"""What a reader gets: in goes a store, out come stories as text, as JSON, as files. Nothing here writes tables."""
