"""Is it right? One scorer a stage, with pinned floors."""
