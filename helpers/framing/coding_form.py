"""The form in which a coder fills in her sheet in JupyterLab, over a `CodingSession`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets as widgets
import jinja2
import pandas as pd
from markupsafe import Markup

from helpers import ROOT
from helpers.corpus import CorpusError
from helpers.framing.coding_session import CodingSession

_MANY = 12  # choices, above which a list that folds is shorter
_AT_ONCE = 1.0  # seconds between Enter and what was typed, which come as two messages
_SIGNS = {"coded": "✓", "begun": "…", "open": "○"}
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "helpers" / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
)


def filled(macro: str, **values: object) -> Markup:
    """Return what a macro of ``coding_form.html.j2`` makes of values, each of them escaped."""
    module = _TEMPLATES.get_template("coding_form.html.j2").module
    return Markup(getattr(module, macro)(**values))


class CodingForm:
    """Widgets that show a session's sentence and give it codes; `box` holds them all.

    Parameters
    ----------
    session : CodingSession
    """

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self._drawing = False
        self._entered = -_AT_ONCE
        self._english = any(line.english for line in session.lines)
        self.head, self.reading, self.said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.field = widgets.Text(
            description="Codes",
            placeholder=f"1 a {next(iter(session.keys.partner.values()), '')}, then Enter",
            continuous_update=False,
            layout=widgets.Layout(width="26rem"),
        )
        self.field.add_class("kt-codes")
        self.field.on_msg(self._submitted)
        self.field.observe(self._typed, names="value")
        self.buttons = {
            name: _button(label, hint, self._pressed(sign))
            for name, label, hint, sign in (
                ("back", "◀ Back", "The sentence before", "<"),
                ("next", "Next ▶", "The next sentence", ">"),
                ("open", "Next open", "The next sentence that isn't coded", "?"),
                ("undo", "Undo", "Take the last change back", "z"),
                ("done", "Done, next open", "Coded as it stands; on to what is open", "."),
            )
        }
        self.buttons["done"].button_style = "primary"
        self.article = widgets.Dropdown(
            options=[(name, article) for article, name in session.names.items()],
            description="Article",
            layout=widgets.Layout(width="19rem"),
        )
        self.sentence = widgets.Dropdown(
            description="Sentence", layout=widgets.Layout(width="12rem")
        )
        self.article.observe(lambda change: self._jump(change["new"], 0), names="value")
        self.sentence.observe(
            lambda change: self._jump(self.session.place[0], change["new"]), names="value"
        )
        self.frames = {
            code: self._check(f"{key}  {session.book.frames['name'][code]}")
            for code, key in session.keys.frames.items()
        }
        self.praise = self._check(f"!  {session.book.evaluation['name']}")
        self.agency = self._choice("Agency", session.book.agency, session.keys.agency)
        self.partner = self._choice("Partner", session.book.partners, session.keys.partner)
        self.note = widgets.Text(
            description="Note", continuous_update=False, layout=widgets.Layout(width="100%")
        )
        self.note.style.description_width = "auto"
        self.note.observe(self._ticked, names="value")
        self.rules = widgets.Checkbox(description="Show all rules", indent=False)
        self.rules.add_class("kt-short")
        self.rules.observe(lambda _: self._write_rules(), names="value")
        self._rules: dict[str, widgets.HTML] = {}
        self.box = self._laid_out()
        self._write_rules()
        self._show()

    # Making the widgets

    def _check(self, label: str) -> widgets.Checkbox:
        """Make a box to tick."""
        check = widgets.Checkbox(description=label, indent=False)
        check.observe(self._ticked, names="value")
        return check

    def _choice(self, name: str, table: pd.DataFrame, keys: dict[str, str]) -> Any:
        """Make the choice of one code of a table, none of them chosen."""
        options = [(f"{keys[row.code]}  {row.name}", row.code) for row in table.itertuples()]
        kind = widgets.RadioButtons if len(options) <= _MANY else widgets.Dropdown
        choice = kind(options=options, value=None, layout=widgets.Layout(width="100%"))
        choice.observe(self._ticked, names="value")
        choice.tooltip = name
        return choice

    def _boxed(self, name: str, check: widgets.Checkbox) -> widgets.VBox:
        """Put a box to tick together with its rules."""
        self._rules[name] = widgets.HTML()
        return widgets.VBox([check, self._rules[name]]).add_class("kt-frame")

    def _laid_out(self) -> widgets.VBox:
        """Arrange all widgets, in the order in which Tab goes through them."""
        frames: list[widgets.Widget] = []
        kinds = self.session.book.frames["kind"]
        for kind in dict.fromkeys(kinds):
            head = widgets.HTML(f"<b>Frames: {filled('plain', text=kind)}</b>")
            frames.append(head.add_class("kt-kind"))
            frames += [self._boxed(c, self.frames[c]) for c in self.frames if kinds[c] == kind]
        choices = []
        for name, choice in (("agency", self.agency), ("partner", self.partner)):
            self._rules[name] = widgets.HTML()
            head = widgets.HTML(f"<b>{name.capitalize()}</b>")
            choices.append(widgets.VBox([head, choice, self._rules[name]]))
        # Partners are few: praise of them and the note fill the column.
        choices[-1].children += (self._boxed("praise", self.praise), self.note)
        keys = self.session.keys
        help_text = filled(
            "help",
            frames=len(keys.frames),
            agencies=[*keys.agency.values()],
            partners=[*keys.partner.values()],
        )
        b = self.buttons
        rows = [
            widgets.HTML(filled("style")),
            self.head,
            _row(self.article, self.sentence, b["back"], b["next"], b["open"], b["undo"]),
            self.reading,
            _row(self.field, b["done"], self.rules),
            self.said,
            widgets.HTML(help_text),
            widgets.Box(frames).add_class("kt-frames"),
            widgets.Box(choices).add_class("kt-choices"),
        ]
        return widgets.VBox(rows).add_class("kt-form")

    def _write_rules(self) -> None:
        """Write the codebook's rules beside its codes, folded or open."""
        book, unfold = self.session.book, self.rules.value
        for code, frame in book.frames.iterrows():
            texts = {name: frame[name] for name in ("definition", "definition_vi")}
            lists = {name: _lines(frame[name]) for name in ("includes", "excludes")}
            self._rules[str(code)].value = filled(
                "rules", summary=frame["gloss"], **texts, **lists, open=unfold
            )
        praise = book.evaluation
        self._rules["praise"].value = filled(
            "rules",
            summary="What counts as praise",
            definition=praise["definition"],
            definition_vi="",
            includes=_lines(praise["includes"]),
            excludes=_lines(praise["excludes"]),
            open=unfold,
        )
        for name, table in (("agency", book.agency), ("partner", book.partners)):
            rows = table.to_dict("records")
            self._rules[name].value = filled("meanings", what=name, rows=rows, open=unfold)

    # Showing

    def _show(self, said: str = "", *, fault: bool = False) -> None:
        """Show the session as it is."""
        self._drawing = True
        try:
            self._draw(said, fault)
        finally:
            self._drawing = False

    def _draw(self, said: str, fault: bool) -> None:
        session, codes = self.session, self.session.codes
        article, number = session.place
        self.head.value = filled(
            "head",
            coder=session.coder,
            sheet=session.shown_path,
            progress=session.progress,
            drawn=session.drawn,
        )
        self.reading.value = filled(
            "reading", at=session.reading, state=codes.state, english=self._english
        )
        self.said.value = filled("said", text=said, fault=fault)
        self.article.value = article
        states = session.states(article)
        options = [(f"{n or 'title'}  {_SIGNS[state]}", n) for n, state in states.items()]
        if self.sentence.options != tuple(options):
            self.sentence.options = options
        self.sentence.value = number
        for code, check in self.frames.items():
            check.value = code in codes.frames
        self.praise.value = codes.prestige == "1"
        self.agency.value, self.partner.value = codes.agency or None, codes.partner or None
        self.note.value = codes.note
        if not fault:
            # A line with a fault stays, to be put right.
            self.field.value = ""

    # What the coder does

    def _do(self, action: Callable[[], object]) -> None:
        """Do something with the session and show it; a fault is said in words."""
        try:
            said = action()
        except CorpusError as error:
            self._show("; ".join(error.problems), fault=True)
        else:
            self._show(said if isinstance(said, str) else "")

    def _pressed(self, sign: str) -> Callable[[object], None]:
        """Return what a button does: what its sign does in the field."""

        def press(_: object) -> None:
            self._do(lambda: self.session.enter(sign))
            self.field.focus()

        return press

    def _jump(self, article: str, number: int) -> None:
        """Move to a sentence that was chosen from the lists."""
        if not self._drawing:
            self._do(lambda: self.session.go_to(article, number))

    def _ticked(self, _: object) -> None:
        """Take over what boxes, choices and note say now."""
        if self._drawing:
            return
        old = self.session.codes
        frames = tuple(code for code, check in self.frames.items() if check.value)
        praise = "1" if self.praise.value else "0" if old.prestige else ""
        codes = replace(
            old,
            frames=frames,
            agency=self.agency.value or "",
            partner=self.partner.value or "",
            prestige=praise,
            note=self.note.value.strip(),
        )
        self._do(lambda: self.session.set(codes))

    def _submitted(self, _: object, content: dict, __: object) -> None:
        """Note that Enter was pressed: what was typed comes right after it."""
        if content.get("event") == "submit":
            self._entered = time.monotonic()

    def _typed(self, change: dict) -> None:
        """Take a typed line: after Enter go on, where the field was only left stay here."""
        line = change["new"]
        if self._drawing or not line:
            return
        enter = time.monotonic() - self._entered < _AT_ONCE
        self._entered = -_AT_ONCE
        self._do(lambda: (self.session.enter if enter else self.session.apply)(line))


def _button(label: str, hint: str, press: Callable[[object], None]) -> widgets.Button:
    """Make a button."""
    button = widgets.Button(description=label, tooltip=hint, layout=widgets.Layout(width="auto"))
    button.on_click(press)
    return button


def _row(*parts: widgets.Widget) -> widgets.HBox:
    """Set widgets side by side, in as many lines as they need."""
    for part in parts:
        if hasattr(part, "style") and part.has_trait("description") and "style" in part.keys:
            part.style.description_width = "auto" if part.description else "0"
    return widgets.HBox(list(parts), layout=widgets.Layout(flex_flow="row wrap"))


def _lines(text: str) -> list[str]:
    """Divide rules that stand one a line."""
    return [line for line in text.split("\n") if line]
