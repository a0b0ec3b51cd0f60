"""Where the command `open` tells the app which run its pages begin with."""

OPEN = "NEURAL_PLAYGROUND_OPEN"
"""The environment variable that names the file of the run which every learner who brings no link finds."""
