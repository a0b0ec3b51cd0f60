"""The page for teachers: three plans of 45 minutes, each row a link that opens exactly what it needs."""

import streamlit as st

from playground.components.page.link_problems import link_problems
from playground.learner.session import arrives
from playground.settings import address, pages
from playground.settings.link import Asked
from playground.settings.slots import Slot
from playground.teachers.plan import Plan
from playground.teachers.plans import PLANS

CLASS = (
    "All learners can join **a class**, with a code and a nickname: you see every run on one wall, hand out the pages "
    "of these plans, pause all, and ask for guesses before the reveal. How a lesson goes so is in `docs/teachers.md`."
)
PROBLEMS = Slot[tuple[str, ...]]("teachers-problems", tuple)
BEFORE = (
    "Each link opens exactly what its row needs, on this server, for whoever has it: copy it from here for your class. "
    "The address of every page is such a link, with all that you change on it; **Share** on the Playground can also "
    "hide and lock controls. How to set up a classroom is told in `docs/teachers.md`."
)


def main() -> None:
    """Draw the page."""
    st.markdown("# For teachers")
    if arrives("teachers"):
        PROBLEMS.put(Asked(address.query()).told())
    address.keep({})
    link_problems(PROBLEMS.get())
    with st.container(key="teachers"):
        st.markdown(f"Three lessons of 45 minutes that need nothing but a browser. {BEFORE}")
        st.markdown(CLASS)
        st.page_link(pages.CLASS.script, label="Open or join a class")
        for number, plan in enumerate(PLANS, 1):
            st.markdown(f"## {number} · {plan.title}")
            st.markdown(in_words(plan))


def in_words(plan: Plan) -> str:
    """A plan as Markdown: its aim, a table of its rows, what will be seen, and the questions to expect."""
    rows = ["| min | what | where |", "| --- | --- | --- |"]
    for row in plan.rows:
        links = "; ".join(f"[{place.label}]({place.address})" for place in row.places)
        rows.append(f"| {row.minutes} | {row.what} | {links} |")
    seen = " ".join(claim.words for claim in plan.claims)
    questions = "\n".join(f"- *{asked}* {answer}" for asked, answer in plan.questions.items())
    parts = [
        f"*{plan.aim}*",
        "\n".join(rows),
        f"**What you will see.** {seen} These ranges are of different initial weights.",
        f"**With time left**, {plan.more}" if plan.more else "",
        f"**Questions to expect**\n{questions}",
    ]
    return "\n\n".join(filter(None, parts))


if __name__ == "__main__":
    main()
