"""Is it right? One scorer a stage; run as `python -m eval.NAME`."""
