"""The drawing of the network, and other drawings of its weights."""
