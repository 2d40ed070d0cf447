"""Corpora that reports are held against: shipped, invented, one group, uncoded, many groups."""

import csv

from helpers.corpus import Corpus, load_corpus
from helpers.reports import EXAMPLE

FRAMES = {
    "AID": "Bệnh viện {n} nhận viện trợ của Anh để mua thuốc.",
    "LEARN": "Sở Y tế {n} cử bác sĩ đi đào tạo ở Hoa Kỳ.",
    "PARTNER": "Hai bên ký kết thỏa thuận hợp tác số {n}.",
    "": "Trạm y tế {n} mở cửa từ sáng sớm.",
}


def made(folder, groups, *, coded, agency="V>V", sentences=6, titles=()):
    """Write a corpus of invented articles, one a group in `groups`, and load it."""
    (folder / "articles").mkdir(parents=True)
    rows, codes = [], []
    for number, group in enumerate(groups):
        article = f"a{number:03}"
        title = titles[number] if titles else f"Tin y tế số {number}"
        frames = [list(FRAMES)[(number + step) % len(FRAMES)] for step in range(sentences)]
        texts = [FRAMES[frame].format(n=number * sentences + k) for k, frame in enumerate(frames)]
        (folder / f"articles/{article}.txt").write_text("\n\n".join([title, *texts]) + "\n")
        rows.append((article, title, group))
        for place, (text, frame) in enumerate(zip([title, *texts], ["", *frames], strict=True)):
            part = "body" if place else "title"
            codes.append((article, place, part, text, frame, "MULTI", agency, 0))
    write(folder / "articles.csv", "id,title,group", rows)
    if any(groups):
        write(folder / "groups.csv", "group,label", [(g, g) for g in dict.fromkeys(groups)])
    if coded:
        (folder / "annotations").mkdir()
        header = "article,sentence,part,text,frames,partner,agency,prestige"
        write(folder / "annotations/frames.csv", header, codes)
    return load_corpus(folder, n_jobs=1)


def write(path, header, rows):
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


MATRIX = {
    "shipped": lambda folder: load_corpus(),
    "fixture": lambda folder: load_corpus(EXAMPLE, n_jobs=1),
    "one group": lambda folder: made(folder, ["A", "A", "A"], coded=True),
    "no coding, no reference": lambda folder: made(folder, ["A", "B"], coded=False),
    "no group, one article": lambda folder: made(folder, [""], coded=False),
    "no agency": lambda folder: made(folder, ["A", "B"], coded=True, agency="V>V"),
    "thirty groups": lambda folder: made(folder, [f"G{n}" for n in range(30)], coded=True),
    "a sample of many": lambda folder: sampled(made(folder, ["A", "B"] * 20, coded=True)),
}


def sampled(corpus: Corpus) -> Corpus:
    """Draw a sample, as reports get it of a very large corpus."""
    return corpus.sample(10, by="group")
