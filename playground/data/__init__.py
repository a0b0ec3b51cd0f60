"""Data of the learner: the learner's own points, and data sets to download."""
