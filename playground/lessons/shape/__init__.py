"""The shape that all lessons share."""
