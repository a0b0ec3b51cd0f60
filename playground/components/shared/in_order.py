"""What a page was drawn with reaches the browser, also where a part of it is drawn anew before that.

When a fragment is run, Streamlit throws away what was drawn in that fragment and not sent yet, but still sends that the
page is complete. A browser that reads this removes what it did not get, and makes it again a moment later: whoever had
the focus there has lost it.
"""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue


def keep() -> None:
    """From now on in this process, keep what belongs to a page that is complete and not sent yet."""
    clear = ForwardMsgQueue.clear

    def cleared(
        self: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        if retain_lifecycle_msgs and fragment_ids_this_run is not None and any(map(_is_complete, self._queue)):
            self._delta_index_map = {}  # what comes now comes after it, and is not put in the place of something before
        else:
            clear(self, retain_lifecycle_msgs, fragment_ids_this_run)

    setattr(ForwardMsgQueue, "clear", cleared)  # noqa: B010


def _is_complete(message: ForwardMsg) -> bool:
    end = message.script_finished if message.WhichOneof("type") == "script_finished" else None
    return end == ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
