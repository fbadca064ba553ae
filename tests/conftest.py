"""What all tests share."""

from hypothesis import settings

# No deadline: a loaded machine is no defect. Derandomised: a test that fails here fails everywhere.
settings.register_profile("tellings", deadline=None, derandomize=True)
settings.load_profile("tellings")
