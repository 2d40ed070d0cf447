"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, values = {}) => Object.assign(document.createElement(tag), values);

  function themeSwitch() {
    const button = document.getElementById("theme-switch");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => (button.textContent = dark() ? "Light" : "Dark");
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try {
        localStorage.setItem("khung-tin-theme", root.dataset.theme);
      } catch (error) {
        // The choice then holds for this page only.
      }
      show();
    });
    system.addEventListener("change", show);
    show();
  }

  function pictureLinks() {
    for (const link of all("a[data-picture]")) {
      const picture = link.closest("figure").querySelector("img");
      link.href = picture.src;
      link.hidden = false;
    }
  }

  function codeSwitch() {
    const button = document.getElementById("code-switch");
    const cells = all("details.code");
    if (!button) return;
    if (!cells.length) button.hidden = true;
    const show = () => {
      const open = cells.every((cell) => cell.open);
      button.setAttribute("aria-pressed", String(open));
      button.textContent = open ? "Hide all code" : "Show all code";
    };
    button.addEventListener("click", () => {
      const open = !cells.every((cell) => cell.open);
      for (const cell of cells) cell.open = open;
      show();
    });
    for (const cell of cells) cell.addEventListener("toggle", show);
  }

  function contents() {
    const folded = document.querySelector(".contents details");
    if (!folded) return;
    const wide = matchMedia("(min-width: 64rem)");
    const fit = () => (folded.open = wide.matches);
    wide.addEventListener("change", fit);
    fit();
    const links = new Map(
      all('.contents a[href^="#"]').map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
    );
    const headings = all("main h2[id], main h3[id]").filter((heading) => links.has(heading.id));
    const mark = () => {
      const above = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
      const end = scrollY > 0 && innerHeight + scrollY >= document.body.scrollHeight - 2;
      const here = (end ? headings : above).at(-1) || headings[0];
      for (const [id, link] of links) {
        if (here && id === here.id) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  // A row and the sentences it opens to move together.
  function rowGroups(table) {
    const bodies = [...table.tBodies];
    if (bodies.length > 1) return bodies.map((body) => ({ row: body.rows[0], parts: [body] }));
    return bodies.length ? [...bodies[0].rows].map((row) => ({ row, parts: [row] })) : [];
  }

  const sortKey = (cell) => {
    const text = cell.textContent.trim();
    const number = Number(cell.dataset.value ?? text.replace(/,/g, "").replace(/^< /, ""));
    return text !== "" && !Number.isNaN(number) ? number : text;
  };

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b, "vi");
  }

  const LEAST_SORTED = 8;

  function sortable(table) {
    const heads = table.tHead && table.tHead.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
    const groups = rowGroups(table);
    if (groups.length < LEAST_SORTED || groups.some((group) => group.row.cells.length !== heads.length)) return;
    heads.forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = make("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const number = head.classList.contains("kt-right");
        const now = head.getAttribute("aria-sort");
        const first = number ? "descending" : "ascending";
        const second = number ? "ascending" : "descending";
        const order = now === first ? second : first;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const empty = (group) => group.row.cells[column].textContent.trim() === "–";
        const sorted = [...groups].sort((a, b) => {
          if (empty(a) !== empty(b)) return empty(a) ? 1 : -1;
          return sign * compare(sortKey(a.row.cells[column]), sortKey(b.row.cells[column]));
        });
        for (const group of sorted) for (const part of group.parts) part.parentNode.append(part);
      });
    });
  }

  // "suc khoe" finds "sức khỏe"; whoever types marks means them.
  const bare = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D");
  const folded = (text) => text.normalize("NFC").toLocaleLowerCase("vi");

  function filterable(table, number) {
    const groups = rowGroups(table);
    if (groups.length <= 15) return;
    const label = make("label", { className: "filter" });
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const count = make("output", { textContent: `${groups.length} rows` });
    label.append(`Filter table ${number} `, field);
    const bar = make("div", { className: "filter-bar" });
    bar.append(label, count);
    table.closest(".scroll").before(bar);
    const texts = groups.map((group) => folded(group.row.textContent));
    const bareTexts = texts.map(bare);
    field.addEventListener("input", () => {
      const wanted = folded(field.value.trim());
      const searched = bare(wanted) === wanted ? bareTexts : texts;
      let shown = 0;
      groups.forEach((group, i) => {
        const hit = searched[i].includes(wanted);
        shown += hit;
        for (const part of group.parts) part.hidden = !hit;
      });
      count.textContent = wanted ? `${shown} of ${groups.length} rows` : `${groups.length} rows`;
    });
  }

  // The whole row opens its sentences, except while text in it is being selected.
  function openable(table) {
    for (const { row, parts } of rowGroups(table)) {
      const sentences = parts[0].querySelector(".kt-evidence details");
      if (!sentences) continue;
      row.classList.add("opens");
      // The sign stands at the row's first line, however many it has.
      const place = () => parts[0].style.setProperty("--row", `${row.offsetHeight - 2}px`);
      new ResizeObserver(place).observe(row);
      row.addEventListener("click", () => {
        if (getSelection().isCollapsed) sentences.open = !sentences.open;
      });
    }
  }

  // A table too wide for its page wraps everywhere; on a phone, where that isn't enough, each row
  // is a card: its cells one after another, the headings beside them.
  const fits = [];

  function fitting(table) {
    const box = table.closest(".scroll");
    const heads = [...(table.tHead?.rows[0]?.cells || [])].map((head) => head.textContent.trim());
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows]))
      if (row.cells.length === heads.length) heads.forEach((head, i) => (row.cells[i].dataset.label = head));
    const roles = { TABLE: "table", TBODY: "rowgroup", TR: "row", TH: "rowheader", TD: "cell" };
    let width = 0;
    const fit = () => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      box.classList.remove("whole");
      table.classList.remove("tight", "cards");
      const tight = table.classList.toggle("tight", box.scrollWidth > width);
      const thin = heads.length > 3 || table.querySelector(".kt-long");
      if (tight) table.classList.toggle("cards", Boolean(thin) || box.scrollWidth > width);
      box.classList.toggle("whole", box.scrollWidth <= width);
      if (!table.classList.contains("cards")) return;
      // Laid out as cards a table would no longer be told as one.
      for (const part of [table, ...all("tbody, tr, th, td", table)]) part.setAttribute("role", roles[part.tagName]);
    };
    fits.push(fit);
    new ResizeObserver(fit).observe(box);
  }

  // A page with English shows both languages, or one of them.
  function languageSwitch() {
    const choice = document.getElementById("language-switch");
    if (!choice || !document.querySelector(`.kt-en, .explorer[data-explorer*='"en":"']`)) return;
    choice.hidden = false;
    choice.addEventListener("change", () => (document.documentElement.dataset.language = choice.value));
  }

  // What a link leads to is unfolded: a sentence in its article, a row with its sentences.
  function unfoldTarget() {
    const id = decodeURIComponent(location.hash.slice(1));
    const place = id && document.getElementById(id);
    if (!place) return;
    const sentences = place.matches("tr") && place.parentNode.querySelector(".kt-evidence details");
    if (sentences) sentences.open = true;
    for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    // Tables first take the shape that they have at this width; a row keeps its heads above it.
    for (const fit of fits) fit();
    const head = place.matches("tr") && place.closest("table").tHead;
    if (head) {
      const stays = head.closest(".scroll.whole");
      const above = place.getBoundingClientRect().top - head.getBoundingClientRect().top;
      place.style.scrollMarginTop = `${stays ? head.offsetHeight : Math.min(above, innerHeight / 2)}px`;
    }
    place.scrollIntoView();
  }

  // ---- looking words up, by syllables, as the helpers do
  const PIECES = /[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu;
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

  function pieceKey(piece, kept) {
    if (kept.has(piece)) return `=${piece}`;
    const small = piece.toLocaleLowerCase("vi");
    const letters = (kept.syllables[small] || small).normalize("NFD");
    return letters.replace(TONES, "") + "|" + (letters.match(TONES) || []).join("");
  }

  const isWord = (piece) => /[\p{L}\p{N}]/u.test(piece);

  function cut(text, kept) {
    return [...text.normalize("NFC").replace(/_/g, " ").matchAll(PIECES)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      written: match[0],
      key: pieceKey(match[0], kept),
      bare: bare(match[0].toLocaleLowerCase("vi")),
    }));
  }

  function keptWords(data) {
    return (data.keptWords ||= Object.assign(new Set(data.kept), { syllables: data.syllables }));
  }

  // A query in every spelling of the terms that it holds, its own first.
  function formsOf(data, query, kept) {
    const text = query.normalize("NFC");
    const pieces = cut(text, kept);
    const places = data.forms.flatMap((group) =>
      group.flatMap((form) => {
        const keys = cut(form, kept).map((piece) => piece.key);
        const starts = pieces.map((_, at) => at).filter((at) => keys.every((key, i) => pieces[at + i]?.key === key));
        return starts.map((at) => ({ at, size: keys.length, group }));
      }),
    );
    places.sort((a, b) => a.at - b.at || b.size - a.size);
    let forms = [""];
    let [next, written] = [0, 0];
    for (const { at, size, group } of places) {
      if (at < next) continue;
      const [start, end] = [pieces[at].start, pieces[at + size - 1].end];
      const between = text.slice(written, start);
      forms = forms.flatMap((before) => [text.slice(start, end), ...group].map((form) => before + between + form));
      [next, written] = [at + size, end];
    }
    return [...new Set(forms.map((form) => form + text.slice(written)))];
  }

  function lookUp(data, query) {
    const found = new Map();
    for (const form of formsOf(data, query, keptWords(data)))
      for (const line of linesOf(data, form)) {
        const place = `${line.number} ${line.start}`;
        const known = found.get(place);
        if (!known || line.end > known.end) found.set(place, line);
      }
    const lines = [...found.values()].sort((a, b) => a.number - b.number || a.start - b.start);
    return lines.filter((line, i) => {
      const before = lines.slice(0, i).findLast((other) => !other.inside && other.number === line.number);
      line.inside = Boolean(before && before.end > line.start);
      return !line.inside;
    });
  }

  function linesOf(data, query) {
    const kept = keptWords(data);
    const wanted = cut(query, kept);
    if (!wanted.length) return [];
    const small = new Map(data.kept.map((word) => [word.toLocaleLowerCase("vi"), `=${word}`]));
    const fits = (piece, step) =>
      piece.key === wanted[step].key ||
      (wanted.length > 1 && piece.key === small.get(wanted[step].written));
    const lines = [];
    for (const [number, sentence] of data.sentences.entries()) {
      const pieces = (sentence.pieces ||= cut(sentence.vi, kept));
      for (let at = 0; at + wanted.length <= pieces.length; at += 1) {
        if (!wanted.every((_, step) => fits(pieces[at + step], step))) continue;
        const last = pieces[at + wanted.length - 1];
        lines.push({ number, sentence, start: pieces[at].start, end: last.end });
        at += wanted.length - 1;
      }
    }
    return lines;
  }

  // English words without endings and small words, one spelling for all; as the helpers cut them.
  const SMALL_WORDS = new Set(["a", "an", "and", "for", "in", "of", "on", "the", "to", "with"]);
  const ENDINGS = /(?<=...)(?:ations?|ate[ds]?|ating|ments?|ing|ed|es|(?<!s)s|e)$/;

  function stem(word) {
    const british = word.replace(/z/g, "s").replace(/our/g, "or").replace(/ie[ds]$/, "y");
    const bare = british.replace(ENDINGS, "").replace(ENDINGS, "");
    return bare.replace(/([^aeiouls])\1$/, "$1").replace(/er$/, "r");
  }

  const pieceStems = (text) =>
    [...text.matchAll(/[a-z]+(?:-[a-z]+)*/gi)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      stem: stem(match[0].toLowerCase().replace(/-/g, "")),
      small: SMALL_WORDS.has(match[0].toLowerCase()),
    }));
  const stems = (text) => pieceStems(text).filter(({ small }) => !small).map((piece) => piece.stem);
  const englishOf = (query) => (/^[\x00-\x7f]*$/.test(query) ? stems(query) : []);

  // The terms whose English gloss has the words: a whole sense first, then the most frequent.
  function glossedWith(data, query) {
    const wanted = englishOf(query);
    if (!wanted.length) return [];
    const found = data.glosses
      .filter(([, gloss]) => wanted.every((word) => stems(gloss).includes(word)))
      .map(([term, gloss]) => {
        const senses = gloss.replace(/\(.*?\)/g, "").split(/[;,]/).map((sense) => stems(sense).join(" "));
        return { term, part: senses.includes(wanted.join(" ")) ? 0 : 1, lines: lookUp(data, term).length };
      })
      .sort((a, b) => a.part - b.part || b.lines - a.lines);
    const there = found.filter(({ lines }) => lines);
    return (there.length ? there : found).map(({ term }) => term);
  }

  // The sentences whose English has the words.
  function inEnglish(data, query) {
    const wanted = englishOf(query);
    if (!wanted.length) return [];
    return data.sentences.flatMap((sentence, number) => {
      const pieces = pieceStems(sentence.en || "").filter(({ small }) => !small);
      if (!wanted.every((word) => pieces.some((piece) => piece.stem === word))) return [];
      return [{ number, sentence, start: 0, end: 0, english: pieces.filter((piece) => wanted.includes(piece.stem)) }];
    });
  }

  // What may have been meant: an English gloss, or the same letters with other marks.
  function offers(data, query) {
    const kept = keptWords(data);
    const wanted = cut(query, kept).map((piece) => piece.bare);
    const counts = new Map();
    for (const sentence of data.sentences) {
      const pieces = (sentence.pieces ||= cut(sentence.vi, kept));
      for (let at = 0; at + wanted.length <= pieces.length; at += 1) {
        if (!wanted.every((letters, step) => pieces[at + step].bare === letters)) continue;
        const end = pieces[at + wanted.length - 1].end;
        const found = sentence.vi.slice(pieces[at].start, end);
        const name = kept.has(found) ? found : found.toLocaleLowerCase("vi");
        counts.set(name, (counts.get(name) || 0) + 1);
      }
    }
    const same = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    return [...new Set([...glossedWith(data, query), ...same])].slice(0, 6);
  }

  function explorer(box) {
    const data = JSON.parse(box.dataset.explorer);
    const form = make("form", { role: "search" });
    const field = make("input", { type: "search", value: data.term, autocomplete: "off", spellcheck: false });
    const order = make("select");
    for (const [value, text] of [["", "as in the text"], ["left", "by the words before"], ["right", "by the words after"]])
      order.append(make("option", { value, textContent: text }));
    const labelled = (text, control) => {
      const label = make("label");
      label.append(text, control);
      return label;
    };
    const ask = make("button", { type: "submit", textContent: "Look up" });
    form.append(labelled(`A word or several, Vietnamese${data.glosses.length ? " or English" : ""}`, field), ask, labelled("Order of the lines", order));
    const message = make("p", { role: "status" });
    const clicks = make("div", { className: "offers" });
    const table = make("div", { className: "counts" });
    const list = make("ol", { className: "lines" });
    box.querySelector(".first").hidden = true;
    box.prepend(form, message, clicks, table, list);

    function counted(lines) {
      const counts = data.articles.map((article) => ({ ...article, count: 0 }));
      for (const line of lines) counts[line.sentence.article].count += 1;
      const grid = make("table");
      const head = grid.createTHead().insertRow();
      for (const name of ["piece", "lines", "words", "for 1,000 words"])
        head.append(make("th", { scope: "col", textContent: name, className: name === "piece" ? "kt-left" : "kt-right" }));
      const body = grid.createTBody();
      for (const row of [...counts].sort((a, b) => b.count - a.count)) {
        const cells = body.insertRow();
        cells.append(make("th", { scope: "row", textContent: row.name }));
        for (const text of [row.count, row.words, row.words ? ((1000 * row.count) / row.words).toFixed(1) : "–"])
          cells.append(make("td", { textContent: text.toLocaleString("en"), className: "kt-right" }));
      }
      return { grid, pieces: counts.filter((row) => row.count).length };
    }

    function item(line) {
      const { sentence, start, end } = line;
      const shown = make("li");
      const name = data.articles[sentence.article].name;
      shown.append(make("cite", { textContent: `${name} · sentence ${sentence.number}` }));
      if (sentence.en) shown.append(marked("kt-en", "en", sentence.en, line.english || []));
      shown.append(marked("kt-vi", "vi", sentence.vi, line.english ? [] : [{ start, end }]));
      return shown;
    }

    function marked(className, lang, text, spans) {
      const shown = make("span", { className, lang });
      let written = 0;
      for (const { start, end } of spans) {
        shown.append(text.slice(written, start), make("mark", { textContent: text.slice(start, end) }));
        written = end;
      }
      shown.append(text.slice(written));
      return shown;
    }

    const words = (text) => (text.toLocaleLowerCase("vi").match(/[\p{L}\p{N}]+/gu) || []);

    function sorted(lines) {
      if (!order.value) return lines;
      const key = ({ sentence, start, end }) =>
        order.value === "left" ? words(sentence.vi.slice(0, start)).reverse().slice(0, 4).join(" ") : words(sentence.vi.slice(end)).slice(0, 4).join(" ");
      return [...lines].sort((a, b) => key(a).localeCompare(key(b), "vi"));
    }

    const apart = (known) => data.kept.some((word) => word.toLocaleLowerCase("vi") === known.toLocaleLowerCase("vi"));

    function named(term) {
      const alike = data.glosses.filter(([known]) => known.toLocaleLowerCase("vi") === term.toLocaleLowerCase("vi"));
      // "Anh" is the United Kingdom, "anh" he: as it was typed, where that is known.
      const gloss = alike.find(([known]) => known[0] === term[0] || !apart(known));
      return `“${term}”${gloss ? ` (${gloss[1]})` : ""}`;
    }

    function show() {
      const query = field.value;
      const asked = [...query.matchAll(PIECES)].some((match) => isWord(match[0]));
      let lines = asked ? lookUp(data, query) : [];
      clicks.replaceChildren();
      table.replaceChildren();
      list.replaceChildren();
      if (!asked) {
        message.textContent = "Type one or more words to look for.";
        return;
      }
      const found = offers(data, query).filter((name) => pieceLine(name) !== pieceLine(query));
      let said = named(query.trim());
      // Read in English where there is English: a word of the list may mean another thing here.
      const english = lines.length ? [] : inEnglish(data, query);
      const unread = !lines.length && !english.length;
      const foreign = unread && data.sentences.every((sentence) => sentence.en) && glossedWith(data, query).includes(found[0]);
      const meant = unread && !foreign ? found.shift() : undefined;
      if (meant) {
        said = `“${query.trim()}”, read as ${named(meant)}`;
        lines = lookUp(data, meant);
      }
      const where = `in lead and body${data.note}`;
      const times = lines.length === 1 ? "once" : `${lines.length} times`;
      let answer = lines.length ? `${said}: ${times} ${where}` : `${said} does not occur ${where}.`;
      if (english.length) {
        lines = english;
        answer = `“${query.trim()}”: ${english.length} ${english.length === 1 ? "sentence has" : "sentences have"} it in English`;
      } else if (foreign) {
        answer = `No sentence has “${query.trim()}” in English`;
      } else if (!lines.length && !meant) {
        answer = `${said} isn't in the word list and does not occur ${where}: type it in Vietnamese, with its marks.`;
      }
      const { grid, pieces } = counted(lines);
      message.textContent = lines.length ? `${answer}, in ${pieces} of ${data.articles.length} pieces.` : answer.replace(/[^.]$/, "$&.");
      if (found.length) {
        clicks.append(make("span", { textContent: english.length || foreign ? "Words of the list: " : "Or: " }));
        for (const name of found) {
          const button = make("button", { type: "button", textContent: name, lang: "vi" });
          button.addEventListener("click", () => {
            field.value = name;
            show();
            field.focus();
          });
          clicks.append(button);
        }
      }
      if (!lines.length) return;
      const box = make("div", { className: "scroll" });
      box.append(grid);
      table.append(box);
      const ordered = sorted(lines);
      list.append(...ordered.slice(0, data.limit).map(item));
      if (lines.length <= data.limit) return;
      const more = make("button", { type: "button", textContent: `Show all ${lines.length} lines` });
      const last = make("li");
      last.append(more);
      list.append(last);
      more.addEventListener("click", () => list.replaceChildren(...ordered.map(item)));
    }

    const kept = keptWords(data);
    const pieceLine = (text) => cut(text, kept).map((piece) => piece.key).join(" ");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // What was typed is answered now, and not once more over what the reader opens next.
      clearTimeout(waiting);
      show();
    });
    let waiting = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 250);
    });
    order.addEventListener("change", show);
    box.lookUp = (query) => lookUp(data, query);
    box.glossedWith = (query) => glossedWith(data, query);
    show();
  }

  for (const switches of all(".switches")) switches.hidden = false;
  themeSwitch();
  pictureLinks();
  codeSwitch();
  contents();
  languageSwitch();
  all(".explorer").forEach(explorer);
  all(".table table").forEach((table, i) => {
    sortable(table);
    filterable(table, i + 1);
    openable(table);
    fitting(table);
  });
  unfoldTarget();
  addEventListener("hashchange", unfoldTarget);
})();
