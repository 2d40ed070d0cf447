"""How fast words are found, against a bare loop over underthesea: ratios of one run.

``python tests/benchmarks/tokenising.py [text file]``. The text is built from the corpus's coded
sentences, their words shifted so that no sentence repeats; a text file takes their place.
"""

import argparse
import csv
import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from helpers.corpus import load_corpus  # noqa: E402
from helpers.vietnamese import compare_segmentation, split_sentences, tokenise  # noqa: E402

LOOP = """
from underthesea import word_tokenize
found = [word_tokenize(text) for text in texts]
"""
TOKENISE = """
from helpers.vietnamese import tokenise
found = tokenise(texts, n_jobs={n_jobs})
"""
# Loads the model here and in the other process, so that the work alone is timed.
WARM_UP = """
from underthesea import word_tokenize
from helpers.vietnamese import tokenise
word_tokenize(texts[0])
tokenise(texts[:4000], n_jobs={n_jobs})
"""
TIMED = """
import sys, time
from pathlib import Path
texts = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
{before}
start = time.perf_counter()
{code}
print(time.perf_counter() - start)
"""


def varied_sentences(characters: int) -> list[str]:
    """Sentences that add up to so many characters, none twice, the same in every run."""
    path = ROOT / "corpus" / "annotations" / "frames.csv"
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    sentences, size = [], 0
    for shift in itertools.count():
        for number, text in enumerate(texts):
            # The first half of one sentence, the second of another, and a number.
            other = texts[(number + shift) % len(texts)].split()
            half = text.split()[: 1 + len(text.split()) // 2]
            sentence = " ".join([*half, str(1000 + shift), *other[len(other) // 2 :]])
            sentences.append(sentence)
            size += len(sentence)
            if size >= characters:
                return sentences


def seconds(code: str, file: Path, before: str = "") -> float:
    """Time a piece of code in a process of its own, its start and imports of Python aside."""
    result = subprocess.run(
        [sys.executable, "-c", TIMED.format(before=before, code=code), str(file)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "KHUNGTIN_CACHE": "off", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(result.stdout)


def ratios(file: Path, n_jobs: int, rounds: int, *, warm: bool = True) -> list[float]:
    """Time of `tokenise` against the loop, the two in turn."""
    before = WARM_UP.format(n_jobs=n_jobs) if warm else ""
    found = []
    for _ in range(rounds):
        loop = seconds(LOOP, file, before)
        found.append(seconds(TOKENISE.format(n_jobs=n_jobs), file, before) / loop)
    return sorted(found)


def warm_cache_seconds(folder: Path) -> float:
    """Time to load the shipped corpus from the cache, in a fresh process, imports aside."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "KHUNGTIN_CACHE": str(folder)}
    code = """if True:
        import sys, time
        import pandas
        from helpers.corpus import load_corpus
        start = time.perf_counter()
        load_corpus("corpus")
        print(time.perf_counter() - start, "underthesea" in sys.modules)
    """
    found = []
    for expected in ("True", "False", "False", "False", "False", "False"):
        result = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        elapsed, imported = result.stdout.split()
        assert imported == expected
        found.append(float(elapsed))
    return sorted(found[1:])[2]


def print_whole_words() -> None:
    """Print how often the corpus's central words are whole, and whether anything was lost."""
    parts = load_corpus(ROOT / "corpus").parts
    sentences = [sentence for text in parts["text"] for sentence in split_sentences(text)]
    terms = ["sức khỏe", "Ủy ban Nhân dân"]
    for row in compare_segmentation(sentences, terms).itertuples():
        print(f"{row.term}: whole {row.whole_remedy} of {row.occurrences}")
    words = tokenise(sentences)
    kept = sum(
        "".join("".join(found).split()) == "".join(sentence.split())
        for sentence, found in zip(sentences, words, strict=True)
    )
    print(f"sentences of the pages with nothing lost: {kept} of {len(sentences)}")


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="a text in UTF-8")
    parser.add_argument("--characters", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.file:
        sentences = split_sentences(options.file.read_text(encoding="utf-8"))
    else:
        sentences = varied_sentences(options.characters)
    characters = sum(map(len, sentences))
    print(f"{len(sentences):,} sentences, {characters:,} characters, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        whole, part = (Path(folder) / name for name in ("whole", "part"))
        whole.write_text("\n".join(sentences), encoding="utf-8")
        part.write_text("\n".join(sentences[: len(sentences) // 4]), encoding="utf-8")
        one = ratios(part, 1, options.rounds)
        print(f"one process: {_middle(one)} times the loop's time")
        for start, warm in (("models loaded", True), ("from a cold start", False)):
            two = [1 / ratio for ratio in ratios(whole, 2, options.rounds, warm=warm)][::-1]
            print(f"two processes, {start}: {_middle(two)} times as fast as the loop")
        cached = warm_cache_seconds(Path(folder) / "cache")
        print(f"load_corpus() from the cache: {cached:.3f} s, underthesea not imported")
    print_whole_words()


def _middle(values: list[float]) -> str:
    return f"{values[len(values) // 2]:.2f} ({values[0]:.2f} to {values[-1]:.2f})"


if __name__ == "__main__":
    main()
