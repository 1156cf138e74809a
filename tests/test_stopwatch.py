"""The time of each stage, from its begin to its last progress; a reporter hears everything all the same."""

from stimmwerk.reporter import Quiet
from stimmwerk.stopwatch import Stopwatch


class Notebook(Quiet):
    def __init__(self):
        super().__init__()
        self.heard = []

    def stage(self, name, total):
        self.heard.append((name, total))

    def advance(self, amount):
        self.heard.append(amount)

    def note(self, text):
        self.heard.append(text)


def test_stages_are_timed_to_their_last_progress():
    times = iter([100.0, 101.0, 104.0, 105.5, 110.0])
    watch = Stopwatch(Quiet(), clock=lambda: next(times))
    watch.stage("speech", 9)
    watch.advance(4)
    watch.advance(5)
    watch.stage("encoding", 9)
    assert watch.begun == 100.0
    assert watch.took == {"speech": 4.5, "encoding": 0.0}


def test_everything_is_passed_on():
    notes = Notebook()
    watch = Stopwatch(notes)
    watch.advance(1)
    watch.stage("speech", 9)
    watch.advance(4)
    watch.note("n")
    watch.warn("w")
    assert notes.heard == [1, ("speech", 9), 4, "n"]
    assert notes.warnings == ["w"]
