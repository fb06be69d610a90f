// The evidence beside the answer: cards of the selected turn, the way back, words selected in an answer.
(() => {
  "use strict";
  const { find, all, say, wish, notice } = desk;
  let origin = null; // selector of what to return to: Gradio may render the node anew
  const panel = () => find(".evidence");
  const shownTurn = () => panel()?.dataset.turn || "";

  function showCard(turn, label, from) {
    origin = from;
    document.body.classList.add("evidence-open");
    if (shownTurn() === turn) cardArrived({ label });
    else wish({ do: "evidence", turn, label });
  }

  // The cards of a turn were asked for to go to one of them, to be looked at, or to find the selected words in.
  function cardArrived({ label, aim }) {
    if (aim === "words") return findSelected();
    if (aim === "look") return;
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

  // The cards of a turn come back when it is selected; where the reader is stays as it is.
  function showTurn(turn) {
    wish({ do: "evidence", turn, label: "", aim: "look" });
  }

  function closeEvidence() {
    document.body.classList.remove("evidence-open");
    (origin ? find(origin) : find("#question-box textarea"))?.focus();
  }

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
      wish({ do: "evidence", turn, label: "", aim: "words" });
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

  desk.arrived.card = cardArrived;
  Object.assign(desk, { findSelected, shownTurn, showCard, showTurn, selectTurn, closeEvidence });
})();
