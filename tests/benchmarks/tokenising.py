"""How fast words are found, against loops over underthesea and pyvi: ratios of one run.

``python -m tests.benchmarks.tokenising [FILE]``: a text, or a JSONL file with a column ``text``, an
article a row. Without one, texts are built from the corpus's coded sentences, their words shifted
so that no sentence repeats. Every run is a process of its own, from a cold start: imports, models
and look-ups count. pyvi is in the extra ``bench``.
"""

import argparse
import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from helpers.corpus import load_corpus  # noqa: E402
from helpers.vietnamese import compare_segmentation, split_sentences, tokenise  # noqa: E402
from tests.words_in_text import cuts, underthesea_cuts  # noqa: E402

LOOP = """
from underthesea import word_tokenize
found = [word_tokenize(text) for text in texts]
"""
PYVI = """
from pyvi import ViTokenizer
found = [ViTokenizer.tokenize(text) for text in texts]
"""
TOKENISE = """
from helpers.vietnamese import tokenise
found = tokenise(texts, n_jobs={n_jobs})
"""
TIMED = """
import sys, time
from pathlib import Path
texts = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
start = time.perf_counter()
{code}
seconds = time.perf_counter() - start
try:
    import resource
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
except ImportError:
    memory = 0
print(seconds, memory)
"""
FIRST_ARTICLES = 150


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


def measure(code: str, file: Path) -> tuple[float, int]:
    """Time a piece of code in a process of its own, and give the most memory that it had."""
    result = subprocess.run(
        [sys.executable, "-c", TIMED.format(code=code), str(file)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "KHUNGTIN_CACHE": "off", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, memory = result.stdout.split()
    return float(seconds), int(memory)


def print_ratios(label: str, file: Path, rounds: int) -> None:
    """Print how many times as fast as the loops `tokenise` is, all in turn."""
    codes = {
        "underthesea": LOOP,
        "one": TOKENISE.format(n_jobs=1),
        "two": TOKENISE.format(n_jobs=2),
    }
    if find_spec("pyvi"):
        codes["pyvi"] = PYVI
    runs = [{name: measure(code, file) for name, code in codes.items()} for _ in range(rounds)]
    for other, processes in itertools.product(("underthesea", "pyvi"), ("one", "two")):
        if other in codes:
            faster = [run[other][0] / run[processes][0] for run in runs]
            print(f"{label}, process: {processes}, times {other}: {_middle(sorted(faster))}")
    memory = [run["one"][1] / max(run["underthesea"][1], 1) for run in runs]
    print(f"{label}, peak memory, times that of underthesea's loop: {_middle(sorted(memory))}")


def print_same_cuts(sentences: list[str]) -> None:
    """Print how many sentences the word model cuts as underthesea does, which composes them."""
    sentences = [unicodedata.normalize("NFC", sentence) for sentence in sentences]
    same = sum(map(list.__eq__, cuts(sentences), underthesea_cuts(sentences)))
    print(f"cut as underthesea does: {same:,} of {len(sentences):,} sentences")


def warm_cache_seconds(folder: Path) -> float:
    """Time to load the shipped corpus from the cache, in a fresh process, imports aside."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "KHUNGTIN_CACHE": str(folder)}
    code = """if True:
        import sys, time
        import pandas
        from helpers.corpus import load_corpus
        start = time.perf_counter()
        load_corpus("corpus")
        print(time.perf_counter() - start)
    """
    found = []
    for _ in range(6):
        result = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found.append(float(result.stdout))
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
    parser.add_argument("file", nargs="?", type=Path, help="a text, or JSONL; in UTF-8")
    parser.add_argument("--characters", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = _articles(options.file) if options.file else []
    sentences = [sentence for article in articles for sentence in split_sentences(article)]
    sentences = sentences or varied_sentences(options.characters)
    first = [text for article in articles[:FIRST_ARTICLES] for text in split_sentences(article)]
    characters = sum(map(len, sentences))
    print(f"{len(sentences):,} sentences, {characters:,} characters, {options.rounds} rounds")
    print_same_cuts(sentences)
    with tempfile.TemporaryDirectory() as folder:
        whole, part = (Path(folder) / name for name in ("whole", "part"))
        whole.write_text("\n".join(sentences), encoding="utf-8")
        part.write_text("\n".join(first), encoding="utf-8")
        if len(articles) > FIRST_ARTICLES:
            print_ratios(f"first {FIRST_ARTICLES} articles", part, options.rounds)
        print_ratios("whole", whole, options.rounds)
        cached = warm_cache_seconds(Path(folder) / "cache")
        print(f"load_corpus() from the cache: {cached:.3f} s")
    print_whole_words()


def _articles(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".jsonl":
        return [text]
    return [json.loads(line)["text"] for line in text.split("\n") if line]


def _middle(values: list[float]) -> str:
    return f"{values[len(values) // 2]:.2f} ({values[0]:.2f} to {values[-1]:.2f})"


if __name__ == "__main__":
    main()
