// One listener for all clicks, one for keys: which control does what.
(() => {
  "use strict";
  const { find, all, wish, notice } = desk;
  const box = () => find("#question-box textarea");

  function propose(text, now) {
    desk.fill(text);
    box().focus();
    if (now) desk.ask(text);
  }

  const toBox = () => box()?.focus(); // what was pressed is gone, the keyboard must not go with it

  const conversation = (node) => desk.entry(node).dataset.conversation;

  function exported(node, form) {
    node.closest("details").open = false;
    wish({ do: "export", wanted: conversation(node), form });
  }

  function leave(what) {
    desk.toggleConversations(false);
    wish(what, "leave");
    box()?.focus();
  }

  const actions = {
    "toggle-conversations": () => desk.toggleConversations(),
    language: (node) => wish({ do: "language", wanted: node.dataset.language }, "leave"),
    place: (node) => desk.goToPlace(node.dataset.place),
    new: () => leave({ do: "new" }),
    open: (node) => leave({ do: "open", wanted: conversation(node) }),
    rename: (node) => desk.rename(node),
    delete: (node) => desk.confirmDelete(node),
    "export-docx": (node) => exported(node, "docx"),
    "export-md": (node) => exported(node, "md"),
    example: (node) => propose(node.textContent, true),
    "close-evidence": () => desk.closeEvidence(),
    back: () => desk.closeEvidence(),
    "copy-paragraph": (node) => desk.copyText(find(".reading", node.closest(".card")).textContent),
    "previous-cited": () => desk.previousPassage(),
    "next-cited": () => desk.nextPassage(),
    "copy-address": () => desk.copyText(location.origin + location.pathname + location.hash),
    "close-document": () => desk.dialog().close(),
  };

  // Buttons inside an answer, by their id: Gradio's sanitizer removes data attributes there.
  const tools = {
    copy_answer: (turn) => desk.copyAnswer(turn),
    print_answer: (turn) => wish({ do: "print", turn }),
    show_evidence: (turn, node) =>
      desk.showCard(turn, find(`#turn-${turn} .cite`)?.textContent.slice(1, -1) || "", "#" + node.id),
    retry: (turn) => (notice(""), wish({ do: "retry", turn }, "leave").then(toBox)),
  };

  function follow(node) {
    const address = decodeURIComponent(node.getAttribute("href").slice(1));
    const cite = /^cite-(\d+)-(\w+)$/.exec(address);
    if (cite) desk.showCard(cite[1], cite[2], `#turn-${cite[1]} a[href='#${address}']`);
    else if (address === "question-box") desk.firstField()?.focus();
    else if (node.classList.contains("heading")) desk.toHeading(address);
    else desk.goTo(address);
  }

  function select(target) {
    const answer = target.closest?.(".answer.done");
    const turn = answer?.id.replace("turn-", "");
    if (turn && turn !== desk.shownTurn() && getSelection().isCollapsed && find(".cite", answer)) desk.showTurn(turn);
  }

  document.addEventListener("click", (event) => {
    const node = event.target.closest?.("a[href^='#'], a[data-do], button, summary");
    if (!event.target.closest?.(".actions")) all(".actions[open]").forEach((menu) => (menu.open = false));
    if (!node) return select(event.target);
    if (node.matches("a")) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is the browser's
      event.preventDefault();
      return node.dataset.do ? actions[node.dataset.do](node) : follow(node);
    }
    const tool = /^([a-z_]+)-(\d+)$/.exec(node.id);
    if (tool && tools[tool[1]]) tools[tool[1]](tool[2], node);
    else if (node.id === "send") desk.ask(box().value);
    else if (node.id === "stop") desk.stop().then(toBox);
    else if (node.classList.contains("suggestion")) propose(node.textContent, false);
    else actions[node.dataset.do]?.(node);
  });

  const composing = (event) => event.isComposing || event.keyCode === 229;

  // Enter sends; the Enter that confirms an input method's choice is the input method's: nothing else may see it.
  function guardEnter(event) {
    if (event.key !== "Enter" && event.keyCode !== 13 && event.keyCode !== 229) return;
    if (!event.target.closest?.("#question-box")) return;
    if (composing(event)) return event.stopImmediatePropagation();
    if (event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "keydown" && !event.repeat) desk.ask(box().value);
  }
  for (const kind of ["keydown", "keypress", "keyup"]) addEventListener(kind, guardEnter, true);

  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (desk.dialog()?.open) {
      if (event.key === "n") desk.nextPassage();
      if (event.key === "p") desk.previousPassage();
    } else if (event.key === "Escape") closeInnermost(event);
  });

  function closeInnermost(event) {
    const menu = find(".actions[open]");
    const open = (name) => document.body.classList.contains(name);
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (open("conversations-open")) {
      desk.toggleConversations(false);
      find(".menu")?.focus();
    } else if (event.target.closest?.("#evidence-column") || open("evidence-open")) desk.closeEvidence();
  }

  const timers = {};
  const later = (name, wait, act) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, wait);
  };
  document.addEventListener("input", (event) => {
    if (event.target.id === "find-conversation") later("find", 250, () => wish({ do: "find" }));
  });
  Object.assign(desk, { actions, tools }); // a place adds what its controls do
  addEventListener("pagehide", () => sessionStorage.setItem("draft", box()?.value || "")); // a reload keeps what was typed
  document.addEventListener("selectionchange", () => later("select", 300, desk.findSelected));
})();
