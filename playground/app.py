"""The entry: theme and navigation when Streamlit runs it as the page, the server's app when it is imported."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / "pyproject.toml").is_file() and sys.path[0] != str(ROOT):
    # in a checkout its own code runs, whatever is installed; Streamlit looks for imports beside this script alone
    sys.path.insert(0, str(ROOT))

if __name__ == "__main__":
    from playground import navigation
    from playground.components.classes.class_strip import class_strip
    from playground.components.page.curtain import curtain
    from playground.components.page.kept_switches import kept_switches
    from playground.components.shared import inline
    from playground.learner import going, session
    from playground.lessons import ways
    from playground.runs import turn
    from playground.settings import pages

    icon = inline.url((Path(__file__).parent / "icon.png").read_bytes(), "png")
    page = st.navigation(navigation.as_streamlit(), position="top")
    st.set_page_config(page_title=f"{page.title} · Neural Playground", page_icon=icon, layout="wide")
    chapter = navigation.chapter(page.url_path)
    curtain(page.url_path, chapter=chapter, sent=False)
    name = page.url_path or pages.PAGES[0].name
    with session.noted():
        session.sit_down(page.url_path, page.title)
        going.begins(name)
        ways.show(page.url_path)
        with turn.taken():
            page.run()
        session.arrives(page.url_path)
    class_strip(session.desk().key)
    if (sound := navigation.sound_at_end(page.url_path)) is not None:
        kept_switches(sound, key="kept-switches")
    curtain(page.url_path, chapter=chapter, sent=True)
    going.ends(name)
else:
    from playground import server

    app = st.App(__file__, lifespan=server.lifespan, routes=server.routes(), middleware=server.middleware())
