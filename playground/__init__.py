"""What the learner sees: a Streamlit page over the engine."""
