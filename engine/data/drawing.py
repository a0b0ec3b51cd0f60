"""The first place of `render`: programs that import it from here go on working."""

from engine.handwriting.drawing import render

__all__ = ["render"]
