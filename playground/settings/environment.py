"""The environment variables by which the command line, or whoever starts the server, tells the app what it is to do."""

OPEN = "NEURAL_PLAYGROUND_OPEN"
"""The file of the run which every learner who brings no link finds."""
SCHEDULER = "NEURAL_PLAYGROUND_SCHEDULER"
"""The address of a Dask scheduler, where runs and sweeps are to go."""
WORKERS = "NEURAL_PLAYGROUND_WORKERS"
"""How many worker processes there are to be; one a core where it is not said."""
