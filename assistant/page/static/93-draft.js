// The place 拟复: what is shown stands in the address (draft, batch, view), so that a refresh comes back to it; a draft
// in work is followed until it is made; every change names the version that is shown.
(() => {
  "use strict";
  const { find, all, say, wish, notice, region } = desk;
  const here = () => document.documentElement.dataset.place === "draft";
  const NAMES = ["draft", "batch", "view"];
  const KEPT = "bulletin-desk-signer"; // the name that one signs with, where nobody logs in
  let told = ""; // the language in which the place was filled last
  let following = "";
  let picked = ""; // the sentence that is worked on
  let kept = null; // the wording of a sentence that is being saved

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
    return send("draft", { focus });
  }

  const signer = () => localStorage.getItem(KEPT) || "";
  const version = () => find("#draft_main [data-version]")?.dataset.version || "";

  // One after the other: each names the version that the one before it made and the page shows by then. A reply is
  // shown while the address is the one it was asked for.
  let last = Promise.resolve();
  function send(what, more = {}) {
    const asked = hereAndNow(what, more);
    const act = async () => {
      const parts = await asked({ version: version() });
      await desk.drawn();
      return parts;
    };
    return (last = last.then(act, act));
  }

  // What does not change a draft waits for nothing.
  const ask = (what, more = {}) => hereAndNow(what, more)();

  function hereAndNow(what, more) {
    const at = JSON.stringify(shown());
    const asked = { do: what, ...shown(), signer: signer(), ...more };
    const still = () => JSON.stringify(shown()) === at;
    return async (now = {}) => (still() ? wish({ ...asked, ...now }, "stay", still) : null);
  }

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
    following = follow;
    if (follow) followWork();
  }

  // News of what the address names, until it is made.
  const followWork = desk.follower(
    () => (here() && (shown().draft || shown().batch) === following ? following : ""),
    () => ({ do: "draft-follow", ...shown(), reading: find("#draft_main")?.contains(document.activeElement) ? "yes" : "" }),
  );

  // --- one sentence ---------------------------------------------------------------------------------------------------
  const box = () => find("#line-text");
  const dirty = () => Boolean(box()) && box().value !== box().defaultValue;
  const change = (kind, more = {}) => send("draft-change", { kind, line: picked, ...more });

  function save() {
    kept = { line: picked, text: box().value };
    return change("rewrite", { text: kept.text });
  }

  // What was typed is never left behind: it is saved and checked before something else is shown.
  async function pick(line) {
    if (dirty()) {
      const parts = await save();
      if (parts?.letter?.kind !== "draft-changed") return;
    }
    await send("draft-pick", { line });
  }

  // Gradio keeps a field that is there already, and with it what was typed into it for another sentence; what was typed
  // while the same sentence was being saved stays.
  function mark(line) {
    const typed = kept && kept.line === line && picked === line && box() && box().value !== kept.text;
    picked = line;
    kept = null;
    for (const field of [typed ? null : box(), find("#new-line")]) if (field) field.value = field.defaultValue;
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
    ask(what, { name: file.name, data });
  }

  const page = () => location.origin + location.pathname;
  Object.assign(desk.actions, {
    "draft-new": () => ask("draft-new", { text: find("#draft-letter").value }),
    "draft-open": (node) => goTo({ draft: node.dataset.name }),
    "draft-batch": (node) => goTo({ batch: node.dataset.name }),
    "draft-all": () => goTo({}),
    "draft-history": () => goTo({ ...shown(), view: "history" }),
    "draft-letter": () => goTo({ ...shown(), view: "" }),
    "draft-again": () => send("draft-again"),
    "draft-stop": () => ask("draft-stop"),
    "draft-undo": () => send("draft-undo"),
    "draft-restore": (node) => send("draft-restore", { number: node.dataset.number }),
    "draft-step": (node) => named(() => send("draft-step", { step: node.dataset.step, note: find("#draft-note").value }), "#draft-name"),
    "draft-export": (node) => send("draft-export", { clean: node.dataset.clean }),
    "draft-summary": () => ask("draft-summary", { page: page() }),
    "draft-zip": () => ask("draft-zip"),
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
