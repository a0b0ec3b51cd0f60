"""The shape shared by all lessons."""
