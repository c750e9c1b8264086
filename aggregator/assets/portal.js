// What gets better with script. Nothing here is needed to read a page or to act on it.
const root = document.documentElement;

// Theme: the system's by default; the button remembers a choice in a cookie, which the server reads.
const dark = () => root.dataset.theme
  ? root.dataset.theme === "dark"
  : matchMedia("(prefers-color-scheme: dark)").matches;
for (const button of document.querySelectorAll("[data-act=theme]")) {
  const name = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Strict`;
    name();
  });
}

// Sorting: the word of a heading becomes a button; cells give their key in data-k, else their text.
for (const table of document.querySelectorAll("table[data-sort]")) {
  for (const th of table.querySelectorAll("thead th[data-by]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(th.firstChild);
    th.prepend(button);
    button.addEventListener("click", () => {
      const body = table.tBodies[0];
      const up = th.getAttribute("aria-sort") === "descending";
      const key = (row) => row.cells[th.cellIndex].dataset.k ?? row.cells[th.cellIndex].textContent.trim();
      const rows = [...body.rows].sort((a, b) => {
        const x = key(a), y = key(b);
        if (x === "" || y === "") return (x === "") - (y === "");
        const n = x - y;
        return (Number.isNaN(n) ? x.localeCompare(y, root.lang) : n) * (up ? 1 : -1);
      });
      for (const other of th.parentNode.cells) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...rows);
    });
  }
}

// Figures of a bar or a mark on hover and on focus. The title of a mark, which serves without script, becomes its
// name, so that the browser does not show it a second time.
for (const title of document.querySelectorAll(".marks title")) {
  const mark = title.parentNode;
  mark.dataset.tip = title.textContent;
  mark.setAttribute("aria-label", title.textContent);
  title.remove();
}
const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
document.body.append(tip);
const show = (event) => {
  const mark = event.target.closest?.("[data-tip]");
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.tip;
  const box = mark.getBoundingClientRect(), width = tip.offsetWidth;
  const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), innerWidth - width - 8);
  tip.style.setProperty("left", `${left}px`);
  tip.style.setProperty("top", `${box.top > 40 ? box.top - 32 : box.bottom + 6}px`);
};
for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, show);

// The drawer has the focus from the page itself; Escape closes it.
const drawer = document.querySelector(".drawer");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  tip.hidden = true;
  drawer?.querySelector("a[data-act=close]")?.click();
});

// Ticking all boxes of a list at once.
for (const box of document.querySelectorAll("input[data-act=all]")) {
  box.hidden = false;
  const boxes = [...box.form.querySelectorAll("input[type=checkbox][name]")];
  box.addEventListener("change", () => { for (const one of boxes) one.checked = box.checked; });
}
