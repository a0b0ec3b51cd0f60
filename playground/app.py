"""The entry: theme and navigation when Streamlit runs it as the page, the server's app when it is imported."""

from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    from playground import navigation, session

    here = Path(__file__).parent
    page = st.navigation(navigation.as_streamlit(), position="top")
    st.set_page_config(page_title=f"{page.title} · Neural Playground", page_icon=here / "icon.png", layout="wide")
    st.html(here / "style.css")
    session.sit_down()
    page.run()
    session.arrives(page.url_path)
    session.take_notes()
else:
    from playground import server

    app = st.App(__file__, lifespan=server.lifespan, routes=server.routes())
