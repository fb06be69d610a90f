// The place 拟复: what is shown stands in the address (draft, batch, view), so that a refresh comes back to it; a draft
// in work is followed until it is made; every change names the version that is shown.
(() => {
  "use strict";
  const { find, all, say, wish, call, show, notice, region } = desk;
  const here = () => document.documentElement.dataset.place === "draft";
  const NAMES = ["draft", "batch", "view"];
  const KEPT = "bulletin-desk-signer"; // the name that one signs with, where nobody logs in
  let told = ""; // the language in which the place was filled last
  let following = "";
  let picked = ""; // the sentence that is worked on

  const shown = () => {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(NAMES.map((name) => [name, given.get(name) || ""]));
  };

  function goTo(what, focus = "title") {
    const url = new URL(location.href);
    NAMES.forEach((name) => (what[name] ? url.searchParams.set(name, what[name]) : url.searchParams.delete(name)));
    history.pushState(history.state, "", url);
    return look(focus);
  }

  function look(focus = "") {
    picked = "";
    document.body.classList.remove("bench-open");
    return wish({ do: "draft", ...shown(), focus });
  }

  const signer = () => localStorage.getItem(KEPT) || "";
  const version = () => find("#draft_main [data-version]")?.dataset.version || "";
  const send = (what, more = {}) => wish({ do: what, ...shown(), version: version(), signer: signer(), ...more });

  // Fills the place when it is first looked at, and anew in another language.
  function keepDrafts() {
    all("#place-draft .signer").forEach((field) => {
      if (field !== document.activeElement && field.value !== signer()) field.value = signer();
    });
    const language = find(".bar")?.dataset.language || "";
    if (!here() || !language || language === told) return;
    told = language;
    look();
  }

  function placeShown({ focus, follow }) {
    if (focus) find("#draft-title")?.focus();
    if (find("#draft-note")) find("#draft-note").value = ""; // Gradio keeps what was typed for the step before
    if (follow) followWork(follow);
  }

  // Asks for news until it is made; one loop for what is shown.
  async function followWork(name) {
    if (following === name) return;
    following = name;
    const mine = () => here() && following === name && (shown().draft || shown().batch) === name;
    for (let news = 0; mine(); ) {
      const reading = find("#draft_main")?.contains(document.activeElement) ? "yes" : "";
      const parts = await call({ do: "draft-follow", ...shown(), told: news, reading });
      if (!parts || !mine()) break;
      show(parts, desk.view());
      if (!parts.more) break;
      news = parts.told;
    }
    if (following === name) following = "";
  }

  // --- one sentence ---------------------------------------------------------------------------------------------------
  const box = () => find("#line-text");
  const dirty = () => Boolean(box()) && box().value !== box().defaultValue;
  const change = (kind, more = {}) => send("draft-change", { kind, line: picked, ...more });

  async function save() {
    const [field, text] = [box(), box().value];
    const parts = await change("rewrite", { text });
    if (parts?.letter?.kind === "draft-changed") field.defaultValue = text; // it is kept, though not yet shown anew
    return parts;
  }

  // What was typed is never left behind: it is saved and checked before something else is shown.
  async function pick(line) {
    if (dirty()) {
      const parts = await save();
      if (parts?.letter?.kind !== "draft-changed") return;
    }
    await send("draft-pick", { line });
  }

  // Gradio keeps a field that is there already, and with it what was typed into it for another sentence.
  function mark(line) {
    picked = line;
    for (const field of [box(), find("#new-line")]) if (field) field.value = field.defaultValue;
    all("#draft_main .line").forEach((one) => {
      const pressed = String(one.dataset.line === line);
      if (one.getAttribute("aria-pressed") !== pressed) one.setAttribute("aria-pressed", pressed);
    });
  }

  function linePicked({ line }) {
    mark(line);
    document.body.classList.add("bench-open");
    find(".bench")?.scrollTo({ top: 0 });
    find("#bench-title")?.focus({ preventScroll: true });
    if (desk.narrow()) find(`#line-${line}`)?.scrollIntoView({ block: "start" });
  }

  function lineChanged({ line, text, merged }) {
    mark(line);
    find(".bench")?.scrollTo({ top: 0 }); // what is said of the change stands there
    if (line) document.body.classList.add("bench-open");
    else document.body.classList.remove("bench-open");
    const said = [text, merged].filter(Boolean).join(" ");
    region("announcer", "status").textContent = said;
    if (said) notice(said, "brief");
    (line ? find("#bench-title") : find("#draft-title"))?.focus({ preventScroll: true });
  }

  async function closeBench() {
    if (dirty()) await save();
    document.body.classList.remove("bench-open");
    find(`#line-${picked}`)?.focus({ preventScroll: true });
  }

  function nextOpen() {
    const open = all("#draft_main .line.is-unverified, #draft_main .line.is-partly");
    const at = open.findIndex((one) => one.dataset.line === picked);
    const next = open[(at + 1) % open.length];
    if (!next) return;
    next.scrollIntoView({ block: "center" });
    pick(next.dataset.line);
  }

  // A signature needs a name: the field for it is shown and gets the keyboard.
  function named(act, field) {
    const given = find(field);
    if (!given || signer().trim()) return act();
    notice(say("refused_name_needed"), "brief");
    given.focus();
  }

  function sure(key, act) {
    const asked = document.createElement("dialog");
    asked.className = "confirm";
    asked.setAttribute("aria-label", say(key));
    const question = document.createElement("p");
    question.textContent = say(key);
    const button = (text, then) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.onclick = () => (asked.close(), then());
      return made;
    };
    const remove = button(say("delete"), act);
    remove.className = "danger";
    asked.append(question, button(say("cancel"), () => {}), remove);
    asked.onclose = () => asked.remove();
    document.body.append(asked);
    asked.showModal();
  }

  async function upload(field, what) {
    const file = field.files[0];
    if (!file) return;
    const data = await desk.encoded(file);
    field.value = ""; // the same file can be chosen again
    wish({ do: what, name: file.name, data });
  }

  const page = () => location.origin + location.pathname;
  Object.assign(desk.actions, {
    "draft-new": () => wish({ do: "draft-new", text: find("#draft-letter").value }),
    "draft-open": (node) => goTo({ draft: node.dataset.name }),
    "draft-batch": (node) => goTo({ batch: node.dataset.name }),
    "draft-all": () => goTo({}),
    "draft-history": () => goTo({ ...shown(), view: "history" }),
    "draft-letter": () => goTo({ ...shown(), view: "" }),
    "draft-again": () => send("draft-again"),
    "draft-stop": () => send("draft-stop"),
    "draft-undo": () => send("draft-undo"),
    "draft-restore": (node) => send("draft-restore", { number: node.dataset.number }),
    "draft-step": (node) => named(() => send("draft-step", { step: node.dataset.step, note: find("#draft-note").value }), "#draft-name"),
    "draft-export": (node) => send("draft-export", { clean: node.dataset.clean }),
    "draft-summary": () => send("draft-summary", { page: page() }),
    "draft-zip": () => send("draft-zip"),
    "draft-delete": () =>
      sure(shown().draft ? "draft_delete_sure" : "batch_delete_sure", () => send("draft-delete")),
    "draft-next": nextOpen,
    "draft-request": (node) => {
      const heading = find(`#draft_main .par[data-request="${node.dataset.request}"] .line`);
      heading?.scrollIntoView({ block: "start" });
      heading?.focus({ preventScroll: true });
    },
    "bench-close": closeBench,
    "bench-save": save,
    "bench-accept": () => change("accept"),
    "bench-sign": () => named(() => change("accept"), "#bench-name"),
    "bench-unaccept": () => change("unaccept"),
    "bench-quote": () => change("quote"),
    "bench-remove": () => change("remove"),
    "bench-department": () => change("department", { body: find("#line-department").value }),
    "bench-cite": (node) => change("cite", { paragraph: node.dataset.paragraph }),
    "bench-insert": () => {
      find(".new-line").hidden = false;
      find("#new-line").focus();
    },
    "bench-add": () => change("insert", { text: find("#new-line").value }),
    "bench-keep": () => send("draft-pick", { line: picked }),
    "bench-take": (node) => change("rewrite", { text: node.dataset.wording }),
  });
  Object.assign(desk.arrived, {
    "draft-shown": placeShown,
    "draft-begun": ({ draft, batch }) => goTo({ draft, batch }),
    "draft-made": ({ text }) => (notice(text, "brief"), find("#draft-title")?.focus()),
    "draft-deleted": () => goTo({}),
    "draft-picked": linePicked,
    "draft-changed": lineChanged,
    "draft-conflict": ({ line }) => {
      mark(line);
      document.body.classList.add("bench-open");
      find("#bench-title")?.focus({ preventScroll: true });
    },
  });

  const lineOf = (event) => event.target.closest?.("#draft_main .line");
  document.addEventListener("click", (event) => {
    const line = lineOf(event);
    if (line && getSelection().isCollapsed) pick(line.dataset.line);
  });
  document.addEventListener("keydown", (event) => {
    if (!here() || event.isComposing || event.keyCode === 229) return;
    const line = lineOf(event);
    if (line && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      pick(line.dataset.line);
    } else if (line && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const lines = all("#draft_main .line");
      event.preventDefault();
      lines[lines.indexOf(line) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (event.target.matches("#line-text")) save();
      if (event.target.matches("#draft-letter")) desk.actions["draft-new"]();
    } else if (event.key === "Escape" && event.target.closest?.(".bench")) closeBench();
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("#place-draft .signer")) return;
    localStorage.setItem(KEPT, event.target.value);
    all("#place-draft .signer").forEach((field) => field !== event.target && (field.value = event.target.value));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("#draft-file")) upload(event.target, "draft-new");
    else if (event.target.matches("#draft-table")) upload(event.target, "draft-table");
  });
  document.addEventListener("desk:place", () => here() && told && look());
  addEventListener("beforeunload", (event) => here() && dirty() && event.preventDefault());
  desk.beside = () => (here() && shown().draft ? { draft: shown().draft } : {});
  desk.keepDrafts = keepDrafts;
})();
