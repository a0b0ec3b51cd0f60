"""The valley of a cost of two variables."""
