import pytest

from guidebook.app.stages import STAGES, Stages


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_inner_step_stops_the_outer_ones_clock() -> None:
    clock = Clock()
    stages = Stages(clock)
    clock.now += 64
    with stages.spent_on("render"):
        clock.now += 1
        with stages.spent_on("measure"):
            clock.now += 2
        clock.now += 4
    clock.now += 8
    with stages.spent_on("render"):
        clock.now += 16
    assert list(stages.seconds) == list(STAGES)
    assert {stage: seconds for stage, seconds in stages.seconds.items() if seconds} == {
        "render": 21,
        "measure": 2,
    }


def test_a_step_that_fails_is_counted_too() -> None:
    clock = Clock()
    stages = Stages(clock)
    with pytest.raises(ValueError, match="x"), stages.spent_on("read"):
        clock.now += 3
        raise ValueError("x")
    assert stages.seconds["read"] == 3


def test_steps_that_workers_do_beside_each_other_share_the_time_that_passed() -> None:
    clock = Clock()
    stages = Stages(clock)
    with stages.shared_by("measure", "render") as share:
        clock.now += 6
        share(2.0, 5.0)
        with stages.spent_on("write"):
            clock.now += 1
        clock.now += 2
        share(0.0, 1.0)
    assert {stage: seconds for stage, seconds in stages.seconds.items() if seconds} == {
        "measure": 2,
        "render": 6,
        "write": 1,
    }
