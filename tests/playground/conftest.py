"""Pages without a browser run with the settings that the app is served with."""

import pytest
from streamlit import config

from playground.commands import server_settings as settings


@pytest.fixture(scope="session", autouse=True)
def shipped_settings() -> None:
    for name, value in settings.load().items():
        config.set_option(name, value)
