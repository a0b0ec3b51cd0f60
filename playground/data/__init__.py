"""Data of the learner: own points and tables, and data sets to download."""
