"""Digits: to draw, to look at, and what a network makes of them."""
