from stimmwerk.coded.packets import Packets


def test_packets_apart_and_in_a_row():
    packets = Packets.of([b"one", b"", b"three"])
    assert [*packets] == [b"one", b"", b"three"]
    assert (packets.data, packets.sizes.tolist(), packets.borders.tolist()) == (b"onethree", [3, 0, 5], [0, 3, 3, 8])
    assert Packets.sized(b"onethree", [3, 0, 5]) == packets
    assert Packets.sized(b"onethree", [3, 5]) != packets
    assert [*Packets.of([])] == []


def test_some_of_them():
    packets = Packets.of([b"one", b"two", b"three"])
    assert packets.between(1, 3) == Packets.of([b"two", b"three"])
    assert packets.between(2, 2) == Packets.of([])
    assert bytes(packets.bytes_between(1, 3)) == b"twothree"
