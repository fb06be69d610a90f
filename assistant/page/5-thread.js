// The thread: announcing answers, scrolling, what Gradio's own markup lacks, and the connection to the server.
(() => {
  "use strict";
  const { find, all, say, value, wish, notice, region } = desk;
  const log = () => find("#thread [role=log]");

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
    const answer = turn && find(`#turn-${turn}`);
    const isLong = answer && answer.offsetHeight > scroller.clientHeight - 80;
    if (isLong) find(`#question-${turn}`)?.scrollIntoView({ block: "start" });
  }

  function opened() {
    if (location.hash.length > 1) desk.follow(decodeURIComponent(location.hash.slice(1)));
    const box = find("#question-box textarea");
    const draft = sessionStorage.getItem("draft");
    if (box && draft && !box.value) desk.fill(draft);
    requestAnimationFrame(() => showEnd());
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
    desk.selectTurn(desk.shownTurn());
    keepAddress(value("conversation"));
    if (find(".answer.working")) desk.checkConnection();
  }

  // ?c= names the conversation, so that a refresh comes back to it.
  function keepAddress(conversation) {
    const url = new URL(location.href);
    if ((url.searchParams.get("c") || "") === conversation) return;
    if (conversation) url.searchParams.set("c", conversation);
    else url.searchParams.delete("c");
    history.replaceState(history.state, "", url);
  }

  let checking = false;

  // After every wish, and as long as an answer is in work: a lost connection is told, and so is its return.
  desk.checkConnection = async () => {
    if (checking) return;
    checking = true;
    let lost = false;
    do {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const here = await fetch("gradio_api/app_id", { cache: "no-store" }).then((reply) => reply.ok, () => false);
      if (!here && !lost) notice(say("offline"));
      if (here && lost) {
        notice(say("online"), "brief");
        wish({ do: "refresh" }, "leave");
      }
      lost = !here;
    } while (lost || find(".answer.working"));
    checking = false;
  };

  let tidying = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(tidying);
    tidying = requestAnimationFrame(tidy);
  }).observe(document, { childList: true, subtree: true, characterData: true });

  desk.arrived.answered = answerArrived;
  desk.opened = opened;
})();
