// The place 语料: what is looked for stands in the address (area, words, state, page), so that a refresh comes back to
// it; files are sent one after the other, and the work on them is followed until it ends.
(() => {
  "use strict";
  const { find, wish, call, show, notice, say, state, follower } = desk;
  const here = () => document.documentElement.dataset.place === "corpus" && Boolean(find("#corpus_list"));
  const NAMES = ["area", "words", "state", "page"];
  const PIECE = 3 * 1048576; // bytes of a file sent at once
  let sending = false;
  let told = ""; // the language in which the place was filled last

  const wanted = () => {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(NAMES.map((name) => [name, given.get(name) || ""]));
  };
  function look(focus = "") {
    const at = JSON.stringify(wanted());
    return wish({ do: "corpus", ...wanted(), focus }, "stay", () => JSON.stringify(wanted()) === at);
  }

  // The address, then the list; typing replaces the address, other choices are kept in the history.
  function goTo(change, focus = "", typed = false) {
    const url = new URL(location.href);
    const what = { ...wanted(), page: "", ...change };
    NAMES.forEach((name) => (what[name] ? url.searchParams.set(name, what[name]) : url.searchParams.delete(name)));
    if (typed) history.replaceState(history.state, "", url);
    else history.pushState(history.state, "", url);
    return look(focus);
  }

  // Fills the place when it is first looked at, and anew in another language.
  function keepCorpus() {
    const language = find(".bar")?.dataset.language || "";
    if (!here() || !language || language === told) return;
    told = language;
    look();
  }

  // The list was made anew: the keyboard goes back to where it was, or where the wish wanted it.
  function shown({ focus, work }) {
    if (focus === "corpus-words") {
      const field = find("#corpus-words");
      if (field && field !== document.activeElement) {
        field.focus();
        field.setSelectionRange(field.value.length, field.value.length);
      }
    } else if (focus) find("#" + focus)?.focus();
    if (work) follow();
  }

  // Where the keyboard was in the list, it is again when the list has come anew; not when it went elsewhere meanwhile.
  function keepFocus(parts) {
    const kept = document.activeElement?.closest?.("#corpus_list [id]")?.id;
    if (!kept || !parts.corpus_list) return;
    const back = () => document.activeElement === document.body && find("#" + kept)?.focus();
    requestAnimationFrame(() => requestAnimationFrame(back));
  }

  // Also while another place is looked at: it shows what is held too.
  const follow = follower(
    () => JSON.stringify(wanted()),
    () => ({ do: "corpus-follow", stage: "changing", ...wanted() }),
    keepFocus,
  );

  // The other places show what is held too: an empty conversation names it.
  function ended() {
    const empty = () => Boolean(find(".welcome")) && !state.work && !state.conversation;
    if (empty()) wish({ do: "refresh" }, "stay", empty);
  }

  const sayWhere = (text) => {
    const line = find("#corpus-sending");
    if (line) line.textContent = text;
  };

  async function send(files) {
    if (!files.length || sending || !find("#corpus-files")) return;
    sending = true;
    const most = Number(find("#corpus-files").dataset.most);
    const large = [];
    for (const [at, file] of [...files].entries()) {
      if (file.size > most * 1048576) {
        large.push(say("corpus_too_large", { name: file.name, most }));
        continue;
      }
      sayWhere(say("corpus_sending", { at: at + 1, of: files.length, name: file.name }));
      if (!(await sent(file))) break;
    }
    sending = false;
    sayWhere("");
    if (large.length) notice(large.join("\n"));
  }

  // Piece by piece: a service may refuse what is larger. False when the connection or the file is gone.
  async function sent(file) {
    const key = `${Date.now()}-${Math.random()}`;
    for (let at = 0; at === 0 || at < file.size; at += PIECE) {
      const data = await encoded(file.slice(at, at + PIECE));
      const more = at + PIECE < file.size ? "yes" : "";
      const parts = data === null ? null : await call({ do: "corpus-upload", name: file.name, data, key, at, more });
      if (!parts) return false;
      show(parts, () => true);
      if (parts.letter?.kind === "notice") return true; // refused: the next file may do
    }
    return true;
  }

  const encoded = (file) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = () => resolve(null);
      reader.readAsDataURL(file);
    });

  // What is done to a bulletin: the keyboard goes to the list's title, for its row changes.
  function change(node) {
    const bulletin = node.closest("[data-bulletin]").dataset.bulletin;
    node.closest("details").open = false;
    find("#corpus-title")?.focus();
    wish({ do: node.dataset.do, bulletin });
  }

  Object.assign(desk.actions, {
    "corpus-fetch": () => wish({ do: "corpus-fetch", addresses: find("#corpus-addresses").value }),
    "corpus-remove": change,
    "corpus-reread": change,
    "corpus-restore": (node) => wish({ do: "corpus-restore", key: node.dataset.key }),
    "corpus-update": () => wish({ do: "corpus-update" }),
    "corpus-stop": () => wish({ do: "corpus-stop" }),
    "corpus-dismiss": () => (find("#corpus-title")?.focus(), wish({ do: "corpus-dismiss" })),
    "corpus-page": (node) => goTo({ page: node.dataset.page }, "corpus-title"),
  });
  Object.assign(desk.arrived, {
    "corpus-shown": shown,
    "corpus-begun": follow,
    "corpus-fetching": () => ((find("#corpus-addresses").value = ""), follow()),
    "corpus-ended": ended,
  });
  let typing = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "corpus-words") return;
    clearTimeout(typing);
    typing = setTimeout(() => goTo({ words: event.target.value }, "corpus-words", true), 300);
  });
  document.addEventListener("change", (event) => {
    const { id, value, files } = event.target;
    if (id === "corpus-area") goTo({ area: value }, id);
    else if (id === "corpus-state") goTo({ state: value }, id);
    else if (id === "corpus-files") send(files).then(() => (event.target.value = ""));
  });
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!here() || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (kind === "drop") send([...event.dataTransfer.files]);
    });
  }
  addEventListener("beforeunload", (event) => sending && event.preventDefault()); // what is not sent yet would be lost
  document.addEventListener("desk:place", () => here() && told && look());
  desk.keepCorpus = keepCorpus;
})();
