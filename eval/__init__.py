"""Is it right? One scorer a stage, pinned floors, our own gold."""
