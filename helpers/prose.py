"""Markdown to HTML, formulas to MathML: both drawn by a browser without a script."""

from latex2mathml.converter import convert as latex_to_mathml
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from helpers.markup import escape


def markdown_html(markdown):
    """Return Markdown as HTML; it may still hold markup that isn't harmless."""
    renderer = FormulaRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)


class FormulaRenderer(IPythonRenderer):
    """Markdown to HTML with formulas as MathML, which browsers draw without a script."""

    def inline_math(self, body):
        """Return a formula within a line."""
        return formula(body, "inline")

    def block_math(self, body):
        """Return a formula on a line of its own."""
        return formula(body, "block")


def formula(body, kind):
    """Return LaTeX as MathML, or as it was written where it can't be read."""
    try:
        return latex_to_mathml(body.strip(), display=kind)
    except Exception:  # the converter raises errors of many kinds on what is no formula
        sign = "$" if kind == "inline" else "$$"
        return escape(f"{sign}{body}{sign}")
