"""Is it fast? Speed and memory, stage by stage."""
