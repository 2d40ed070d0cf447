"""Two passages in two columns, with the runs that they share marked and numbered."""

from __future__ import annotations

from IPython.display import display

from helpers.references import LEAST_RUN, SharedRun, shared_runs
from helpers.showing.markup import escape


def show_side_by_side(
    texts: dict[str, str], *, least: int = LEAST_RUN, caption: str | None = None
) -> None:
    """Display two texts in two columns; the same number stands at the same run.

    Parameters
    ----------
    texts : dict of str to str
        Two texts by heading (the article's id); a line a sentence.
    least : int, default 3
        Syllables of the shortest run marked.
    caption : str, optional
        What is shown.

    Raises
    ------
    ValueError
        If there aren't two texts.
    """
    if len(texts) != 2:
        raise ValueError(f"show_side_by_side: expected two texts, got {len(texts)}")
    (left_name, left), (right_name, right) = texts.items()
    runs = shared_runs(left, right, least=least)
    cells = (
        _marked(left, [(run.left_start, run.left_end) for run in runs]),
        _marked(right, [(run.right_start, run.right_end) for run in runs]),
    )
    top = f"<caption>{escape(caption)}</caption>" if caption else ""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (left_name, right_name))
    body = "".join(f'<td lang="vi">{cell}</td>' for cell in cells)
    html = (
        f'<div class="kt"><table class="kt-table kt-two">{top}<thead><tr>{heads}</tr></thead>'
        f"<tbody><tr>{body}</tr></tbody></table></div>"
    )
    plain = "\n\n".join(f"{name}\n{text}" for name, text in texts.items())
    display({"text/html": html, "text/plain": f"{plain}\n\n{_listed(left, runs)}"}, raw=True)


def _marked(text: str, stretches: list[tuple[int, int]]) -> str:
    """Return a text as HTML, each stretch marked with its number, each line a paragraph."""
    pieces, place = [], 0
    numbered = sorted((start, end, number) for number, (start, end) in enumerate(stretches, 1))
    for start, end, number in numbered:
        pieces.append(escape(text[place:start]))
        pieces.append(f"<mark>{escape(text[start:end])}</mark><sup>{number}</sup>")
        place = end
    pieces.append(escape(text[place:]))
    return "".join(f"<p>{line}</p>" for line in "".join(pieces).split("\n"))


def _listed(left: str, runs: list[SharedRun]) -> str:
    lines = [f"{n}. {left[run.left_start : run.left_end]}" for n, run in enumerate(runs, 1)]
    return "\n".join(["Shared:", *lines])
