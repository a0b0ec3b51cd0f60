"""Clicks of a component on things that have ids (`clicks.js`)."""

from collections.abc import Collection

from playground.components.shared.mailbox import fresh


def clicked(key: str, ids: Collection[str]) -> list[str]:
    """What has been clicked in the component `key` since this was asked last, oldest first, if it is one of `ids`."""
    told = [message.get("id") for message in fresh(key)]
    return [id_ for id_ in told if isinstance(id_, str) and id_ in ids]
