"use strict";
// Filters the cases of the page and opens one. All text goes in as text nodes: what a bulletin or an asker wrote is never HTML.
const { cases, paragraphs } = JSON.parse(document.getElementById("data").textContent);
const SHOWN = 400;
const byId = new Map(cases.map((one) => [one.id, one]));
const field = (name) => document.getElementById("f-" + name);

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function choices(name, values, all) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  field(name).replaceChildren(el("option", { value: "" }, all), ...sorted.map(([value, count]) => el("option", { value }, `${value} (${count})`)));
}

function visible() {
  return cases.filter((one) => field("held").checked || !one.held);
}

function refill() {
  const kept = Object.fromEntries(["failure", "kind", "lang", "status", "set"].map((name) => [name, field(name).value]));
  const seen = visible();
  choices("failure", seen.flatMap((one) => (one.failures.length ? [...one.failures, "any failure"] : ["no failure"])), "all");
  choices("kind", seen.map((one) => one.kind), "all");
  choices("lang", seen.map((one) => one.lang), "all");
  choices("status", seen.map((one) => one.status), "all");
  choices("set", seen.map((one) => one.set), "all");
  for (const [name, value] of Object.entries(kept)) if ([...field(name).options].some((option) => option.value === value)) field(name).value = value;
}

function wanted(one) {
  const failure = field("failure").value;
  const words = field("words").value.trim().toLowerCase();
  return (
    (!failure || (failure === "any failure" ? one.failures.length : failure === "no failure" ? !one.failures.length : one.failures.includes(failure))) &&
    (!field("kind").value || one.kind === field("kind").value) &&
    (!field("lang").value || one.lang === field("lang").value) &&
    (!field("status").value || one.status === field("status").value) &&
    (!field("set").value || one.set === field("set").value) &&
    (!words || `${one.id} ${one.question}`.toLowerCase().includes(words))
  );
}

const number = (value) => (value === null || value === undefined ? "-" : value.toFixed(2));

function row(one) {
  const open = el("button", { class: "open", type: "button", "aria-expanded": "false", "data-open": one.id }, one.question);
  const failed = one.failures.length ? one.failures.map((name) => el("span", { class: "tag" }, name)) : [el("span", { class: "tag good" }, "none 无")];
  const made = el("tr", { id: "case-" + one.id },
    el("td", {}, one.id, one.held ? " (held out)" : ""), el("td", {}, `${one.kind} · ${one.lang}`), el("td", {}, open),
    el("td", { "data-name": "status" }, one.status), el("td", { "data-name": "facts" }, number(one.scores["fact recall"][0])),
    el("td", { "data-name": "cited" }, number(one.scores["citation recall"][0])), el("td", {}, ...failed));
  return made;
}

function marked(text, words) {
  const spans = [];
  for (const word of words.filter(Boolean)) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) spans.push([at, at + word.length]);
  }
  spans.sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (end <= at) continue;
    parts.push(text.slice(at, Math.max(start, at)), el("mark", {}, text.slice(Math.max(start, at), end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

function paragraph(id, words, name) {
  const held = paragraphs[id];
  return [el("h4", {}, `${name ? name + " " : ""}${held.path.join(" › ")}`), el("blockquote", { lang: "zh" }, ...marked(held.text, words)), el("p", { class: "note" }, id)];
}

function side(title, ...children) {
  return el("div", { class: "side" }, el("h3", {}, title), ...children);
}

function detail(one) {
  const told = one.history.map((message) => el("p", { class: "note" }, `${message.role}: ${message.content}`));
  const facts = one.facts.map((fact) => el("p", {}, el("span", { class: "tag" + (fact.said ? " good" : "") }, fact.said ? "said 已答" : "not said 未答"), fact.words.join(" / ")));
  const question = side("Question 问题", ...told, el("p", {}, one.question),
    one.standalone !== one.question ? el("p", { class: "note" }, `understood as 理解为: ${one.standalone}`) : null,
    el("p", { class: "note" }, `right 应为: ${one.expected.join(" / ")}`), one.note ? el("p", { class: "note" }, one.note) : null);
  const answer = side("Answer 回答", el("p", {}, el("span", { class: "tag plain" }, one.status), one.reason || ""), one.lead ? el("p", {}, one.lead) : null,
    ...one.statements.map((statement) => el("p", {}, `${statement.text} ${statement.citations.map((label) => `[${label}]`).join("")} `, el("span", { class: "tag plain" }, `${statement.support}, ${statement.modality}`))),
    ...one.missing.map((text) => el("p", {}, text)), ...one.dropped.map((text) => el("p", { class: "note" }, `dropped 已舍去: ${text.text} (${text.reason})`)));
  const gold = side("Gold 应引", ...facts, one.mustName.length ? el("p", { class: "note" }, `must be named missing 须指明: ${one.mustName.join(" / ")}`) : null,
    ...(one.gold.length ? one.gold.flatMap((id) => paragraph(id, one.facts.map((fact) => fact.words[0]), "")) : [el("p", { class: "note" }, "none 无")]));
  const cited = new Map();
  for (const each of one.cited) cited.set(each.paragraph, [...(cited.get(each.paragraph) || []), each]);
  const evidence = side("Evidence 依据", ...[...cited].flatMap(([id, group]) => paragraph(id, group.map((each) => each.quote), group.map((each) => `[${each.label}]`).join(""))),
    el("h4", {}, "found, best first 检索结果"), ...one.hits.slice(0, 10).map(([id, score, text]) => el("p", { class: "note" }, `${score.toFixed(2)} ${one.gold.includes(id) ? "★ " : ""}${text}…`)));
  const scores = el("div", { class: "scores scroll" }, el("table", {}, el("tbody", {}, ...Object.entries(one.scores).map(([name, [value, reason]]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, number(value)), el("td", {}, reason))))));
  return el("tr", { class: "detail" }, el("td", { colspan: "7" }, el("div", { class: "sides" }, question, answer, gold, evidence), scores));
}

function toggle(button) {
  const line = button.closest("tr");
  const opened = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!opened));
  if (opened) line.nextElementSibling.remove();
  else line.after(detail(byId.get(button.dataset.open)));
}

function show() {
  const chosen = visible().filter(wanted);
  document.querySelector("#cases tbody").replaceChildren(...chosen.slice(0, SHOWN).map(row));
  document.getElementById("count").textContent = `${chosen.length} of ${cases.length} cases 案例` + (chosen.length > SHOWN ? `, the first ${SHOWN} shown` : "");
}

document.getElementById("filters").addEventListener("input", (event) => { if (event.target.id === "f-held") refill(); show(); });
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.open");
  if (button) toggle(button);
  const link = event.target.closest("a[data-case]");
  if (!link) return;
  event.preventDefault();
  document.getElementById("filters").reset();
  refill(); show();
  const line = document.getElementById("case-" + link.dataset.case);
  const opener = line.querySelector("button.open");
  if (opener.getAttribute("aria-expanded") !== "true") toggle(opener);
  line.scrollIntoView();
  opener.focus();
});
refill();
field("failure").value = [...field("failure").options].some((option) => option.value === "any failure") ? "any failure" : "";
show();
