"""The documentation and what generates the parts of it that would go stale."""
