"""Collate news: who tells the same story, and how each telling differs."""
