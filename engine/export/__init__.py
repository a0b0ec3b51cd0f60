"""Exports: a network or a history in the form that other programs read, one module a form."""
