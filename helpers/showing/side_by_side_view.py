"""Two passages in two columns, with the runs that they share marked and numbered."""

from __future__ import annotations

from IPython.display import display

from helpers.references import LEAST_RUN, shared_runs
from helpers.showing.markup import fill


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

    Examples
    --------
    >>> texts = {"a": "Hai bên ký kết thỏa thuận.", "b": "Hôm nay hai bên ký kết."}
    >>> show_side_by_side(texts)  # doctest: +ELLIPSIS
    {'text/html': ...<mark>Hai bên ký kết</mark><sup>1</sup>...<mark>hai bên ký kết</mark>...}
    """
    if len(texts) != 2:
        raise ValueError(f"show_side_by_side: expected two texts, got {len(texts)}")
    left, right = texts.values()
    runs = shared_runs(left, right, least=least)
    spans = (
        [(run.left_start, run.left_end) for run in runs],
        [(run.right_start, run.right_end) for run in runs],
    )
    columns = [
        (name, stretches(text, own)) for (name, text), own in zip(texts.items(), spans, strict=True)
    ]
    html = fill("side_by_side", caption=caption, columns=columns)
    shared = [f"{n}. {left[run.left_start : run.left_end]}" for n, run in enumerate(runs, 1)]
    plain = [*(f"{name}\n{text}" for name, text in texts.items()), "\n".join(["Shared:", *shared])]
    display({"text/html": html, "text/plain": "\n\n".join(plain)}, raw=True)


def stretches(
    text: str, spans: list[tuple[int, int]], *, after: int = 0
) -> list[list[tuple[str, bool, int]]]:
    """Return each line as stretches: text, whether it is shared, the number at its end or 0.

    Parameters
    ----------
    text : str
        A line a sentence.
    spans : list of (int, int)
        Start and end of each shared stretch in code points.
    after : int
        The number before that of the first stretch.

    Returns
    -------
    list of list of (str, bool, int)

    Examples
    --------
    >>> stretches("Hai bên ký kết.", [(0, 7)])
    [[('', False, 0), ('Hai bên', True, 1), (' ký kết.', False, 0)]]
    """
    pieces, place = [], 0
    for start, end, number in sorted(
        (*span, number) for number, span in enumerate(spans, after + 1)
    ):
        pieces += [(text[place:start], False, 0), (text[start:end], True, number)]
        place = end
    lines: list[list[tuple[str, bool, int]]] = [[]]
    for piece, shared, number in [*pieces, (text[place:], False, 0)]:
        first, *others = piece.split("\n")
        lines[-1].append((first, shared, 0 if others else number))
        for position, other in enumerate(others, 1):
            lines.append([(other, shared, number if position == len(others) else 0)])
    return lines
