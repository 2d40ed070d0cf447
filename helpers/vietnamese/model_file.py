"""The file of underthesea's word model, as crfsuite writes it."""

from __future__ import annotations

import hashlib
import re
import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


def files_digest(files: dict[str, bytes]) -> str:
    """Tell one state of a model's files from another."""
    whole = hashlib.sha256()
    for content in files.values():
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()


def template_place(template: str) -> tuple[str, int, int]:
    """Read a template: "T[-1,0].lower" is of kind "lower", two tokens wide, from -1 on."""
    tokens, _, kind = template.removeprefix("T[").partition("]")
    first, _, last = tokens.partition(",")
    return kind.removeprefix("."), int(last or first) - int(first) + 1, int(first)


class Template(NamedTuple):
    """Weights by the number of what stands at an offset: a token, or so many from there on."""

    kind: str
    width: int
    offset: int
    # The weights of both labels are one complex number: its parts are added each for itself.
    weights: NDArray[np.complex128]


def read_crfsuite(
    content: bytes,
) -> tuple[list[str], NDArray[np.complex128], NDArray[np.float64]]:
    """Read attributes, the weights of both labels for each, and those from label to label.

    The format is CRFsuite's: a header, the weights (kind, from, to, weight), and the attributes in
    the order of their numbers, each with its number and size before it.
    """
    count, features, _, names = struct.unpack_from("<4I", content, 24)
    kind = np.dtype([("kind", "<u4"), ("left", "<u4"), ("label", "<u4"), ("weight", "<f8")])
    (size,) = struct.unpack_from("<I", content, features + 8)
    rows = np.frombuffer(content, kind, size, features + 12)
    # As underthesea does.
    weights = np.where(np.abs(rows["weight"]) > 1e-10, rows["weight"], 0.0)
    states, transitions = np.zeros((count, 2)), np.zeros((2, 2))
    is_state = rows["kind"] == 0
    for table, chosen in ((states, is_state), (transitions, ~is_state)):
        table[rows["left"][chosen], rows["label"][chosen]] = weights[chosen]
    records = re.findall(rb".{8}([^\0]+)\0", content[names + 24 + 8 * 256 :], re.DOTALL)[:count]
    return b"\0".join(records).decode().split("\0"), states.view(np.complex128)[:, 0], transitions
