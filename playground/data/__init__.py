"""Data of the learner: points of one's own, and sets that are fetched."""
