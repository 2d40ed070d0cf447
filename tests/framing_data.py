"""What the tests of framing share: the corpus's coding, and an invented corpus of any size."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import framing

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
CODING = CORPUS / "annotations" / "frames.csv"
CODEBOOK = CORPUS / "codebook.toml"


@cache
def codebook():
    return framing.load_codebook(CODEBOOK)


def settled():
    return framing.load_coding(CODING, codebook=codebook())


def coder(letter):
    return framing.load_coding(CODING, codebook=codebook(), coder=letter)


def article_table():
    return pd.read_csv(CORPUS / "articles.csv", keep_default_na=False).set_index("id")


def sentences(*texts, article="made-up"):
    """Invented sentences as a corpus holds them."""
    table = pd.DataFrame({"article": pd.Categorical([article] * len(texts)), "text": list(texts)})
    return table.assign(sentence=range(1, len(texts) + 1), part="body", paragraph=1)


def invented_coding(articles=200, groups="ABCD", length=12, *, seed=0, share=0.2, shift=0.25):
    """Random codes; the first frame is commoner by `shift` in the first group."""
    rng = np.random.default_rng(seed)
    codes = np.array(codebook().codes, dtype=object)
    n = articles * length
    number = np.repeat(np.arange(articles), length)
    group = np.array(list(groups))[number % len(groups)]
    coded = rng.random((n, len(codes))) < share
    coded[:, 0] |= (group == groups[0]) & (rng.random(n) < shift)
    return pd.DataFrame(
        {
            "article": [f"a{i:04d}" for i in number],
            "sentence": np.tile(np.arange(1, length + 1), articles),
            "part": "body",
            "text": "Hai bên ký kết thỏa thuận hợp tác về đào tạo.",
            "group": group,
            "frames": [";".join(codes[row]) for row in coded],
            "partner": "UK",
            "agency": "F=V",
            "prestige": 0,
            "speaker": "",
            "attribution": "",
            "reason": "",
            "coded_by": "settled codes",
        }
    )
