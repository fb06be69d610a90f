// What the other parts of the page's script share: finding nodes, talking to the server, notices.
// No part makes HTML from text: what is shown was escaped on the server, or is set as textContent.
window.desk = {};
(() => {
  "use strict";
  const find = (selector, root = document) => (root || document).querySelector(selector);
  const all = (selector, root = document) => [...(root || document).querySelectorAll(selector)];
  const narrow = () => matchMedia("(max-width: 900px)").matches;
  let trigger = () => {};

  const words = () => JSON.parse(find(".bar")?.dataset.words || "{}");
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words()[key] || "");
  const value = (id) => find(`#${id} textarea, #${id} input`)?.value || "";
  const searched = () => find("#find-conversation")?.value || "";

  // A wish goes to the server; "leave" wishes end what is being answered on the page, "stay" wishes do not.
  function wish(what, kind = "stay") {
    trigger(kind, { searched: searched(), ...what });
    desk.checkConnection();
  }

  function context() {
    const asked = new URLSearchParams(location.search).get("c") || "";
    return JSON.stringify({ conversation: asked, scope: find("#scope-choice")?.value || "", searched: searched() });
  }

  function connect(given, kinds) {
    trigger = (kind, what) => given(kinds[kind], what);
  }

  // A letter from the server says what else to do with the parts that came with it.
  function deliver(letter) {
    if (!letter) return;
    const message = JSON.parse(letter);
    // Gradio tells the values first and renders them after: the parts are there one frame later.
    requestAnimationFrame(() => requestAnimationFrame(() => desk.arrived[message.kind]?.(message)));
  }

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

  const arrived = { notice: ({ text }) => notice(text) }; // other parts add what they can do
  Object.assign(desk, { find, all, narrow, say, value, wish, context, connect, deliver, notice, region, arrived });
})();
