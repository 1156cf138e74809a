"""A voice for Piper that hums: a model of a few hundred bytes with the inputs and outputs of a real one.

Each phoneme is a stretch of a tone; its number gives pitch, level and length, the pads between are silent.  The
speaker moves the pitch by 60 Hz, ``noise_scale`` the level, ``noise_w`` the pitch a little, ``length_scale`` lengths.
"""

import json

RATE = 22050
HOP = 256


def write_voice(folder, name="de_DE-hum-low", *, speakers=1, espeak="de", tells_lengths=False, ceils=1, **config):
    """tells_lengths: as some voices do; ceils: how many tensors come out of a Ceil node."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    constants, nodes = [], []

    def constant(value, kind=np.float32):
        constants.append(numpy_helper.from_array(np.array(value, kind), f"c{len(constants)}"))
        return constants[-1].name

    def node(operation, *inputs, to=None, **attributes):
        output = to or f"n{len(nodes)}"
        nodes.append(helper.make_node(operation, list(inputs), [output], **attributes))
        return output

    def cast(value, kind=TensorProto.FLOAT):
        output = f"n{len(nodes)}"
        nodes.append(helper.make_node("Cast", [value], [output], to=kind))
        return output

    def scale(at):
        return node("Slice", "scales", constant([at], np.int64), constant([at + 1], np.int64))

    ids = node("Reshape", "input", constant([-1], np.int64))
    numbers = cast(ids)
    quarter = cast(node("Mod", ids, constant(4, np.int64)))
    frames = node("Ceil", node("Mul", node("Add", quarter, constant(2)), scale(1)), to="lengths")
    for _ in range(ceils - 1):
        node("Ceil", frames)
    # Which phoneme it is, is found for each frame; for each sample it would be a matrix of gigabytes.
    ends = node("CumSum", frames, constant(0, np.int64))
    last = node("ReduceMax", ends, keepdims=0)
    behind = node(
        "GreaterOrEqual",
        node("Reshape", node("Range", constant(0), last, constant(1)), constant([-1, 1], np.int64)),
        node("Reshape", ends, constant([1, -1], np.int64)),
    )
    which = node("ReduceSum", cast(behind, TensorProto.INT64), constant([1], np.int64), keepdims=1)
    blocks = node("Expand", which, constant([1, HOP], np.int64))
    which = node("Reshape", blocks, constant([-1], np.int64))
    times = node("Range", constant(0), node("Mul", last, constant(HOP)), constant(1))
    here = node("Gather", numbers, which)
    pitch = node("Add", node("Add", here, constant(100)), node("Mul", scale(2), constant(10)))
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch"]))
        pitch = node("Add", pitch, node("Mul", cast("sid"), constant(60)))
    tone = node("Sin", node("Mul", node("Mul", pitch, times), constant(2 * np.pi / RATE)))
    level = node("Mul", node("Gather", quarter, which), constant(0.05))
    level = node("Mul", node("Add", level, constant(0.1)), node("Div", scale(0), constant(0.667)))
    voiced = cast(node("Greater", here, constant(0)))
    node("Reshape", node("Mul", node("Mul", tone, level), voiced), constant([1, 1, -1], np.int64), to="output")
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1, "time"])]
    if tells_lengths:
        outputs.append(helper.make_tensor_value_info("lengths", TensorProto.FLOAT, ["phonemes"]))
    graph = helper.make_graph(nodes, "hum", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(model)
    values = {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": espeak},
        "phoneme_type": "espeak",
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "num_symbols": 256,
        "num_speakers": speakers,
        "speaker_id_map": {f"person{number}": number for number in range(speakers)} if speakers > 1 else {},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "hop_length": HOP,
        "language": {"code": name.partition("-")[0]},
        **config,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(model.SerializeToString())
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(values), "utf-8")
    return path
