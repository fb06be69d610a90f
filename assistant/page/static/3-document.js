// The whole bulletin: a dialog with the heading tree, the cited passages one after the other, addresses.
(() => {
  "use strict";
  const { find, all, say, narrow, wish } = desk;
  let opener = null; // element that opened the document
  let passage = -1;

  const dialog = () => find("dialog.document");

  function goTo(address) {
    if (/^(cite-|question-box$)/.test(address)) return;
    opener = document.activeElement;
    if (dialog()?.open) dialog().close("again");
    wish({ do: "document", address, turn: desk.shownTurn(), ...desk.beside() });
  }

  function documentArrived({ address }) {
    const view = dialog();
    if (!view) return;
    if (!view.open) view.showModal();
    view.onclose = () => view.returnValue !== "again" && documentClosed();
    view.returnValue = "";
    keepHash(address);
    passage = -1;
    if (narrow()) find(".tree details", view)?.removeAttribute("open");
    toMarked(view);
    countPassages();
    markHeading();
  }

  // The rest of the address stays: it names the place and the conversation. (The page has a base: "#…" would lose it.)
  function keepHash(address) {
    history.replaceState(history.state, "", location.pathname + location.search + "#" + address);
  }

  // To the paragraph that was asked for, and to the first cited words in it.
  function toMarked(view) {
    const current = find(".paragraph.current", view);
    const inside = current ? find("mark", current) : null;
    const text = find(".text", view);
    if (text) text.onscroll = () => requestAnimationFrame(markHeading);
    text?.focus({ preventScroll: true });
    if (inside) toPassage(passages().indexOf(inside));
    else if (current) current.scrollIntoView({ block: "center" });
    else if (text) text.scrollTop = 0;
  }

  function documentClosed() {
    history.replaceState(history.state, "", location.pathname + location.search);
    (opener?.isConnected ? opener : find("#question-box textarea"))?.focus();
  }

  const passages = () => (dialog() ? all("mark", dialog()) : []);

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
    const count = find(".cited-count", dialog());
    const marks = passages();
    if (count) count.textContent = say("cited_count", { at: passage < 0 ? "–" : passage + 1, count: marks.length });
  }

  function setCurrent(paragraph) {
    if (!paragraph) return;
    all(".paragraph.current", dialog()).forEach((each) => each.classList.toggle("current", each === paragraph));
    paragraph.classList.add("current");
    keepHash(paragraph.dataset.paragraph);
  }

  function toHeading(id) {
    const heading = document.getElementById(id);
    heading?.scrollIntoView({ block: "start" });
    const paragraph = heading?.closest(".paragraph") || nextParagraph(heading);
    setCurrent(paragraph);
    (heading?.tabIndex === -1 && !heading.closest(".paragraph") ? heading : paragraph)?.focus({ preventScroll: true });
    if (narrow()) find(".tree details", dialog())?.removeAttribute("open");
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
    const frame = text.getBoundingClientRect();
    const here = find(".paragraph.current", text)?.getBoundingClientRect();
    const seen = here && here.bottom > frame.top && here.top < frame.bottom;
    const top = Math.max(frame.top + frame.height / 3, seen ? here.bottom - 1 : 0);
    const passed = all("[id^='s-']", text).filter((heading) => heading.getBoundingClientRect().top <= top);
    const current = passed.length ? passed[passed.length - 1].id : "";
    all(".tree a", view).forEach((link) => {
      const isCurrent = link.getAttribute("href") === "#" + current;
      if (isCurrent === link.hasAttribute("aria-current")) return;
      if (!isCurrent) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "location");
        if (!narrow()) link.scrollIntoView({ block: "nearest" });
      }
    });
  }

  addEventListener("hashchange", () => {
    if (location.hash.length > 1) goTo(decodeURIComponent(location.hash.slice(1)));
  });

  desk.beside = () => ({}); // what a place adds: whose citations are marked
  desk.arrived.document = documentArrived;
  Object.assign(desk, { dialog, goTo, toHeading, nextPassage: () => toPassage(passage + 1) });
  desk.previousPassage = () => toPassage(passage < 0 ? -1 : passage - 1);
})();
