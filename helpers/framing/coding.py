"""A coding of sentences: read it, check it against the sentences, turn it into counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.corpus import CorpusError, Table, read_csv, require_in_memory, rows_of, unguard_formula
from helpers.framing.codebook import Codebook
from helpers.framing.codebook_checks import plain

CODED = ("frames", "partner", "agency", "prestige")
"""The columns that coders fill; ``prestige`` is 1 where the partner's rank is praised."""

UNSETTLED = "?"
"""Stands where two coders differ; no codebook knows it, so a coding that holds it is refused."""

_REQUIRED = ("article", "sentence", "part", "text", *CODED)
_ENTITIES = ("speaker", "attribution", "reason", "revision")


def load_coding(
    path: str | Path,
    sentences: Table | None = None,
    *,
    codebook: Codebook | Mapping[str, list[str]] | None = None,
    coder: str | None = None,
    leave_out: Collection[str] = (),
) -> pd.DataFrame:
    """Read a coding of sentences and check all of it.

    Parameters
    ----------
    path : path
        A CSV file with ``article, sentence, part, text, frames`` (codes joined
        by ``;``), ``partner, agency, prestige`` and, optionally, the same four
        by coder (``frames_a``, …), ``speaker, attribution, reason``
        and ``revision`` (what a later reading changed, and why).
    sentences : DataFrame or stored table, optional
        The corpus's ``article, sentence, text``. When given, each row's text
        must be what stands there, and no sentence of a coded article may lack
        a row: shares of half-coded articles would mislead.
    codebook : Codebook or mapping, optional
        When given, every code must be in it; a mapping as `Codebook.coding_codes`.
    coder : str, optional
        ``"a"`` for the codes of coder a, as ``frames_a``; by default the
        settled ones.
    leave_out : collection of str
        Articles whose rows are left out: a selection's folder codes more than it holds.

    Returns
    -------
    DataFrame
        ``article, sentence, part, text, frames, partner, agency, prestige``
        (int), ``speaker, attribution, reason, revision`` and ``coded_by``.

    Raises
    ------
    CorpusError
        One error that lists every fault: the file, the row, what was expected.

    Examples
    --------
    >>> path = corpus.folder / "annotations" / "frames.csv"
    >>> coding = load_coding(path, corpus.sentences, codebook=framing.codebook)
    >>> coding[["article", "sentence", "frames", "partner", "agency", "prestige"]].head(3)
           article  sentence                      frames partner agency  prestige
    0  uk-hcmc-hub         0                     AID;HUB      UK    F>V         0
    1  uk-hcmc-hub         1             AID;SCITECH;HUB      UK    F>V         0
    2  uk-hcmc-hub         2  AID;LEARN;STANDARD;SCITECH      UK    F>V         0
    """
    table, suffix = _read(path, sentences, codebook, coder, leave_out), f"_{coder}" if coder else ""
    coding = table.assign(**{column: table[f"{column}{suffix}"] for column in CODED})
    coding = coding.reindex(columns=[*_REQUIRED, *_ENTITIES], fill_value="")
    coding = coding.astype({"sentence": int, "prestige": int})
    return coding.assign(coded_by=f"coder {coder}" if coder else "settled codes")


def load_sheet(
    path: str | Path,
    sentences: Table | None = None,
    *,
    codebook: Codebook | Mapping[str, list[str]] | None = None,
    coder: str | None = None,
    leave_out: Collection[str] = (),
) -> pd.DataFrame:
    """Read a sheet that may be filled in in part, and check what stands in it.

    Parameters
    ----------
    path, sentences, codebook, coder, leave_out
        As `load_coding` takes them.

    Returns
    -------
    DataFrame
        ``article, sentence`` (int), ``part, text, frames, partner, agency, prestige`` (str) and
        ``state``: "coded" with partner, agency and prestige, "open" with no code, else "begun";
        ``note``, empty where the sheet has none.

    Raises
    ------
    CorpusError
        As `load_coding`, but for what isn't filled in yet.
    """
    table = _read(path, sentences, codebook, coder, leave_out, partly=True)
    suffix = f"_{coder}" if coder else ""
    sheet = table.assign(**{column: table[f"{column}{suffix}"] for column in CODED})
    sheet = sheet.reindex(columns=[*_REQUIRED, "note"], fill_value="").astype({"sentence": int})
    filled = sheet[list(CODED)] != ""
    state = filled.any(axis=1).map({True: "begun", False: "open"})
    return sheet.assign(state=state.mask(filled[list(CODED[1:])].all(axis=1), "coded"))


def _read(
    path: str | Path,
    sentences: Table | None,
    codebook: Codebook | Mapping[str, list[str]] | None,
    coder: str | None,
    leave_out: Collection[str],
    *,
    partly: bool = False,
) -> pd.DataFrame:
    """Read the cells of a coding as they stand; every fault of them in one error."""
    path = Path(path)
    if not path.is_file():
        raise CorpusError([f"{path}: no such file; expected a coding in CSV"])
    problems: list[str] = []
    wanted = [f"{column}_{coder}" if coder else column for column in CODED]
    required = dict.fromkeys([*_REQUIRED, *wanted])
    rows = read_csv(path, required, problems)
    rows = {n: row for n, row in rows.items() if row.get("article") not in leave_out}
    known = codebook.coding_codes if isinstance(codebook, Codebook) else codebook or {}
    cells = [in_the_codebooks_case(row, known) for row in rows.values()]
    table = pd.DataFrame(cells, columns=None if rows else list(required))
    if not rows and not problems and not leave_out:
        problems.append(f"{path.name}: no rows; expected one row a sentence")
    where = [f"{path.name}, row {number}" for number in rows]
    if rows:
        problems += _check_keys(table, where)
        problems += _check_codes(table, where, known, wanted if partly else None)
        problems += _check_texts(table, where, path.name, sentences)
    if problems:
        raise CorpusError(problems)
    return table


def in_the_codebooks_case(row: Mapping[str, str], codes: Mapping[str, list[str]]) -> dict[str, str]:
    """Return a row's cells without what guards them, its codes as the codebook writes them.

    Codes that differ from one of the codebook's in their capitals alone are that one, unless two
    do; blanks between codes are nothing.
    """
    folded = {column: _by_folded(tuple(known)) for column, known in codes.items()}
    cells = {}
    for column, value in row.items():
        of = column.rpartition("_")[0] or column
        said = folded.get(of, {})
        cell = unguard_formula(value)
        found = [code.strip() for code in cell.split(";")] if of == "frames" else [cell]
        cells[column] = ";".join(said.get(code.casefold(), code) for code in found)
    return cells


@cache
def _by_folded(codes: tuple[str, ...]) -> dict[str, str]:
    """Give codes by their small letters, without those that differ in their capitals alone."""
    small = [code.casefold() for code in codes]
    return {key: code for key, code in zip(small, codes, strict=True) if small.count(key) == 1}


def require_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse a table that is none, or that lacks a column.

    Raises
    ------
    TypeError
        If it is no DataFrame.
    CorpusError
        If a column is missing.
    """
    require_in_memory(table, what)
    missing = [column for column in columns if column not in table]
    if missing:
        found = ", ".join(map(str, table.columns))
        raise CorpusError([f"{what}: no column {', '.join(missing)}; found {found}"])


def counted(coding: pd.DataFrame, *, titles: bool = False) -> pd.DataFrame:
    """Return the rows that shares rest on: all but the titles (sentence 0).

    Parameters
    ----------
    coding : DataFrame
    titles : bool
        Keep the titles too.

    Returns
    -------
    DataFrame
    """
    return coding if titles else coding[coding["sentence"] != 0]


def frame_columns(frames: pd.Series, codes: Iterable[str] | None = None) -> pd.DataFrame:
    """Return one column of 0 and 1 a frame.

    Parameters
    ----------
    frames : Series of str
        Codes joined by ``;``, empty for none.
    codes : iterable of str, optional
        The frames wanted, in this order, also those never coded; by default
        those that occur, in alphabetical order.

    Returns
    -------
    DataFrame
        The index of `frames`; integers.

    Examples
    --------
    >>> frame_columns(pd.Series(["AID;HUB", "", "AID"]))
       AID  HUB
    0    1    1
    1    0    0
    2    1    0
    """
    # Few combinations of frames occur, so each is divided once.
    places, distinct = pd.factorize(frames, use_na_sentinel=False)
    columns = pd.Series(distinct, dtype=object).str.get_dummies(";").astype(int)
    columns = columns.drop(columns="", errors="ignore").take(places).set_axis(frames.index)
    return columns if codes is None else columns.reindex(columns=list(codes), fill_value=0)


def with_articles(
    coding: pd.DataFrame, by: str, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the coding with a column `by` of its articles.

    An article for which that is empty is left out, unless it is of all.

    Raises
    ------
    ValueError
        If neither has the column, or an article has no row.
    """
    require_columns(coding, ("article", "sentence"), "coding")
    if by in coding:
        return _stated(coding, by)
    if articles is None or by not in articles:
        known = list(coding) + ([] if articles is None else list(articles))
        raise ValueError(f"no column {by!r} in the coding or the article table; there are {known}")
    absent = sorted(set(coding["article"].astype(str)) - set(articles.index.astype(str)))
    if absent:
        raise ValueError(f"no row in the article table for {', '.join(absent)}")
    return _stated(coding.assign(**{by: coding["article"].astype(str).map(articles[by])}), by)


def _stated(coding: pd.DataFrame, by: str) -> pd.DataFrame:
    """Leave out the rows for which a column is empty, unless it is of all."""
    stated = coding[by] != ""
    return coding if stated.all() or not stated.any() else coding[stated]


def _check_keys(table: pd.DataFrame, where: list[str]) -> list[str]:
    problems = []
    first: dict[tuple[str, str], str] = {}
    for row, here in zip(table.itertuples(), where, strict=True):
        key = (row.article, row.sentence)
        if key in first:
            at = first[key].rpartition(", ")[2]
            problems.append(f"{here}: {row.article} {row.sentence} is coded in {at} already")
        first.setdefault(key, here)
        if not row.sentence.isdecimal():
            problems.append(f"{here}: sentence {row.sentence!r}; expected a number, 0 the title")
    return problems


def _check_codes(
    table: pd.DataFrame,
    where: list[str],
    codes: Mapping[str, list[str]],
    partly: list[str] | None = None,
) -> list[str]:
    """Say which codes are none; of a sheet filled in `partly`, in these columns where filled."""
    problems = []
    known: dict[str, list[str]] = {column: [] for column in CODED}
    known["prestige"] = ["0", "1"]
    bare = (table[list(CODED)] == "").all(axis=1)
    if bare.any() and partly is None:
        name, first = where[0].partition(", ")[0], where[int(bare.to_numpy().argmax())]
        rows = f"{int(bare.sum()):,} row{'s' if bare.sum() > 1 else ''} not coded yet"
        needs = "each needs partner, agency and prestige (frames may stay empty)"
        problems.append(f"{name}: {rows}, from {first.rpartition(', ')[2]}; {needs}")
    known |= codes
    for column in table if partly is None else partly:
        expected = known.get(column.rpartition("_")[0] or column) or known.get(column)
        if not expected:
            continue
        several = column.partition("_")[0] == "frames"
        for value, here, empty in zip(table[column], where, bare, strict=True):
            if (empty and column in CODED) or (partly and not value):
                continue
            found = value.split(";") if several else [value]
            found = [code for code in found if code or not several]
            problems += [
                f"{here}: {column} is still to be settled ({UNSETTLED})"
                if code == UNSETTLED
                else f"{here}: {column} {code!r} is not in the codebook; "
                f"expected one of {', '.join(expected)}"
                + (", several with ; between them" if several else "")
                for code in dict.fromkeys(found)
                if code not in expected
            ]
            if len(found) != len(set(found)):
                problems.append(f"{here}: {column} {value!r} names a frame twice")
    return problems


def _check_texts(
    table: pd.DataFrame, where: list[str], name: str, sentences: Table | None
) -> list[str]:
    if sentences is None:
        return []
    texts = {
        (str(row.article), str(row.sentence)): row.text
        for row in rows_of(sentences, table["article"]).itertuples()
    }
    gone = ~table["article"].isin({article for article, _ in texts})
    problems = [
        f"{name}: {article} ({len(rows):,} row{'s' if len(rows) > 1 else ''}, from row "
        f"{where[rows[0]].rpartition(' ')[2]}) is not in the corpus; if it was renamed, write its "
        "new id there; if not, put it back, or take its rows out"
        for article, rows in table[gone].groupby("article", sort=False).groups.items()
    ]
    for row, here, away in zip(table.itertuples(), where, gone, strict=True):
        found = texts.get((row.article, row.sentence))
        if away:
            continue
        if found is None:
            problems.append(f"{here}: {row.article} {row.sentence} is not in the corpus")
        elif plain(found) != plain(row.text):
            problems.append(
                f"{here}: {row.article} {row.sentence} no longer matches its text: "
                f"the corpus has {found!r}; the coding has {row.text!r}"
            )
    coded = set(zip(table["article"], table["sentence"], strict=True))
    articles = set(table["article"])
    return problems + [
        f"{name}: {article} {sentence} is not coded, though its article is"
        for article, sentence in texts
        if article in articles and (article, sentence) not in coded
    ]
