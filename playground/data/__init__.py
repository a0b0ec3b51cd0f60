"""Data of the learner: own points, tables and drawings, and data sets to download."""
