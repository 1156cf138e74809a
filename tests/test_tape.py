import numpy as np

from stimmwerk.tape import Tape


def tape():
    asked = []

    def read(start, stop):
        asked.append((start, stop))
        return np.arange(start, stop, dtype=np.float32)[:, np.newaxis]

    return Tape(read), asked


def same(sound, start, stop):
    return sound.shape == (stop - start, 1) and (sound[:, 0] == np.arange(start, stop)).all()


def test_what_was_read_is_not_read_again():
    it, asked = tape()
    for start in (0, 10, 25):
        it.read(start, start + 16)
    asked.clear()
    assert same(it.again(3, 40), 3, 40)
    assert asked == []


def test_gaps_are_read():
    it, asked = tape()
    it.read(10, 20)
    it.read(30, 40)
    asked.clear()
    assert same(it.again(5, 45), 5, 45)
    assert asked == [(5, 10), (20, 30), (40, 45)]
    assert same(it.again(12, 15), 12, 15)
    assert same(it.again(50, 50), 50, 50)


def test_what_is_forgotten_is_read_again():
    it, asked = tape()
    it.read(0, 10)
    it.read(10, 20)
    it.forget(10)
    asked.clear()
    assert same(it.again(5, 20), 5, 20)
    assert asked == [(5, 10)]
