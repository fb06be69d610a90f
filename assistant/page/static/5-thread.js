// The thread: asking, following the answer, announcing it, what Gradio's own markup lacks, the connection.
(() => {
  "use strict";
  const { find, all, say, state, wish, call, show, notice, region } = desk;
  const log = () => find("#thread [role=log]");
  const box = () => find("#question-box textarea");
  let sending = false;

  function fill(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function ask(question) {
    if (sending || state.work || !question.trim()) return;
    sending = true;
    const parts = await wish({ do: "ask", question, scope: find("#scope-choice")?.value || "" });
    sending = false;
    if (parts?.asked && box().value === question) fill(""); // what was typed meanwhile stays
  }

  // News of the answer in work until it is there; ends when the page goes to something else.
  async function follow(turn) {
    const from = desk.view();
    const mine = () => from === desk.view();
    for (let told = 0; ; ) {
      const parts = await call({ do: "follow", turn, told });
      if (!parts || !mine()) return;
      told = parts.told;
      show(parts, mine);
      if (!("work" in parts)) return unfollowed(mine);
      if (!parts.work) return;
    }
  }

  // A fault was told, or that the answer was deleted elsewhere: what there is is asked for, or nothing could be asked.
  async function unfollowed(mine) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    if (!mine()) return;
    state.work = 0;
    wish({ do: "refresh" }, "leave");
  }

  function stop() {
    return wish({ do: "stop" }, "leave"); // what is still on its way is not shown
  }

  function answerArrived({ turn }) {
    const answer = find(`#turn-${turn}`);
    const spoken = answer ? all(".lead, .said, .missing, .notice", answer).map((part) => part.textContent) : [];
    region("announcer", "status").textContent = [say("answer_ready"), ...spoken].join(" ");
    showEnd(turn);
  }

  // A long answer is read from its question on, a short one is seen whole.
  function showEnd(turn) {
    const scroller = log();
    if (!scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    const [question, answer] = [find(`#question-${turn}`), find(`#turn-${turn}`)];
    if (!question || !answer) return;
    const height = answer.getBoundingClientRect().bottom - question.getBoundingClientRect().top;
    if (height > scroller.clientHeight - 40) question.scrollIntoView({ block: "start" });
  }

  function opened() {
    if (location.hash.length > 1) desk.goTo(decodeURIComponent(location.hash.slice(1)));
    const draft = sessionStorage.getItem("draft");
    if (box() && draft && !box().value) fill(draft);
    showEnd();
    document.body.dataset.ready = "yes"; // the page is whole: what was kept is shown
  }

  // What Gradio's markup lacks, put right after every change of the page.
  function tidy() {
    const language = find(".bar")?.dataset.language;
    if (!language) return;
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    document.title = say("page_title");
    const scroller = log();
    if (scroller && scroller.getAttribute("aria-label") !== say("thread")) {
      scroller.setAttribute("aria-label", say("thread"));
      scroller.setAttribute("aria-live", "off"); // finished answers are announced once, not every step
      scroller.tabIndex = 0;
    }
    // Gradio names every message by its HTML source; a reader should hear the message itself.
    all("#thread [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
    desk.describeStates();
    desk.tellVerdicts();
    desk.selectTurn(desk.shownTurn());
    desk.showPlace();
    desk.keepEvaluation();
    desk.keepCorpus();
    desk.keepDrafts();
    keepAddress(state.conversation);
  }

  // ?c= names the conversation, so that a refresh comes back to it.
  function keepAddress(conversation) {
    const url = new URL(location.href);
    if ((url.searchParams.get("c") || "") === conversation) return;
    if (conversation) url.searchParams.set("c", conversation);
    else url.searchParams.delete("c");
    history.replaceState(history.state, "", url);
  }

  let waiting = false;

  // Who is no longer logged in gets the log-in form, which is what the page's address then shows.
  function arrived(reply) {
    if (reply.status === 401) location.reload();
    return reply.ok;
  }

  // A lost connection is told, and so is its return; then everything is asked for anew.
  async function lost() {
    if (waiting) return;
    waiting = true;
    notice(say("offline"));
    const here = () => fetch("gradio_api/app_id", { cache: "no-store" }).then(arrived, () => false);
    do await new Promise((resolve) => setTimeout(resolve, 1500));
    while (!(await here()));
    waiting = false;
    notice(say("online"), "brief");
    await wish({ do: "refresh" }, "leave");
    document.dispatchEvent(new CustomEvent("desk:place", { detail: document.documentElement.dataset.place }));
  }

  let tidying = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(tidying);
    tidying = requestAnimationFrame(tidy);
  }).observe(document, { childList: true, subtree: true, characterData: true });

  desk.arrived.answered = answerArrived;
  Object.assign(desk, { ask, fill, follow, stop, opened, lost, keepAddress });
})();
