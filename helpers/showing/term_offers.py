"""What may be meant by a term that was typed: by its English, by other marks."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from helpers.corpus import COUNTED_PARTS, Corpus
from helpers.counting import concordance, is_word, syllable_index
from helpers.vietnamese import one_tone_style

_SMALL_WORDS = {"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"}
_ENDINGS = re.compile("((?<=...)(?:ations?|ate[ds]?|ating|ments?|ing|ed|es|(?<!s)s|e))$")
MOST_SUGGESTED = 5


def offers(corpus: Corpus, term: str) -> list[str]:
    """Give words that may have been meant: glossed with it in English, or of the same letters.

    Examples
    --------
    >>> offers(corpus, "hop tac"), offers(corpus, "signed")
    (['hợp tác'], ['ký', 'ký kết'])
    """
    if not is_word(term):
        return []
    meant = glossed_with(corpus, term)
    same = same_letters(corpus, term, list(map(str, corpus.articles.index)))
    found = dict.fromkeys([*meant, *same])
    return [name for name in found if folded(name) != folded(term)][:MOST_SUGGESTED]


def english_stems(text: str) -> list[str]:
    """Give the English words of a text without endings and small words, one spelling for all.

    Examples
    --------
    >>> english_stems("to sign, signed"), english_stems("centers of organised studies")
    (['sign', 'sign'], ['centr', 'organi', 'study'])
    """
    words = re.findall(r"[a-z]+", text.casefold().replace("-", ""))
    return [_stem(word) for word in words if word not in _SMALL_WORDS]


def _stem(word: str) -> str:
    """Cut a word's ending; American spelling becomes British."""
    british = re.sub("ie[ds]$", "y", word.replace("z", "s").replace("our", "or"))
    single = re.sub(r"([^aeiouls])\1$", r"\1", _ENDINGS.sub("", _ENDINGS.sub("", british)))
    return re.sub("er$", "r", single)


def glossed_with(corpus: Corpus, term: str) -> list[str]:
    """Give the terms here whose English gloss has the words of a text: a whole sense first.

    Examples
    --------
    >>> glossed_with(corpus, "hospitals")[:2]
    ['bệnh viện', 'bệnh viện đa khoa']
    """
    wanted = english_stems(term) if term.isascii() else []
    if not wanted:
        return []
    found = []
    for name, english in corpus.known_glossary[["term", "English"]].itertuples(index=False):
        if set(wanted) <= set(english_stems(english)):
            senses = map(english_stems, re.split("[;,]", re.sub(r"\(.*?\)", "", english)))
            found.append((wanted not in senses, -len(concordance(corpus, name)), name))
    there = [item for item in found if item[1]]
    return [name for *_, name in sorted(there, key=lambda item: item[:2])]


def without_marks(text: str) -> str:
    """Return a text in small letters without diacritics, ``đ`` as ``d``."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def folded(term: str) -> str:
    """Return a term in small letters and one tone style."""
    return one_tone_style(" ".join(unicodedata.normalize("NFC", term).casefold().split()))


def in_english(corpus: Corpus, term: str) -> list[str]:
    """Name the sentences whose English has the words of a text."""
    wanted = set(english_stems(term))
    return [
        f"{corpus.names[article]} {sentence}"
        for (article, sentence), english in corpus.english.items()
        if sentence and wanted and wanted <= set(english_stems(english))
    ]


def same_letters(corpus: Corpus, term: str, articles: list[str]) -> list[str]:
    """Give the commonest words of these articles that are the same but for marks and capitals."""
    index = syllable_index(corpus, COUNTED_PARTS)
    letters = without_marks(term)
    known = enumerate(index.terms)
    alike = [code for code, term in known if without_marks(str(term)) == letters]
    # An article at a time, not a word: names are slow to compare.
    chosen = np.isin(np.array(list(map(str, index.articles)), dtype=str), articles)
    terms = index.term[index.word][chosen[index.article[index.word]]]
    counts = {code: int(np.sum(terms == code)) for code in alike}
    best = sorted((code for code in alike if counts[code]), key=lambda code: -counts[code])
    return [str(index.terms[code]) for code in best[:MOST_SUGGESTED]]
