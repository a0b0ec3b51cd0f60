"""Charts: lines, bars, histograms, maps of numbers."""
