// What the other parts of the page's script share: finding nodes, talking to the server, notices.
// No part makes HTML from text: what is shown was escaped on the server, or is set as textContent.
window.desk = {};
(() => {
  "use strict";
  const find = (selector, root = document) => (root || document).querySelector(selector);
  const all = (selector, root = document) => [...(root || document).querySelectorAll(selector)];
  const narrow = () => matchMedia("(max-width: 900px)").matches;

  // What the page shows: whose it is, which conversation, in which language, the turn in work, the turns.
  const state = { owner: "", conversation: "", language: "", work: 0, turns: [] };
  let view = 0; // counts what was gone to: a reply to an earlier view is refused, it belongs to something else
  let names = []; // parts of the page, in the order in which Gradio wants their values
  let waiting = []; // replies that are to be shown, each with the view it was asked from
  let bridge;
  const connected = new Promise((resolve) => {
    desk.connect = (trigger, server, parts) => {
      names = parts;
      resolve((bridge = { trigger, server }));
    };
  });

  const words = () => JSON.parse(find(".bar")?.dataset.words || "{}");
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words()[key] || "");
  const searched = () => find("#find-conversation")?.value || "";

  // Of these only the reply to the one that was sent last is shown, in whatever order they arrive.
  const LAST = ["evidence", "document", "find", "judge", "draft", "draft-pick", "eval", "corpus"];
  const sent = {}; // how many of each

  // A wish goes to the server and its reply to the page. "leave" wishes go to something else: replies that are still
  // on their way are not for what is shown then. `still` says whether a reply is wanted when it comes.
  async function wish(what, kind = "stay", still = () => true) {
    if (kind === "leave") view += 1;
    const from = view;
    const number = (sent[what.do] = (sent[what.do] || 0) + 1);
    const wanted = () => from === view && still() && !(LAST.includes(what.do) && sent[what.do] !== number);
    const parts = await call(what);
    if (parts && wanted()) {
      show(parts, wanted);
      const unanswered = kind === "leave" && !("work" in parts) && state.work; // told why not: what was there goes on
      if (parts.work || unanswered) desk.follow(parts.work || unanswered);
    } else if (parts?.side && what.do !== "find") wish({ do: "find" }); // the list of conversations is everybody's
    return wanted() ? parts : null;
  }

  // The server's reply; null when there is none: then the connection is lost.
  async function call(what) {
    const { owner, conversation, language } = state;
    const told = { owner, conversation, language, searched: searched(), ...what };
    const parts = await bridge.server.serve(told).catch(() => null);
    if (!parts) desk.lost();
    return parts || null;
  }

  let drawn = Promise.resolve(); // once what was shown last stands in the page, its letter acted on

  function show(parts, wanted) {
    take(parts);
    drawn = new Promise((done) => waiting.push({ parts, wanted, done }));
    bridge.trigger("input"); // Gradio calls drain and sets what it returns
  }

  // The values of all parts for what has arrived; undefined leaves a part as it is.
  function drain() {
    const values = {};
    for (const { parts, wanted, done } of waiting.splice(0)) {
      const letter = wanted() ? parts.letter : null;
      if (wanted()) Object.assign(values, parts);
      if (wanted() && (parts.thread || parts.turn)) values.thread = state.turns.flatMap(messages);
      rendered(() => {
        done();
        if (letter) desk.arrived[letter.kind]?.(letter);
      });
    }
    keepMenu();
    return names.map((name) => values[name]);
  }

  // A menu that is open when its list comes anew stays open, while it is the same one's.
  function keepMenu() {
    const menu = find(".actions[open]");
    const of = () => Object.values(menu.closest("[data-conversation], [data-bulletin]")?.dataset || {}).join();
    const before = menu && of();
    if (menu) rendered(() => menu.isConnected && of() === before && (menu.open = true));
  }

  // Asks for news of what is in work, again and again, until there is no more: one loop, however often it is begun.
  // `key` says what is followed, "" when nothing is; `wanted` is the wish. What was asked for in another language, or of
  // something else, is not shown but asked for anew; a fault is told and tried again a few times.
  function follower(key, wanted, before = () => {}) {
    let [running, again] = [false, false]; // again: it was begun once more while its last request was on its way
    return async () => {
      if (running) return void (again = true);
      running = true;
      for (let [told, faults] = [{}, 0]; key(); ) {
        again = false;
        const [at, from] = [key(), view];
        const parts = await call({ ...wanted(), ...told });
        if (!parts) break; // the connection is lost: when it is back, what is shown is asked for anew
        if (key() !== at || from !== view) {
          told = {};
          continue;
        }
        before(parts);
        show(parts, () => key() === at && from === view);
        if (parts.more) [told, faults] = [{ told: parts.told, stage: parts.stage }, 0];
        else if (parts.letter?.kind === "notice" && (faults += 1) < 4) await new Promise((go) => setTimeout(go, 1500));
        else if (again) told = {};
        else break;
      }
      running = false;
    };
  }

  function take(parts) {
    for (const name of ["owner", "conversation", "language", "work"]) if (name in parts) state[name] = parts[name];
    if (parts.conversation) desk.keepAddress(parts.conversation); // before it is shown: a refresh may come at once
    if (parts.owner) bridge.trigger("change");
    if (parts.thread) state.turns = parts.thread;
    const turn = parts.turn;
    if (turn) state.turns = [...state.turns.filter((each) => each.id !== turn.id), turn];
  }

  const message = (role, text) => ({ role, content: [{ type: "text", text }], metadata: null, options: null });
  const messages = ({ question, answer }) => [message("user", question), message("assistant", answer)];

  // Gradio sets the values first and renders them after: the parts are there one frame later.
  const rendered = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

  async function open(owner) {
    await connected;
    state.owner = owner || "";
    const conversation = new URLSearchParams(location.search).get("c") || "";
    await wish({ do: "load", conversation, language: /^en/i.test(navigator.language) ? "en" : "zh" }, "leave");
    rendered(desk.opened);
  }

  // A file as text that a wish can carry.
  async function encoded(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
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
  const owned = () => state.owner;
  Object.assign(desk, { find, all, narrow, say, state, wish, call, show, drain, owned, open, encoded });
  Object.assign(desk, { notice, region, arrived, follower });
  desk.view = () => view;
  desk.drawn = () => drawn;
})();
