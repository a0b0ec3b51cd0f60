"""What the Share button of the playground page opens: a link, a file, exports and figures, one a module."""
