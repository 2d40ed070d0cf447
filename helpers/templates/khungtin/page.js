"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, values = {}) => Object.assign(document.createElement(tag), values);

  function themeSwitch() {
    const button = document.getElementById("theme-switch");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => button.setAttribute("aria-pressed", String(dark()));
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

  function sortable(table) {
    const heads = table.tHead && table.tHead.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
    const groups = rowGroups(table);
    if (groups.length < 2 || groups.some((group) => group.row.cells.length !== heads.length)) return;
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
      row.addEventListener("click", () => {
        if (getSelection().isCollapsed) sentences.open = !sentences.open;
      });
    }
  }

  for (const switches of all(".switches")) switches.hidden = false;
  themeSwitch();
  pictureLinks();
  codeSwitch();
  contents();
  all(".table table").forEach((table, i) => {
    sortable(table);
    filterable(table, i + 1);
    openable(table);
  });
})();
