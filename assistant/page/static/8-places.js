// The places of the page: one column each; ?place= names the one that is shown, so that it can be kept and sent.
(() => {
  "use strict";
  const { find, all } = desk;
  const root = document.documentElement;
  const named = () => new URLSearchParams(location.search).get("place") || "";

  // The style shows the column whose name stands here; an unknown name shows the first place.
  function showPlace() {
    const tabs = all(".bar .tab");
    const known = tabs.map((tab) => tab.dataset.place);
    const place = known.includes(named()) || !known.length ? named() || "ask" : known[0];
    if (root.dataset.place !== place) root.dataset.place = place;
    tabs.forEach((tab) => {
      const here = tab.dataset.place === place;
      if (here !== tab.hasAttribute("aria-current")) tab.toggleAttribute("aria-current", here);
      if (here && tab.getAttribute("aria-current") !== "page") tab.setAttribute("aria-current", "page");
    });
  }

  function goToPlace(place) {
    const url = new URL(location.href);
    if (place === find(".bar .tab")?.dataset.place) url.searchParams.delete("place");
    else url.searchParams.set("place", place);
    history.pushState(history.state, "", url);
    arrive();
  }

  // A place may listen for "desk:place" on document to load what it shows.
  function arrive() {
    desk.toggleConversations?.(false);
    showPlace();
    document.dispatchEvent(new CustomEvent("desk:place", { detail: root.dataset.place }));
  }

  const firstField = () => find(`#place-${root.dataset.place} :is(textarea, input, select, button):not([hidden])`);

  addEventListener("popstate", arrive);
  showPlace();
  Object.assign(desk, { showPlace, goToPlace, firstField });
})();
