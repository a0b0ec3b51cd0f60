"""Where the server does not answer, the page says so, and stops saying it when there is an answer again."""

from typing import Any


def test_a_press_that_nobody_answers_is_told_until_somebody_does(
    own_context: Any, rough_page: Any, app_url: str
) -> None:
    page = rough_page
    page.clock.install()
    page.goto(app_url)
    page.wait_for_selector(".st-key-network-diagram svg")
    page.route("**/_stcore/health", lambda route: route.abort("connectionfailed"))
    page.locator(".st-key-cost-chart").click()
    line = page.get_by_role("alert").filter(has_text="does not answer")
    line.wait_for()
    line.get_by_role("button", name="Reload the page").wait_for()
    page.unroute("**/_stcore/health")
    page.clock.run_for(5000)
    line.wait_for(state="detached")
