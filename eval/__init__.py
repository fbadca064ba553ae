"""Is it right? One scorer a stage, its floors beside it; run as `python -m eval.NAME --data FOLDER`."""
