"""What belongs to one learner is found in that learner's session, which exists only while the page is run."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def require_session() -> None:
    """Raise RuntimeError where there is no session, as on a thread of a run, a lane or a download.

    Streamlit has a state for such threads too, one for all of them and empty at first: whatever is read or put there
    belongs to no learner.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        raise RuntimeError("This belongs to a learner's session, and there is none here: hand it over as an argument.")
