"""What belongs to one learner is found in that learner's session, which is there only while the page is run."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def require_session() -> None:
    """Say so where there is no session, as on a thread of a run, a lane or a download: RuntimeError.

    Streamlit has a state for such threads too, one for all and empty at first: what is found there, or begun there
    because it is missing, belongs to no learner.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        raise RuntimeError("This belongs to a learner's session, and there is none here: hand it over as an argument.")
