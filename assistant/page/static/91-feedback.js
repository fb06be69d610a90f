// What a reader says of an answer: good, bad, corrected; the right paragraphs are picked at the evidence cards.
(() => {
  "use strict";
  const { find, all, say, wish, notice } = desk;
  const form = () => find(".correction");
  let picked = []; // paragraphs that the open form holds

  const given = () => JSON.parse(find("#verdicts-given")?.dataset.verdicts || "{}");

  // Gradio's sanitizer leaves the buttons of an answer bare, so what they tell is put back after every change.
  function tellVerdicts() {
    const verdicts = given();
    for (const [name, verdict] of [["good_answer", "good"], ["bad_answer", "bad"]])
      all(`#thread [id^='${name}-']`).forEach((button) => {
        const pressed = String(verdicts[button.id.split("-")[1]] === verdict);
        if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
      });
    tellPicked();
  }

  function tellPicked() {
    all(".pick").forEach((button) => {
      const pressed = String(picked.includes(button.dataset.pick));
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    });
    const told = find(".picked", form());
    const text = say("picked", { count: picked.length });
    if (told && told.textContent !== text) told.textContent = text;
  }

  function opened() {
    if (!form()) return; // closed meanwhile
    picked = JSON.parse(form().dataset.picked);
    document.body.classList.add("evidence-open");
    find("details.others")?.toggleAttribute("open", true);
    tellPicked();
    find("#correction-title")?.focus();
  }

  function closed({ turn, text }) {
    picked = [];
    desk.closeEvidence();
    find(`#correct_answer-${turn}`)?.focus();
    if (text) notice(text, "brief");
  }

  function pick(node) {
    const name = node.dataset.pick;
    picked = picked.includes(name) ? picked.filter((each) => each !== name) : [...picked, name];
    tellPicked();
  }

  const send = (what) =>
    form() &&
    wish({
      do: what,
      turn: form().dataset.turn,
      faults: all("[name=fault]:checked", form()).map((box) => box.value),
      paragraphs: picked,
      note: find("#correction-note").value,
    });

  Object.assign(desk.tools, {
    good_answer: (turn) => wish({ do: "judge", turn, verdict: "good" }),
    bad_answer: (turn) => wish({ do: "judge", turn, verdict: "bad" }),
    correct_answer: (turn) => wish({ do: "correct", turn }),
  });
  Object.assign(desk.actions, {
    pick,
    "save-correction": () => send("save-correction"),
    "make-case": () => send("make-case"),
    "cancel-correction": () => send("cancel-correction"),
  });
  Object.assign(desk.arrived, { correcting: opened, corrected: closed });
  desk.tellVerdicts = tellVerdicts;
})();
