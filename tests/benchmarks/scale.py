"""A large corpus: from raw text to stored tokens, and counts over them.

``python -m tests.benchmarks.scale [texts.jsonl]``; without a file, on texts generated from the
shipped corpus. Each run is a process of its own: its memory is its own, and it starts cold. Workers
load their models before the clock starts; what that costs is printed apart. Processor time stands
beside the clock: on a machine that others use it is the steadier of the two.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GENERATED_BYTES = 3_000_000
SHARES = {"1/10": 10, "1/3": 3, "whole": 1}
CORES = 2
NOTEBOOKS = ("00", "01", "02", "03", "05")
"""The notebooks to read and the methods of words, by the numbers that their names begin with."""

GROUPS = ("north", "middle", "south")


def main(path: str | None = None) -> None:
    """Print the table; `path` names a JSONL file with a column ``text``."""
    path = path or (sys.argv[1] if len(sys.argv) > 1 else None)
    texts = _texts(Path(path)) if path else generated_texts(GENERATED_BYTES)
    size = _bytes(texts)
    print(f"{len(texts):,} articles, {size / 1e6:.1f} MB; {CORES} processes")
    with tempfile.TemporaryDirectory() as scratch:
        folders = {
            share: _folder(Path(scratch) / share.replace("/", "-"), texts[::step])
            for share, step in SHARES.items()
        }
        sizes = {share: _bytes(texts[::step]) for share, step in SHARES.items()}
        runs = {share: _run("store", folder, scratch) for share, folder in folders.items()}
        plain = _run("plain", folders["whole"], scratch)
        bare = _run("bare", folders["whole"], scratch)
        idle = _run("start", folders["whole"], scratch)["processor"]
        counts = _run("count", folders["whole"], scratch)
        shown = {"one group": _run("notebooks", folders["whole"], scratch)}
        grouped = _folder(Path(scratch) / "grouped", texts, GROUPS)
        shown["three groups"] = _run("notebooks", grouped, scratch)
    whole = runs["whole"]
    _row("raw text to stored tokens", f"{whole['seconds']:.1f} s")
    _row("a plain loop over underthesea", f"{plain['seconds']:.1f} s")
    _row("times a plain loop", f"{plain['seconds'] / whole['seconds']:.2f}", ">= 4.5")
    worked = {share: run["processor"] - idle for share, run in runs.items()}
    possible = CORES * plain["processor"] / worked["whole"]
    _row("the same by processor time", f"{possible:.2f}")
    _row("the bare segmenter over raw text", f"{bare['seconds']:.1f} s")
    _row("times the bare segmenter", f"{bare['seconds'] / whole['seconds']:.2f}")
    _row("workers' start, not in the above", f"{whole['start']:.1f} s")
    _row("peak memory, whole (all processes)", f"{whole['memory'] / 2**20:,.0f} MiB")
    memory = whole["memory"] / runs["1/10"]["memory"]
    _row("times that of a tenth", f"{memory:.2f}", "<= 1.3")
    rates = {share: run["seconds"] / sizes[share] for share, run in runs.items()}
    for share, rate in rates.items():
        off = rate / rates["whole"] - 1
        _row(f"seconds a MB, {share}", f"{rate * 1e6:.2f} ({off:+.0%})", "within 15%")
    for share, seconds in worked.items():
        rate, whole_rate = seconds / sizes[share], worked["whole"] / sizes["whole"]
        off = rate / whole_rate - 1
        _row(f"processor seconds a MB, {share}", f"{rate * 1e6:.2f} ({off:+.0%})")
    _row("stored, times the text", f"{whole['stored'] / sizes['whole']:.2f}")
    _row("term counts by article", f"{counts['counts']:.2f} s", "<= 1 s")
    _row("their rows", f"{counts['rows']:,}")
    _row("term_frequency from disk", f"{counts['frequency']:.2f} s")
    _row("dispersion from disk", f"{counts['dispersion']:.2f} s")
    _row("2-grams from disk", f"{counts['ngrams']:.2f} s")
    _row("load_corpus, tables stored", f"{counts['load']:.2f} s")
    for groups, run in shown.items():
        found = f"{run['seconds']:.1f} s"
        _row(f"five notebooks, tokens stored, {groups}", found, "<= 45 s")
        _row("the same, processor time", f"{run['processor']:.1f} s")


def generated_texts(size: int) -> list[str]:
    """Make articles of halves of the shipped corpus's sentences, no two alike, always the same."""
    from helpers.corpus import load_corpus  # noqa: PLC0415

    os.environ["KHUNGTIN_CACHE"] = "off"
    table = load_corpus(Path(__file__).parents[2] / "corpus").sentences
    sentences = [text.split() for text in table.loc[table["part"] != "title", "text"]]
    dice = random.Random(0)
    texts, made = [], 0
    while made < size:
        lines = [f"Tin y tế số {len(texts) + 1}"]
        for _ in range(dice.randint(10, 40)):
            first, second = dice.choice(sentences), dice.choice(sentences)
            words = first[: len(first) // 2] + second[len(second) // 2 :]
            lines.append(" ".join([*words[:-1], str(dice.randint(2, 9999)), words[-1]]))
        texts.append("\n".join(lines))
        made += len(texts[-1].encode())
    return texts


def _texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def _bytes(texts: list[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def _folder(folder: Path, texts: list[str], groups: tuple[str, ...] = ("a",)) -> Path:
    (folder / "articles").mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / "articles" / f"a{number:06}.txt").write_bytes(text.encode())
    rows = "".join(f"a{n:06},a,{groups[n % len(groups)]}\n" for n in range(len(texts)))
    (folder / "articles.csv").write_text("id,title,group\n" + rows, encoding="utf-8")
    labels = "".join(f"{group},{group.title()}\n" for group in groups)
    (folder / "groups.csv").write_text("group,label\n" + labels, encoding="utf-8")
    return folder


def _row(label: str, value: str, target: str = "") -> None:
    print(f"{label:<40} {value:>16}   {target}", flush=True)


def _run(kind: str, folder: Path, scratch: str) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    code = f"from tests.benchmarks import scale; scale.measure_{kind}({str(folder)!r})"
    environment = {**os.environ, "KHUNGTIN_CACHE": str(Path(scratch) / f"cache {folder.name}")}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def measure_store(folder: str) -> None:
    """Clean, split, segment and store; print seconds, bytes stored and peak memory."""
    from joblib import Parallel, delayed  # noqa: PLC0415
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415

    from helpers.corpus import folder as corpus_files  # noqa: PLC0415
    from helpers.corpus import store  # noqa: PLC0415
    from helpers.vietnamese import token_cache  # noqa: PLC0415

    start = time.perf_counter()
    Parallel(n_jobs=CORES, batch_size=1)(delayed(_warm_up)() for _ in range(CORES * 2))
    warm = time.perf_counter()
    files = corpus_files.read_folder(Path(folder))
    cache = token_cache.cache_folder()
    store.stored_tables(Path(folder), files, cache, n_jobs=CORES)
    end = time.perf_counter()
    get_reusable_executor().shutdown(wait=True)
    stored = sum(path.stat().st_size for path in cache.glob("tables/*/*/*.parquet"))
    found = {"seconds": end - warm, "start": warm - start, "stored": stored}
    print(json.dumps({**found, "memory": _peak_memory(CORES), "processor": _processor_seconds()}))


def measure_start(_folder: str) -> None:
    """Start the workers, and stop them: what `measure_store` spends beside its work."""
    from joblib import Parallel, delayed  # noqa: PLC0415
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415

    from helpers.corpus import store  # noqa: F401, PLC0415 - imported where work is done

    Parallel(n_jobs=CORES, batch_size=1)(delayed(_warm_up)() for _ in range(CORES * 2))
    get_reusable_executor().shutdown(wait=True)
    print(json.dumps({"processor": _processor_seconds()}))


def measure_plain(folder: str) -> None:
    """Clean, split and let underthesea segment one article after another; keep nothing."""
    from underthesea import word_tokenize  # noqa: PLC0415

    from helpers.cleaning import parts  # noqa: PLC0415
    from helpers.vietnamese import split_sentences  # noqa: PLC0415

    def words(page: str) -> None:
        for text in parts.label_parts(page)["text"]:
            for sentence in split_sentences(text):
                word_tokenize(sentence)

    _measure_loop(folder, words)


def measure_bare(folder: str) -> None:
    """Split and segment raw text by the segmenter's own functions; neither clean nor keep."""
    from underthesea import sent_tokenize, word_tokenize  # noqa: PLC0415

    def words(page: str) -> None:
        for line in filter(str.strip, page.split("\n")):
            for sentence in sent_tokenize(line):
                word_tokenize(sentence)

    _measure_loop(folder, words)


def _measure_loop(folder: str, words) -> None:
    """Time a function over every page, models loaded."""
    _warm_up()
    words("Sức khỏe cộng đồng ở Hà Nội.")
    pages = [path.read_bytes().decode() for path in sorted(Path(folder, "articles").iterdir())]
    start, before = time.perf_counter(), time.process_time()
    for page in pages:
        words(page)
    found = {"seconds": time.perf_counter() - start, "processor": time.process_time() - before}
    print(json.dumps(found))


def measure_count(folder: str) -> None:
    """Count stored tokens; the best of three, DuckDB imported before."""
    from helpers.corpus import loading  # noqa: PLC0415
    from helpers.counting import (  # noqa: PLC0415
        dispersion,
        ngrams,
        stored_counts,
        term_frequency,
    )

    start = time.perf_counter()
    loading.IN_MEMORY_BELOW = 0
    loading.STORED_ABOVE = 0
    tokens = loading.load_corpus(folder).tokens
    found = {"load": time.perf_counter() - start}
    found["rows"] = len(stored_counts.article_counts(tokens))
    for name, count in (
        ("counts", stored_counts.article_counts),
        ("frequency", term_frequency),
        ("dispersion", dispersion),
        ("ngrams", ngrams),
    ):
        found[name] = min(_seconds(count, tokens) for _ in range(3))
    print(json.dumps(found))


def measure_notebooks(folder: str) -> None:
    """Execute `NOTEBOOKS` on a corpus whose tables are stored, and write their pages."""
    from helpers import ROOT  # noqa: PLC0415
    from helpers.corpus import prepare_corpus  # noqa: PLC0415
    from helpers.site import build_site  # noqa: PLC0415

    prepare_corpus(folder)
    with tempfile.TemporaryDirectory() as scratch:
        chosen = Path(scratch) / "notebooks"
        chosen.mkdir()
        for number in NOTEBOOKS:
            for path in (ROOT / "notebooks").glob(f"{number}_*.ipynb"):
                shutil.copy(path, chosen)
        start, before = time.perf_counter(), _processor_seconds()
        build_site(chosen, Path(scratch) / "site", corpus=folder, progress=lambda line: None)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "processor": _processor_seconds() - before}))


def _seconds(count, tokens) -> float:
    start = time.perf_counter()
    count(tokens)
    return time.perf_counter() - start


def _warm_up() -> None:
    from helpers.corpus import page_tables  # noqa: PLC0415
    from helpers.vietnamese import words as tokenising  # noqa: PLC0415

    page_tables.part_table({"a": "Sức khỏe"})
    tokenising.tokenise_here(["Sức khỏe cộng đồng ở Hà Nội."])
    # Long enough that each worker gets one.
    time.sleep(0.5)


def _processor_seconds() -> float:
    """Give the processor time of this process and of its workers, once they have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_memory(workers: int) -> int:
    """Give the most that this process had, and its workers with it, in bytes."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + workers * largest) * unit


if __name__ == "__main__":
    main()
