"""A page that is complete reaches the browser whole, also where a fragment of it is drawn anew at once."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from playground.components.shared import in_order

COMPLETE = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
BROKEN_OFF = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> ForwardMsgQueue:
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)  # as it was, afterwards
    in_order.keep()
    return ForwardMsgQueue()


def drawn(text: str, fragment: str = "stage") -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend([0, 1])
    message.delta.fragment_id = fragment
    message.delta.new_element.markdown.body = text
    return message


def finished(how: "ForwardMsg.ScriptFinishedStatus.ValueType") -> ForwardMsg:
    return ForwardMsg(script_finished=how)


def sent(queue: ForwardMsgQueue) -> list[object]:
    return [
        message.script_finished
        if message.WhichOneof("type") == "script_finished"
        else message.delta.new_element.markdown.body
        for message in queue.flush()
    ]


def test_what_a_complete_page_has_drawn_is_sent_before_a_fragment_draws_it_anew(queue: ForwardMsgQueue) -> None:
    for message in (drawn("page"), finished(COMPLETE)):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["stage"])
    queue.enqueue(drawn("fragment"))
    assert sent(queue) == ["page", COMPLETE, "fragment"]


def test_what_a_page_that_was_broken_off_has_drawn_is_not_sent(queue: ForwardMsgQueue) -> None:
    for message in (drawn("page"), finished(BROKEN_OFF)):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["stage"])
    assert sent(queue) == [BROKEN_OFF]


def test_a_page_that_begins_anew_takes_the_place_of_a_complete_one(queue: ForwardMsgQueue) -> None:
    for message in (drawn("page"), finished(COMPLETE)):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True)
    queue.enqueue(drawn("anew"))
    assert sent(queue) == [BROKEN_OFF, "anew"]
