// The place 评测: what is shown stands in the address (set, run, case), so that a refresh comes back to it; a run in
// work is followed until it ends.
(() => {
  "use strict";
  const { find, all, wish, notice } = desk;
  const here = () => document.documentElement.dataset.place === "evaluate";
  const NAMES = ["set", "run", "case"];
  let kept = { failure: "", held: false }; // the filter, while one goes from the list to a case and back
  let told = ""; // the language in which the place was filled last

  const shown = () => {
    const given = new URLSearchParams(location.search);
    return Object.fromEntries(NAMES.map((name) => [name, given.get(name) || ""]));
  };

  function goTo(what, focus = "view") {
    const url = new URL(location.href);
    NAMES.forEach((name) => (what[name] ? url.searchParams.set(name, what[name]) : url.searchParams.delete(name)));
    history.pushState(history.state, "", url);
    return look(focus);
  }

  const picked = () => ({ chosen: find("#eval-set")?.value || "", part: find("#eval-part")?.value || "" });
  // A reply is shown while the address is the one it was asked for.
  function wishHere(what) {
    const at = JSON.stringify(shown());
    return wish({ ...shown(), ...what }, "stay", () => JSON.stringify(shown()) === at);
  }
  const look = (focus = "") => wishHere({ do: "eval", ...picked(), focus });

  // Fills the place when it is first looked at, and anew in another language.
  function keepEvaluation() {
    const language = find(".bar")?.dataset.language || "";
    if (!here() || !language || language === told) return;
    told = language;
    look();
  }

  function evaluated({ focus, work }) {
    if (focus) find("#view-title")?.focus();
    const choice = find("#filter-failure");
    if (choice && [...choice.options].some((one) => one.value === kept.failure)) choice.value = kept.failure;
    if (find("#filter-held")) find("#filter-held").checked = kept.held;
    filter();
    if (work) follow();
  }

  const follow = desk.follower(
    () => (here() ? "run" : ""),
    () => ({ do: "eval-follow", ...picked(), ...shown() }),
  );

  function ran({ run, text }) {
    if (text) notice(text, "brief");
    const now = shown();
    if (run && now.run === run && !now.case) look();
  }

  function filter() {
    const chosen = find("#filter-failure")?.value ?? "";
    const held = find("#filter-held");
    if (find("#filter-failure")) kept = { failure: chosen, held: Boolean(held?.checked) };
    let count = 0;
    all("#eval_view .case").forEach((row) => {
      const failures = row.dataset.failures.split("|").filter(Boolean);
      const fits = !chosen || (chosen === "*" ? failures.length > 0 : failures.includes(chosen));
      row.hidden = !fits || (row.dataset.held === "yes" && !held?.checked);
      count += row.hidden ? 0 : 1;
    });
    const told = find("#filter-count");
    if (told) told.textContent = desk.say("filter_count", { count });
  }

  async function upload(field) {
    const file = field.files[0];
    if (!file) return;
    const data = await desk.encoded(file);
    field.value = ""; // the same file can be chosen again
    wish({ do: "eval-upload", name: file.name, data });
  }

  // What was uploaded is the chosen set; its address is kept, its faults stay in view.
  function uploaded({ set }) {
    if (!set) return; // nothing of the file is a case
    const url = new URL(location.href);
    NAMES.forEach((name) => url.searchParams.delete(name));
    url.searchParams.set("set", set);
    history.pushState(history.state, "", url);
  }

  const chosen = () => find("#eval-set").value;

  Object.assign(desk.actions, {
    "eval-start": () => wish({ do: "eval-start", set: chosen(), part: find("#eval-part").value }),
    "eval-resume": (node) => wish({ do: "eval-resume", ...shown(), run: node.dataset.run }),
    "eval-stop": () => wish({ do: "eval-stop" }),
    "eval-set": () => goTo({ set: chosen() }),
    "eval-run": (node) => goTo({ run: node.dataset.run }),
    "eval-case": (node) => goTo({ ...shown(), case: node.dataset.case }),
    "eval-back": () => goTo({ ...shown(), case: "" }),
    "eval-report": (node) => wish({ do: "eval-report", run: node.dataset.run }),
    "eval-workbook": () => wish({ do: "eval-workbook", set: chosen() }),
    "eval-bad": (node) => wish({ do: "eval-bad", name: node.dataset.name }),
    "eval-draft": () => wish({ do: "eval-draft" }),
    "eval-save": () => wishHere({ do: "eval-save", gold: find("#gold-labels").value }),
    "eval-reject": () => wishHere({ do: "eval-reject" }),
    "eval-use": (node) => {
      const box = find("#gold-labels");
      const lines = box.value.split("\n").filter((line) => line.trim());
      if (!lines.includes(node.dataset.paragraph)) box.value = [...lines, node.dataset.paragraph].join("\n");
      box.focus();
    },
  });
  Object.assign(desk.arrived, {
    evaluated,
    ran,
    uploaded,
    running: ({ run }) => goTo({ run }),
    rejected: ({ text }) => (notice(text, "brief"), goTo({ ...shown(), case: "" })),
    saved: ({ text }) => notice(text, "brief"),
    drafted: ({ set, text }) => (notice(text, "brief"), goTo({ set })),
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("#filter-failure, #filter-held")) filter();
    else if (event.target.matches("#eval-file")) upload(event.target);
  });
  document.addEventListener("desk:place", () => here() && told && look());
  desk.keepEvaluation = keepEvaluation;
})();
