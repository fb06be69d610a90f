// Why a sentence has its state: shown while the state is pointed at or has the focus, hidden by Escape.
(() => {
  "use strict";
  const { all, find, region } = desk;
  const reasonsOf = (state) => state.id.replace("state-", "reasons-");
  let shown = null; // the state whose reasons are open
  let at = null; // where it was then
  let leaving = 0;

  function show(state) {
    clearTimeout(leaving);
    const reasons = document.getElementById(reasonsOf(state));
    if (!reasons || shown === state) return;
    const card = region("reasons", "tooltip");
    card.replaceChildren(...[...reasons.children].map((line) => line.cloneNode(true)));
    card.hidden = false;
    shown = state;
    at = state.getBoundingClientRect();
    place(card, at);
  }

  // Only when the state itself has moved: what scrolled before it was pointed at is told late.
  function scrolled() {
    const now = shown?.isConnected && shown.getBoundingClientRect();
    if (!now || now.top !== at.top || now.left !== at.left) hide();
  }

  // Under the state where there is room, above it otherwise; never outside the window.
  function place(card, at) {
    const below = at.bottom + 6 + card.offsetHeight <= innerHeight;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8))}px`;
    card.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - card.offsetHeight)}px`;
  }

  function hide() {
    clearTimeout(leaving);
    shown = null;
    const card = find("#reasons");
    if (card) card.hidden = true;
  }

  // Gradio's sanitizer takes what ties a state to its reasons for a screen reader; it is put back.
  desk.describeStates = () =>
    all("button.state:not([aria-describedby])").forEach((state) =>
      state.setAttribute("aria-describedby", reasonsOf(state)),
    );

  const stateOf = (event) => event.target.closest?.("button.state");
  const within = (event) => stateOf(event) || event.target.closest?.("#reasons");

  document.addEventListener("pointerover", (event) => {
    const state = stateOf(event);
    if (state) show(state);
    else if (within(event)) clearTimeout(leaving); // the reasons themselves can be pointed at and read
    else if (shown && shown !== document.activeElement) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, 250);
    }
  });
  document.addEventListener("focusin", (event) => (stateOf(event) ? show(stateOf(event)) : hide()));
  document.addEventListener("scroll", scrolled, true);
  document.addEventListener("click", (event) => (stateOf(event) ? show(stateOf(event)) : within(event) || hide()));
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !shown) return;
      event.stopImmediatePropagation(); // Escape closes the reasons first, what is beneath them afterwards
      hide();
    },
    true,
  );
})();
