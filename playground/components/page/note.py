"""A note on what is wrong with a field: it floats over the page right below it, so that nothing moves when it comes."""

from playground.components.page.news_line import news_line


def note(key: str, problem: str) -> None:
    """The note below what was shown last; `key` tells it from others."""
    news_line(problem, "error").show(f"note-{key}")
