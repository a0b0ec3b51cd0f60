"""How fast a run goes: as fast as it can, or slowly enough to be watched."""

SLOW_MOTION, NORMAL, FAST = "Slow motion", "Normal", "Fast"
PHASE = 1.25
"""Seconds that each of the four phases of a step stands in slow motion."""
PACES: dict[str, float | None] = {SLOW_MOTION: 1 / (4 * PHASE), "Slow": 20, NORMAL: 1000, FAST: None}
"""Mini-batches per second: told in phases, slow enough to watch, fast enough to see it learn, or all there is."""
