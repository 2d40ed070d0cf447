"""A cell in which a coder's form stands; where there is no kernel, what it would be."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.corpus import Corpus
from helpers.framing.coding_session import CodingSession
from helpers.framing.files import CODING, has_two_coders

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def code(corpus: Corpus, coder: str, *, articles: Sequence[str] | None = None) -> None:
    """Show a form in which a person codes the frames of a corpus, sentence by sentence.

    In JupyterLab with a running kernel it shows a sentence with its paragraph, in English too
    where ``translations.csv`` has it, and the corpus's codebook to choose from, by mouse or by
    keys alone. Each step is saved; run again, it goes on at what is open. It shows no other
    coder's codes, no example and no hint of the dictionary. Everywhere else (the stored notebook,
    the HTML page) the cell says what it is.

    Parameters
    ----------
    corpus : Corpus
        As `load_corpus` gives it; without a codebook of its own, that which ships.
    coder : str
        "a" or "b" for the sheets that ``coding join`` joins, any other name for one to compare:
        ``annotations/coder_NAME.csv``, made with the first code if it isn't there.
    articles : sequence of str, optional
        Ids to code; by default those of the sheet, without one all, of more than 50 a sample.

    Raises
    ------
    CorpusError
        If the codebook or the sheet has a fault, or there is no such article.
    ValueError
        If the coder's name is none.

    Examples
    --------
    >>> code(corpus, coder="me")  # doctest: +ELLIPSIS
    {'text/html': '<p class="kt-note"><strong>A form for coding frames opens here in ...
    """
    from IPython.display import display  # noqa: PLC0415 - slow to import, as is the form

    from helpers.framing.coding_form import CodingForm, filled  # noqa: PLC0415

    session = CodingSession(corpus, coder, articles)
    html = filled(
        "instead",
        coder=coder,
        sheet=session.shown_path,
        sentences=f"{len(session):,}",
        articles=f"{len(session.articles):,}",
        frames=len(session.book.codes),
        keys=_example(session),
        folder=corpus.folder.name,
        compare=has_two_coders(corpus.folder / CODING),
        drawn=session.drawn,
    )
    data = {"text/html": str(html), "text/plain": " ".join(html.striptags().split())}
    # A front end draws the richest kind it can: the form where widgets live, else the sentence.
    view = CodingForm(session).box.get_view_spec()
    display(data | {_WIDGET_VIEW: view}, raw=True)


def _example(session: CodingSession) -> str:
    """Give what a sentence's codes look like when they are typed: frames, agency, partner."""
    keys = session.keys
    frames = [*keys.frames.values()][:3:2]
    return " ".join([*frames, *[*keys.agency.values()][:1], *[*keys.partner.values()][:1]])
