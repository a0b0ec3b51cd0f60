"""What components share: colours, axes, lanes, and how numbers read."""
