"""What this engine reaches and how fast: published results and peers, run side by side with it."""
