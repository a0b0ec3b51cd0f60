"""The learners of the load test speak the protocol of a browser: what they do has the effects it has there."""

import asyncio

from benchmarks.classroom.learner import Learner
from tests.loop import run
from tests.waiting import DEADLINE


def test_a_learner_opens_chooses_plays_changes_the_rate_draws_and_leaves(app_url: str) -> None:
    async def visit() -> Learner:
        learner = Learner(app_url, 0, "spiral")
        await learner.arrive()
        for doing in (learner._change_rate, learner._stop_and_go, learner._draw_a_digit):
            await doing()
        reached = learner.page.step
        async with asyncio.timeout(DEADLINE):
            while learner.page.step <= reached:
                await asyncio.sleep(0.05)
        assert learner.page.updates > 2
        await learner.leave()
        return learner

    learner = run(visit())
    assert learner.page.errors == []
    assert {"open", "choose", "play", "go to a page"} <= set(learner.felt)
