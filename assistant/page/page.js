// The page's own script: one delegated listener, the evidence panel, the whole-document view, keys, copying.
// It never makes HTML from text: what it shows was escaped on the server, or is set as textContent.
window.desk = (() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  let send = () => {};
  let origin = null; // selector of what to return to from the evidence: Gradio may render the node anew
  let opener = null; // element that opened the document
  let waiting = null; // resolves when the server has prepared what is to be copied
  let after = null; // what to do when the next evidence panel has arrived

  // --- what the server is told, and what it tells ---------------------------------------------------------------

  const words = () => JSON.parse(find(".bar")?.dataset.words || "{}");
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words()[key] || "");
  const value = (id) => find(`#${id} textarea, #${id} input`)?.value || "";
  const searched = () => find("#find-conversation")?.value || "";
  const wish = (what, kind = "stay") => send(kind, { searched: searched(), ...what });

  function context() {
    const asked = new URLSearchParams(location.search).get("c") || "";
    return JSON.stringify({ conversation: asked, scope: find("#scope-choice")?.value || "", searched: searched() });
  }

  function connect(trigger, kinds) {
    send = (kind, what) => trigger(kinds[kind], what);
  }

  function deliver(letter) {
    if (!letter) return;
    const message = JSON.parse(letter);
    const handlers = { card: cardArrived, document: documentArrived, copy: copyArrived, print: printArrived };
    Object.assign(handlers, { file: fileArrived, notice: (told) => notice(told.text), answered: answerArrived });
    // Gradio tells the values first and renders them after: the parts are there one frame later.
    requestAnimationFrame(() => requestAnimationFrame(() => handlers[message.kind]?.(message)));
  }

  function opened() {
    if (location.hash.length > 1) follow(decodeURIComponent(location.hash.slice(1)));
    requestAnimationFrame(() => scrollThread("end"));
  }

  // --- the evidence ---------------------------------------------------------------------------------------------

  const panel = () => find(".evidence");
  const shownTurn = () => panel()?.dataset.turn || "";

  function showCard(turn, label, from) {
    origin = from;
    document.body.classList.add("evidence-open");
    if (shownTurn() === turn) cardArrived({ turn, label });
    else wish({ do: "evidence", turn, label });
  }

  function cardArrived({ turn, label }) {
    selectTurn(String(turn));
    if (after) {
      after();
      after = null;
      return;
    }
    document.body.classList.add("evidence-open");
    all(".evidence mark.at").forEach((mark) => mark.classList.remove("at"));
    const marks = all(".evidence mark").filter((mark) => mark.dataset.labels.split(" ").includes(label));
    const card = all(".evidence .card").find((each) => each.dataset.labels.split(" ").includes(label));
    marks.forEach((mark) => mark.classList.add("at"));
    (card || find("#evidence-title"))?.focus({ preventScroll: true });
    (marks[0] || card || find("#evidence-title"))?.scrollIntoView({ block: marks[0] ? "center" : "start" });
  }

  function selectTurn(turn) {
    all(".answer.selected").forEach((answer) => answer.classList.remove("selected"));
    find(`#turn-${turn}`)?.classList.add("selected");
  }

  function closeEvidence() {
    document.body.classList.remove("evidence-open");
    (origin ? find(origin) : find("#question-box textarea"))?.focus();
  }

  // --- the whole bulletin ---------------------------------------------------------------------------------------

  const dialog = () => find("dialog.document");
  let passage = -1;

  function follow(address) {
    if (/^(cite-|question-box$)/.test(address)) return;
    opener = document.activeElement;
    if (dialog()?.open) dialog().close("again");
    wish({ do: "document", address, turn: shownTurn() });
  }

  function documentArrived({ address }) {
    const view = dialog();
    if (!view) return;
    if (!view.open) view.showModal();
    view.onclose = () => view.returnValue !== "again" && documentClosed();
    view.returnValue = "";
    history.replaceState(history.state, "", "#" + address);
    passage = -1;
    if (matchMedia("(max-width: 900px)").matches) find(".tree details", view)?.removeAttribute("open");
    const current = find(".paragraph.current", view);
    const inside = current ? find("mark", current) : null;
    const text = find(".text", view);
    if (text) text.onscroll = () => requestAnimationFrame(markHeading);
    text?.focus({ preventScroll: true });
    if (inside) toPassage(passages().indexOf(inside));
    else if (current) current.scrollIntoView({ block: "center" });
    else if (text) text.scrollTop = 0;
    countPassages();
    markHeading();
  }

  function documentClosed() {
    history.replaceState(history.state, "", location.pathname + location.search);
    (opener?.isConnected ? opener : find("#question-box textarea"))?.focus();
  }

  const passages = () => all("mark", dialog() || undefined).filter((mark) => mark.closest("dialog"));

  function toPassage(number) {
    const marks = passages();
    if (!marks.length) return;
    passage = (number + marks.length) % marks.length;
    marks.forEach((mark, at) => mark.classList.toggle("at", at === passage));
    setCurrent(marks[passage].closest(".paragraph"));
    marks[passage].scrollIntoView({ block: "center" });
    countPassages();
  }

  function countPassages() {
    const count = find(".cited-count", dialog() || undefined);
    const marks = passages();
    if (count) count.textContent = say("cited_count", { at: passage < 0 ? "–" : passage + 1, count: marks.length });
  }

  function setCurrent(paragraph) {
    if (!paragraph) return;
    all(".paragraph.current", dialog()).forEach((each) => each.classList.toggle("current", each === paragraph));
    paragraph.classList.add("current");
    history.replaceState(history.state, "", "#" + paragraph.dataset.paragraph);
  }

  function toHeading(id) {
    const heading = document.getElementById(id);
    heading?.scrollIntoView({ block: "start" });
    const paragraph = heading?.closest(".paragraph") || nextParagraph(heading);
    setCurrent(paragraph);
    (heading?.tabIndex === -1 && !heading.closest(".paragraph") ? heading : paragraph)?.focus({ preventScroll: true });
    if (matchMedia("(max-width: 900px)").matches) find(".tree details", dialog())?.removeAttribute("open");
  }

  function nextParagraph(node) {
    let next = node?.nextElementSibling;
    while (next && !next.classList.contains("paragraph")) next = next.nextElementSibling;
    return next;
  }

  function markHeading() {
    const view = dialog();
    const text = view && find(".text", view);
    if (!text) return;
    const top = text.getBoundingClientRect().top + text.clientHeight / 3;
    const passed = all("[id^='s-']", text).filter((heading) => heading.getBoundingClientRect().top <= top);
    const current = passed.length ? passed[passed.length - 1].id : "";
    all(".tree a", view).forEach((link) => {
      const here = link.getAttribute("href") === "#" + current;
      if (here === link.hasAttribute("aria-current")) return;
      if (!here) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "location");
        if (!matchMedia("(max-width: 900px)").matches) link.scrollIntoView({ block: "nearest" });
      }
    });
  }

  // --- taking along ---------------------------------------------------------------------------------------------

  function copyAnswer(turn) {
    const letter = new Promise((resolve) => (waiting = resolve));
    wish({ do: "copy", turn });
    const piece = (name, type) => letter.then((told) => new Blob([told[name]], { type }));
    // Promises inside the item keep the click's permission to write while the server answers.
    copyItem({ "text/plain": piece("plain", "text/plain"), "text/html": piece("html", "text/html") });
  }

  function copyArrived(told) {
    waiting?.(told);
    waiting = null;
  }

  const copyText = (text) => copyItem({ "text/plain": new Blob([text], { type: "text/plain" }) });

  async function copyItem(pieces) {
    try {
      await navigator.clipboard.write([new ClipboardItem(pieces)]);
      notice(say("copied"), "brief");
    } catch {
      notice(say("copy_refused"));
    }
  }

  function printArrived({ html }) {
    let sheet = find("#print-sheet");
    if (!sheet) {
      sheet = document.createElement("div");
      sheet.id = "print-sheet";
      document.body.append(sheet);
    }
    sheet.innerHTML = html; // made by the server's one escaping function
    document.body.classList.add("printing-one");
    addEventListener("afterprint", () => document.body.classList.remove("printing-one"), { once: true });
    print();
  }

  function fileArrived({ name, type, data }) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    notice(say("exported", { file: name }), "brief");
  }

  // --- notices and announcements --------------------------------------------------------------------------------

  function region(id, role) {
    let made = document.getElementById(id);
    if (!made) {
      made = document.createElement("div");
      made.id = id;
      made.setAttribute("role", role);
      document.body.append(made);
    }
    return made;
  }

  function notice(text, kind = "stays") {
    const place = region("notices", "status");
    place.replaceChildren();
    place.className = kind;
    if (!text) return;
    const told = document.createElement("p");
    told.textContent = text;
    place.append(told);
    if (kind === "brief") {
      setTimeout(() => told.isConnected && place.replaceChildren(), 4000);
      return;
    }
    const dismiss = document.createElement("button");
    dismiss.type = "button";
    dismiss.textContent = say("dismiss");
    dismiss.onclick = () => notice("");
    place.append(dismiss);
  }

  function answerArrived({ turn }) {
    selectTurn(String(turn));
    const answer = find(`#turn-${turn}`);
    const spoken = all(".lead, .said, .missing, .notice", answer || undefined).map((part) => part.textContent);
    region("announcer", "status").textContent = [say("answer_ready"), ...(answer ? spoken : [])].join(" ");
    scrollThread("answer", turn);
  }

  // --- the thread -----------------------------------------------------------------------------------------------

  const log = () => find("#thread [role=log]");

  function scrollThread(where, turn) {
    const scroller = log();
    if (!scroller) return;
    const question = turn && find(`#question-${turn}`)?.closest(".message-row");
    if (where === "answer" && question) {
      const room = scroller.clientHeight - 40;
      const answer = find(`#turn-${turn}`);
      // A long answer is read from its beginning, a short one is seen whole.
      if (answer && answer.offsetHeight > room) question.scrollIntoView({ block: "start" });
      else scroller.scrollTop = scroller.scrollHeight;
    } else scroller.scrollTop = scroller.scrollHeight;
  }

  function tidy() {
    const scroller = log();
    const language = find(".bar")?.dataset.language;
    if (!language) return;
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    document.title = say("page_title");
    if (scroller && scroller.getAttribute("aria-label") !== say("thread")) {
      scroller.setAttribute("aria-label", say("thread"));
      scroller.setAttribute("aria-live", "off"); // finished answers are announced once, not every step
      scroller.tabIndex = 0;
    }
    // Gradio names every message by its HTML source; a reader should hear the message itself.
    all("#thread [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
    const conversation = value("conversation");
    const url = new URL(location.href);
    if ((url.searchParams.get("c") || "") !== conversation) {
      if (conversation) url.searchParams.set("c", conversation);
      else url.searchParams.delete("c");
      history.replaceState(history.state, "", url);
    }
    if (find(".answer.working")) watchConnection();
  }

  // --- the connection -------------------------------------------------------------------------------------------

  let watching = false;

  async function watchConnection() {
    if (watching) return;
    watching = true;
    let lost = false;
    while (lost || find(".answer.working")) {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const here = await fetch("gradio_api/app_id", { cache: "no-store" }).then((reply) => reply.ok, () => false);
      if (!here && !lost) notice(say("offline"));
      if (here && lost) {
        notice(say("online"), "brief");
        wish({ do: "refresh" }, "leave");
        lost = false;
        break;
      }
      lost = !here;
    }
    watching = false;
  }

  // --- selected words -------------------------------------------------------------------------------------------

  const highlight = () => (window.Highlight && CSS.highlights ? CSS.highlights : null);

  function findSelected() {
    const marks = highlight();
    if (!marks) return;
    marks.delete("selected-words");
    const selection = getSelection();
    const text = selection.toString().replace(/\s+/g, "");
    const said = selection.anchorNode?.parentElement?.closest(".answer .said, .answer .lead");
    if (!said || text.length < 2 || text.length > 400) return;
    const turn = said.closest(".answer").id.replace("turn-", "");
    if (turn !== shownTurn()) {
      after = findSelected;
      wish({ do: "evidence", turn, label: "" });
      return;
    }
    const ranges = all(".evidence .card .reading").flatMap((paragraph) => places(paragraph, text));
    const told = ranges.length ? say("found_in_evidence", { count: ranges.length }) : say("not_found_in_evidence");
    notice(told, "brief");
    if (!ranges.length) return;
    marks.set("selected-words", new Highlight(...ranges));
    ranges[0].startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }

  // Ranges in which `text` stands, white space aside; marks inside the paragraph do not matter.
  function places(paragraph, text) {
    const letters = [];
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (let at = 0; at < node.data.length; at++) if (/\S/.test(node.data[at])) letters.push([node, at]);
    const plain = letters.map(([node, at]) => node.data[at]).join("");
    const found = [];
    for (let at = plain.indexOf(text); at >= 0; at = plain.indexOf(text, at + text.length)) {
      const range = document.createRange();
      range.setStart(...letters[at]);
      const [last, end] = letters[at + text.length - 1];
      range.setEnd(last, end + 1);
      found.push(range);
    }
    return found;
  }

  // --- conversations --------------------------------------------------------------------------------------------

  const entry = (node) => node.closest(".entry");

  function rename(node) {
    const item = entry(node);
    const name = find(".open-conversation", item);
    const field = document.createElement("input");
    field.className = "rename";
    field.value = name.textContent;
    field.setAttribute("aria-label", say("rename_label"));
    const end = (keep) => {
      field.onblur = null;
      field.remove();
      name.hidden = false;
      name.focus();
      if (keep && field.value.trim()) {
        name.textContent = field.value.trim(); // shown at once; the list comes anew from the server
        wish({ do: "rename", conversation: item.dataset.conversation, title: field.value });
      }
    };
    field.onkeydown = (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter" || event.key === "Escape") {
        event.stopPropagation();
        end(event.key === "Enter");
      }
    };
    field.onblur = () => end(true);
    find("details", item).open = false;
    name.hidden = true;
    name.after(field);
    field.focus();
    field.select();
  }

  function confirmDelete(node) {
    const item = entry(node);
    const box = document.createElement("dialog");
    box.className = "confirm";
    const question = document.createElement("p");
    question.textContent = say("delete_sure");
    const name = document.createElement("p");
    name.className = "quiet";
    name.textContent = find(".open-conversation", item).textContent;
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.onclick = () => (box.close(), act());
      return made;
    };
    const remove = button(say("delete"), () => {
      wish({ do: "delete", conversation: item.dataset.conversation }, "leave");
      find(".new")?.focus();
    });
    remove.className = "danger";
    box.setAttribute("aria-label", say("delete_sure"));
    box.append(question, name, button(say("cancel"), () => {}), remove);
    box.onclose = () => box.remove();
    document.body.append(box);
    box.showModal();
  }

  // --- one listener for all clicks ------------------------------------------------------------------------------

  function ask(text, now) {
    const box = find("#question-box textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    if (now) setTimeout(() => find("#send").click(), 0);
  }

  const actions = {
    "toggle-conversations": () => toggleConversations(),
    language: (node) => wish({ do: "language", language: node.dataset.language }),
    new: () => (toggleConversations(false), wish({ do: "new" }, "leave"), find("#question-box textarea")?.focus()),
    open: (node) => {
      toggleConversations(false);
      wish({ do: "open", conversation: entry(node).dataset.conversation }, "leave");
    },
    rename: (node) => rename(node),
    delete: (node) => confirmDelete(node),
    "export-docx": (node) => exported(node, "docx"),
    "export-md": (node) => exported(node, "md"),
    example: (node) => ask(node.textContent, true),
    "close-evidence": () => closeEvidence(),
    back: () => closeEvidence(),
    "copy-paragraph": (node) => copyText(find(".reading", node.closest(".card")).textContent),
    "previous-cited": () => toPassage(passage < 0 ? -1 : passage - 1),
    "next-cited": () => toPassage(passage + 1),
    "copy-address": () => copyText(location.origin + location.pathname + location.hash),
    "close-document": () => dialog().close(),
  };

  const tools = {
    copy_answer: (turn) => copyAnswer(turn),
    print_answer: (turn) => wish({ do: "print", turn }),
    show_evidence: (turn, node) => showCard(turn, find(`#turn-${turn} .cite`)?.textContent.slice(1, -1), "#" + node.id),
    retry: (turn) => (notice(""), send("retry", { turn })),
  };

  function exported(node, form) {
    node.closest("details").open = false;
    wish({ do: "export", conversation: entry(node).dataset.conversation, form });
  }

  function toggleConversations(open = !document.body.classList.contains("conversations-open")) {
    document.body.classList.toggle("conversations-open", open);
    find(".menu")?.setAttribute("aria-expanded", String(open));
    if (open) find(".new")?.focus();
  }

  document.addEventListener("click", (event) => {
    const node = event.target.closest?.("a[href^='#'], button, summary");
    if (!event.target.closest?.(".actions")) all(".actions[open]").forEach((menu) => (menu.open = false));
    if (!node) {
      const answer = event.target.closest?.(".answer.done");
      const turn = answer?.id.replace("turn-", "");
      if (turn && turn !== shownTurn() && getSelection().isCollapsed && find(".cite", answer)) {
        after = () => {};
        wish({ do: "evidence", turn, label: "" });
      }
      return;
    }
    const href = node.getAttribute("href");
    if (href) {
      const address = decodeURIComponent(href.slice(1));
      event.preventDefault();
      const cite = /^cite-(\d+)-(\w+)$/.exec(address);
      if (cite) showCard(cite[1], cite[2], `#turn-${cite[1]} a[href='#${address}']`);
      else if (address === "question-box") find("#question-box textarea")?.focus();
      else if (node.classList.contains("heading")) toHeading(address);
      else follow(address);
      return;
    }
    const tool = /^(copy_answer|print_answer|show_evidence|retry)-(\d+)$/.exec(node.id);
    if (tool) tools[tool[1]](tool[2], node);
    else if (node.classList.contains("suggestion")) ask(node.textContent, false);
    else actions[node.dataset.do]?.(node);
  });

  // --- keys -----------------------------------------------------------------------------------------------------

  const composing = (event) => event.isComposing || event.keyCode === 229;

  // The Enter that confirms an input method's choice is the input method's: nothing else may see it.
  for (const kind of ["keydown", "keypress", "keyup"])
    addEventListener(
      kind,
      (event) => {
        if (event.key !== "Enter" && event.keyCode !== 13 && event.keyCode !== 229) return;
        if (!event.target.closest?.("#question-box")) return;
        const busy = find(".answer.working") && !event.shiftKey;
        if (composing(event)) event.stopImmediatePropagation();
        else if (busy && kind !== "keyup") {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
      },
      true,
    );

  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (dialog()?.open) {
      if (event.key === "n") toPassage(passage + 1);
      if (event.key === "p") toPassage(passage < 0 ? -1 : passage - 1);
      return;
    }
    if (event.key !== "Escape") return;
    const menu = find(".actions[open]");
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (document.body.classList.contains("conversations-open")) {
      toggleConversations(false);
      find(".menu")?.focus();
    } else if (event.target.closest?.("#evidence-column") || document.body.classList.contains("evidence-open"))
      closeEvidence();
  });

  let typing = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "find-conversation") return;
    clearTimeout(typing);
    typing = setTimeout(() => wish({ do: "find" }), 250);
  });

  let selecting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(selecting);
    selecting = setTimeout(findSelected, 300);
  });

  addEventListener("hashchange", () => {
    if (location.hash.length > 1) follow(decodeURIComponent(location.hash.slice(1)));
  });

  let tidying = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(tidying);
    tidying = requestAnimationFrame(tidy);
  }).observe(document, { childList: true, subtree: true, characterData: true });

  return { connect, context, deliver, opened };
})();
