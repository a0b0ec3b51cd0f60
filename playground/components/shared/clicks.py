"""Clicks of a component on things that have ids (`clicks.js`)."""

from collections.abc import Collection

from playground.components.shared.mailbox import fresh


def clicked(key: str, ids: Collection[str]) -> list[str]:
    """What was clicked in the component `key` since the last call, oldest first, if it is one of `ids`."""
    told = [message.get("id") for message in fresh(key)]
    return [id_ for id_ in told if isinstance(id_, str) and id_ in ids]
