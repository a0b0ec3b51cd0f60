"""What the heat map of a sweep can show."""

MEASURES: dict[str, tuple[str, bool, bool]] = {
    "test_accuracy": ("Test accuracy", True, True),
    "train_accuracy": ("Training accuracy", True, True),
    "test_cost": ("Test cost", False, False),
    "train_cost": ("Training cost", False, False),
    "nearly_zero": ("Share of |w| < 0.01", True, True),
    "norm_2": ("‖w‖₂", False, False),
}
"""Each figure of a result: its label, whether it is a percentage, and whether more is better."""
