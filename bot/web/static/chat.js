"use strict";

/* The page of the local demo. All words come from the server by language; all text goes in as text, never as markup. */

const WIDE_ENOUGH = 370; // pixels for one chat
const MOST_CHATS = 3;
const PATIENCE = 15000; // ms after which a button is free again even without an answer
const TOAST_TIME = 4500;
const LONG_ROWS = 16;
const LONG_TEXT = 1400;
const AGENCY_ROLES = ["head", "contact"];
const PICTURES = ["image/png", "image/jpeg"];

const SUGGESTIONS = {
  chair: ["ask-overdue", "ask-soon"],
  vice_chair: ["ask-overdue", "ask-soon"],
  office: ["ask-waiting", "ask-overdue"],
  head: ["ask-mine", "ask-overdue"],
  contact: ["ask-mine", "ask-overdue"],
  observer: ["ask-overdue"],
};

const state = {
  language: localStorage.getItem("language") === "en" ? "en" : "vi",
  epoch: "",
  texts: {},
  people: [],
  now: "",
  chats: new Map(), // account → Map(message id → message)
  columns: new Map(), // account → its chat on the page
  recent: [], // accounts of open chats, the last used at the end
  last: 0, // seq of the last change taken in, also on an earlier visit
  read: {}, // account → seq of the last message seen
  facts: {}, // what has happened so far, for the steps
  taps: new Map(), // tap id → {account, message} of a button that is busy
  pressed: new Set(), // taps of this window that have had no toast yet
  waiting: new Map(), // account → timer of "is working"
};

const byId = (id) => document.getElementById(id);
const t = (name) => state.texts[state.language][name] ?? name;
const person = (account) => state.people.find((one) => one.account === account);
const withRole = (...roles) => state.people.filter((one) => roles.includes(one.role));

/* --- Building blocks --- */

function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

function translate(root) {
  for (const one of root.querySelectorAll("[data-t]")) one.textContent = t(one.dataset.t);
  for (const one of root.querySelectorAll("[data-t-label]")) one.setAttribute("aria-label", t(one.dataset.tLabel));
  for (const one of root.querySelectorAll("[data-t-placeholder]")) one.placeholder = t(one.dataset.tPlaceholder);
}

function toast(text) {
  const shown = el("div", { class: "toast" }, text);
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), TOAST_TIME);
}

/* The moment as it stands in the text: the city's time, whatever zone the browser is in. */
function moment(iso) {
  const found = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(iso);
  if (!found) return { day: "", time: "" };
  const [, year, month, day, time] = found;
  const date = new Date(Date.UTC(year, month - 1, day));
  const named = (locale, options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(date);
  if (state.language === "vi") return { day: `${named("vi", { weekday: "long" })}, ${day}/${month}/${year}`, time };
  return { day: named("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" }), time };
}

function size(bytes) {
  const unit = bytes < 1024 * 1024 ? ["kilobyte", Math.max(0.1, bytes / 1024)] : ["megabyte", bytes / 1024 / 1024];
  const options = { style: "unit", unit: unit[0], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(state.language, options).format(unit[1]);
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2)).toUpperCase();
}

function face(one) {
  return el("span", { class: `face ${one.role}`, "aria-hidden": "true" }, initials(one.name));
}

/* --- Talking to the server --- */

async function post(path, body) {
  const form = body instanceof FormData;
  const headers = form ? {} : { "Content-Type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
  if (response.ok) return response.json();
  const refused = await response.json().catch(() => ({}));
  throw new Error(refused.error === "too-big" ? "too-big" : "error");
}

const chatPath = (account, rest) => `/api/chats/${encodeURIComponent(account)}/${rest}`;
const complain = (error) => toast(t(error.message === "too-big" ? "too-big" : "error"));

async function write(account, text) {
  noteFact(account, "wrote");
  await post(chatPath(account, "messages"), { text, language: state.language });
}

async function sendFile(account, file) {
  const attach = state.columns.get(account).querySelector(".attach");
  if (file.size > state.fileLimit) return toast(t("too-big"));
  const form = new FormData();
  form.append("language", state.language);
  form.append("file", file);
  attach.setAttribute("aria-busy", "true");
  try {
    await post(chatPath(account, "files"), form);
  } catch (error) {
    complain(error);
  } finally {
    attach.removeAttribute("aria-busy");
  }
}

async function sendSample(account) {
  const response = await fetch("/api/sample").catch(() => null);
  if (!response?.ok) return toast(t("error"));
  const content = await response.blob();
  await sendFile(account, new File([content], state.sample, { type: content.type }));
}

async function press(account, message, key, button) {
  const keys = button.closest(".keys");
  if (keys.getAttribute("aria-busy") === "true") return;
  const tap = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  keys.setAttribute("aria-busy", "true");
  button.classList.add("pressed");
  state.taps.set(tap, { account, message: message.id });
  state.pressed.add(tap);
  setTimeout(() => release(tap), PATIENCE);
  noteFact(account, "pressed");
  try {
    const pressed = { button: key.action, message_ref: message.id, tap_id: tap, language: state.language };
    await post(chatPath(account, "presses"), pressed);
  } catch (error) {
    release(tap);
    complain(error);
  }
}

function release(tap) {
  const waited = state.taps.get(tap);
  if (!waited) return;
  state.taps.delete(tap);
  const keys = messageElement(waited.account, waited.message)?.querySelector(".keys");
  keys?.removeAttribute("aria-busy");
  keys?.querySelector(".pressed")?.classList.remove("pressed");
}

async function moveClock(to, button) {
  const buttons = document.querySelectorAll("[data-move]");
  if (button.getAttribute("aria-busy") === "true") return;
  for (const one of buttons) one.setAttribute("aria-busy", "true");
  state.facts.moved = true;
  if (to === "monday") state.facts.monday = true;
  try {
    showNow((await post("/api/clock", { to })).now);
    toast(`${t("clock-moved")} ${byId("now").textContent}`);
  } catch (error) {
    complain(error);
  } finally {
    for (const one of buttons) one.removeAttribute("aria-busy");
  }
  showSteps();
}

function listen() {
  const source = new EventSource("/api/events");
  let lost = false;
  source.onerror = () => {
    if (!lost) toast(t("offline"));
    lost = true;
  };
  source.onmessage = (event) => {
    lost = false;
    const news = JSON.parse(event.data);
    if (news.epoch !== state.epoch) return location.reload();
    showNow(news.now);
    for (const change of news.changes) takeIn(change);
    if (news.changes.length) afterNews();
  };
}

function takeIn(change) {
  if (change.tap_id) {
    release(change.tap_id);
    if (state.pressed.delete(change.tap_id) && change.toast) toast(change.toast);
    return;
  }
  const { account, message } = change;
  const fresh = change.seq > state.last;
  state.last = Math.max(state.last, change.seq);
  const chat = state.chats.get(account) ?? state.chats.set(account, new Map()).get(account);
  const known = chat.get(message.id);
  message.first = known ? known.first : message.seq;
  chat.set(message.id, message);
  if (message.from === "bot") {
    settle(account);
    if (fresh && !known) noteFact(account, "heard");
  } else {
    awaitAnswer(account);
    if (message.file && fresh && !known) noteFact(account, "uploaded");
  }
  if (state.columns.has(account)) showMessage(account, message, known ? "changed" : "new");
}

function afterNews() {
  markRead();
  showPeople();
  showSteps();
}

/* The bot has said something: nobody waits any more. */
function settle(account) {
  clearTimeout(state.waiting.get(account));
  state.waiting.delete(account);
  showWorking(account);
  for (const [tap, waited] of state.taps) if (waited.account === account) release(tap);
}

function awaitAnswer(account) {
  clearTimeout(state.waiting.get(account));
  state.waiting.set(account, setTimeout(() => settle(account), PATIENCE));
  showWorking(account);
}

function showWorking(account) {
  const column = state.columns.get(account);
  if (column) column.querySelector(".working").hidden = !state.waiting.has(account);
}

/* --- Messages --- */

function messageElement(account, id) {
  return state.columns.get(account)?.querySelector(`[data-id="${CSS.escape(id)}"]`);
}

function showMessage(account, message, how) {
  const column = state.columns.get(account);
  const log = column.querySelector(".log");
  const held = atEnd(log);
  const old = messageElement(account, message.id);
  const made = draw(account, message);
  if (how === "new") made.classList.add("new");
  if (old) replaceKeepingFocus(old, made);
  else append(column, made, message);
  column.querySelector(".empty").hidden = true;
  if (how !== "known" && (held || message.from === "me")) scrollTo(log, column.querySelector(".messages").lastElementChild);
  showNewer(column);
  made.querySelector("img")?.addEventListener("load", () => {
    if (column.dataset.held === "true") scrollTo(log, column.querySelector(".messages").lastElementChild);
    showNewer(column);
  });
}

const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

function replaceKeepingFocus(old, made) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(made);
  if (focused) made.focus({ preventScroll: true });
}

function append(column, made, message) {
  const messages = column.querySelector(".messages");
  const { day } = moment(message.at);
  if (day && messages.dataset.day !== day) messages.append(el("p", { class: "day" }, day));
  messages.dataset.day = day;
  messages.append(made);
}

/* To the end, but never past the beginning of a message longer than the view. */
function scrollTo(log, element) {
  const top = element.offsetTop - log.offsetTop - 14;
  log.scrollTop = element.offsetHeight > log.clientHeight ? top : log.scrollHeight;
}

function showNewer(column) {
  const log = column.querySelector(".log");
  column.dataset.held = String(atEnd(log));
  column.querySelector(".newer").hidden = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
}

function toEnd(column) {
  const log = column.querySelector(".log");
  log.scrollTop = log.scrollHeight;
  showNewer(column);
}

function draw(account, message) {
  const mine = message.from === "me";
  const text = el("div", { class: "text" }, ...blocks(message.rows));
  const bubble = el("div", { class: "bubble" }, said(t(mine ? "me" : "assistant")), text);
  if (isPicture(message.file)) text.before(pictureElement(account, message.file));
  else if (message.file) bubble.append(fileElement(account, message.file));
  const made = el("article", { class: `message ${mine ? "me" : "bot"}`, "data-id": message.id, tabindex: "-1" }, bubble);
  if (mine) fold(message, made, bubble);
  bubble.append(meta(message));
  made.classList.toggle("failed", message.failed);
  if (message.keys.length) made.append(keysElement(account, message));
  return made;
}

function said(words) {
  return el("span", { class: "said" }, `${words}: `);
}

function blocks(rows) {
  const made = [];
  for (const row of rows) {
    const line = rowElement(row);
    if (!row.quoted) made.push(line);
    else if (made.at(-1)?.tagName === "BLOCKQUOTE") made.at(-1).append(line);
    else made.push(el("blockquote", {}, line));
  }
  return made;
}

function rowElement(row) {
  if (!row.runs.some((run) => run.text)) return el("div", { class: "gap" });
  const tags = { bold: "b", italic: "i", code: "code", late: "b" };
  return el("div", { class: "row" }, ...row.runs.map((run) => (tags[run.style] ? el(tags[run.style], {}, run.text) : run.text)));
}

const isPicture = (file) => Boolean(file?.id) && PICTURES.includes(file.mime);

/* Shown in the chat; a press opens it large. What it tells stands in the words beneath. */
function pictureElement(account, file) {
  const address = chatPath(account, `files/${file.id}`);
  const image = el("img", { src: address, alt: t("picture") });
  return el("a", { class: "picture", href: address, target: "_blank", rel: "noopener" }, image);
}

function fileElement(account, file) {
  const inside = [icon("file"), el("span", {}, file.name, " ", el("small", {}, size(file.size)))];
  if (!file.id) return el("div", { class: "file" }, ...inside);
  return el("a", { class: "file", href: chatPath(account, `files/${file.id}`), download: file.name }, ...inside);
}

function meta(message) {
  const words = [message.failed ? t("unsent") : null, message.edited ? t("edited") : null, moment(message.at).time];
  return el("p", { class: "meta" }, words.filter(Boolean).join(" · "));
}

function fold(message, made, bubble) {
  const length = message.rows.reduce((sum, row) => sum + row.runs.reduce((all, run) => all + run.text.length, 0), 0);
  if (message.rows.length <= LONG_ROWS && length <= LONG_TEXT) return;
  const toggle = () => {
    const folded = made.classList.toggle("folded");
    button.textContent = t(folded ? "more" : "less");
    button.setAttribute("aria-expanded", String(!folded));
  };
  const button = el("button", { type: "button", class: "fold", onclick: toggle });
  toggle();
  bubble.append(button);
}

function keysElement(account, message) {
  const keys = el("div", { class: "keys" });
  for (const row of message.keys) {
    const buttons = row.map((key) => {
      const onclick = () => press(account, message, key, button);
      const button = el("button", { type: "button", onclick }, key.label);
      return button;
    });
    keys.append(el("div", { class: "key-row" }, ...buttons));
  }
  return keys;
}

/* --- Chats side by side --- */

function capacity() {
  return Math.max(1, Math.min(MOST_CHATS, Math.floor(byId("main").clientWidth / WIDE_ENOUGH)));
}

const visible = () => state.recent.slice(-capacity());

function open(account, { focus = true } = {}) {
  use(account);
  if (!state.columns.has(account)) addColumn(account);
  arrange();
  const column = state.columns.get(account);
  toEnd(column);
  inStrip(account)?.scrollIntoView({ block: "nearest", inline: "center" });
  if (focus && !onTouchScreen()) column.querySelector("textarea").focus({ preventScroll: true });
  if (narrow()) toggleSteps(false);
}

function use(account) {
  state.recent = [...state.recent.filter((one) => one !== account), account];
}

function close(account) {
  state.recent = state.recent.filter((one) => one !== account);
  arrange();
  inStrip(account)?.focus();
}

const inStrip = (account) => byId("people").querySelector(`[data-account="${CSS.escape(account)}"]`);

function arrange() {
  const shown = visible();
  for (const [account, column] of state.columns) column.hidden = !shown.includes(account);
  byId("start").hidden = shown.length > 0;
  byId("chats").hidden = shown.length === 0;
  document.body.classList.toggle("chatting", shown.length > 0);
  remember();
  markRead();
  showPeople();
}

function addColumn(account) {
  const one = person(account);
  const column = byId("chat-template").content.firstElementChild.cloneNode(true);
  column.querySelector(".face").replaceWith(face(one));
  column.querySelector("h2").textContent = one.name;
  column.querySelector("p").textContent = one.post;
  column.querySelector("p").title = one.post;
  column.setAttribute("aria-label", `${one.name}, ${one.post}`);
  column.addEventListener("focusin", () => use(account));
  column.querySelector(".close").addEventListener("click", () => close(account));
  column.querySelector(".log").addEventListener("scroll", () => showNewer(column), { passive: true });
  column.querySelector(".newer").addEventListener("click", () => toEnd(column));
  new ResizeObserver(() => column.dataset.held === "true" && toEnd(column)).observe(column.querySelector(".log"));
  prepareComposer(account, column);
  prepareDrop(account, column);
  state.columns.set(account, column);
  const order = state.people.map((each) => each.account);
  const after = [...byId("chats").children].find((child) => order.indexOf(child.dataset.account) > order.indexOf(account));
  column.dataset.account = account;
  byId("chats").insertBefore(column, after ?? null);
  redraw(account);
}

function redraw(account) {
  const column = state.columns.get(account);
  translate(column);
  column.querySelector(".messages").replaceChildren();
  delete column.querySelector(".messages").dataset.day;
  for (const message of state.chats.get(account)?.values() ?? []) showMessage(account, message, "known");
  showChips(account, column);
  showWorking(account);
  toEnd(column);
}

function showChips(account, column) {
  const { role } = person(account);
  const chips = (SUGGESTIONS[role] ?? []).map((name) =>
    el("button", { type: "button", onclick: () => write(account, t(name)).catch(complain) }, t(name)),
  );
  if (role === "office") {
    chips.unshift(el("button", { type: "button", onclick: () => sendSample(account) }, t("send-sample")));
  }
  column.querySelector(".chips").replaceChildren(...chips);
}

function prepareComposer(account, column) {
  const form = column.querySelector("form");
  const box = form.querySelector("textarea");
  const input = form.querySelector("input");
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value;
    if (!text.trim()) return;
    box.value = "";
    fit();
    try {
      await write(account, text);
    } catch (error) {
      box.value ||= text;
      fit();
      complain(error);
    }
  });
  form.querySelector(".attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files.length) sendFile(account, input.files[0]);
    input.value = "";
  });
}

function prepareDrop(account, column) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (change) => {
    depth = change === 0 ? 0 : depth + change;
    column.classList.toggle("dropping", depth > 0);
  };
  column.addEventListener("dragenter", (event) => carriesFiles(event) && mark(1));
  column.addEventListener("dragleave", (event) => carriesFiles(event) && mark(-1));
  column.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    mark(0);
    const [file, ...others] = event.dataTransfer.files;
    if (others.length) return toast(t("one-file"));
    if (file) sendFile(account, file);
  });
}

/* --- People, clock, steps --- */

function unread(account) {
  const read = state.read[account] ?? 0;
  return [...(state.chats.get(account)?.values() ?? [])].filter((one) => one.from === "bot" && one.first > read).length;
}

function markRead() {
  if (document.hidden) return;
  for (const account of visible()) {
    const seen = [...(state.chats.get(account)?.values() ?? [])].map((message) => message.seq);
    state.read[account] = Math.max(state.read[account] ?? 0, ...seen);
  }
  remember();
}

function badge(count) {
  if (!count) return null;
  return el("span", { class: "badge" }, String(count), el("span", { class: "said" }, ` ${t("unread")}`));
}

function names(one) {
  return el("span", { class: "who" }, el("b", {}, one.name), el("small", {}, one.post));
}

function showPeople() {
  refill(byId("people"), [home(), ...state.people.map(entry)]);
  refill(byId("cards"), state.people.map(card));
}

/* New children for old ones; the focus stays with the same person. */
function refill(parent, children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.account : null;
  const left = parent.scrollLeft;
  parent.replaceChildren(...children);
  parent.scrollLeft = left;
  if (focused) parent.querySelector(`[data-account="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function home() {
  const all = state.people.reduce((sum, one) => sum + unread(one.account), 0);
  const group = el("span", { class: "face", "aria-hidden": "true" }, icon("people"));
  const attributes = { type: "button", class: "person all", "data-account": "*", onclick: goHome };
  return el("button", attributes, group, el("span", { class: "who" }, el("b", {}, t("everybody"))), badge(all));
}

function entry(one) {
  const pressed = String(visible().includes(one.account));
  const attributes = { type: "button", class: "person", "aria-pressed": pressed, "data-account": one.account };
  return el("button", { ...attributes, onclick: () => open(one.account) }, face(one), names(one), badge(unread(one.account)));
}

function card(one) {
  const who = names(one);
  who.prepend(el("span", { class: "role" }, t(`role-${one.role}`)));
  const attributes = { type: "button", class: "card", "data-account": one.account, onclick: () => open(one.account) };
  return el("li", {}, el("button", attributes, face(one), who, badge(unread(one.account))));
}

function goHome() {
  state.recent = [];
  arrange();
}

function showNow(now) {
  state.now = now;
  const { day, time } = moment(now);
  const words = `${day} · ${time}`;
  if (byId("now").textContent !== words) byId("now").textContent = words;
  byId("now").dateTime = now;
}

const STEPS = [
  { done: "assigned", actions: ["get-sample", "open-office"] },
  { done: "reported", actions: ["open-agency"] },
  { done: "confirmed", actions: ["open-office"] },
  { done: "answered", actions: ["next-morning", "ask-it"] },
  { done: "digest", actions: ["monday", "open-chair"] },
];

/* Ticks a step off by what was seen to happen; a guess for orientation only, nothing hangs on it. */
function noteFact(account, what) {
  const { role } = person(account) ?? {};
  const facts = state.facts;
  const agency = AGENCY_ROLES.includes(role);
  if (role === "office" && what === "uploaded") facts.uploaded = true;
  if (role === "office" && what === "pressed" && facts.reported) facts.decided = true;
  if (agency && what === "heard" && facts.uploaded) facts.assigned = true;
  if (agency && what !== "heard") facts.acted = true;
  if (agency && what === "heard" && facts.decided) facts.confirmed = true;
  if (role === "office" && what === "heard" && facts.acted) facts.reported = true;
  if (role === "chair" && what === "wrote" && facts.moved) facts.asked = true;
  if (role === "chair" && what === "heard" && facts.asked) facts.answered = true;
  if (role === "chair" && what === "heard" && facts.monday) facts.digest = true;
}

function stepAction(name) {
  const go = (account) => account && open(account);
  const office = withRole("office")[0]?.account;
  const chair = withRole("chair")[0]?.account;
  const agencies = withRole(...AGENCY_ROLES);
  const agency = (agencies.find((one) => unread(one.account)) ?? agencies[0])?.account;
  const ask = () => {
    go(chair);
    write(chair, t("ask-overdue")).catch(complain);
  };
  if (name === "get-sample") return el("a", { href: "/api/sample", download: state.sample }, t(name));
  const actions = { "open-office": () => go(office), "open-agency": () => go(agency), "open-chair": () => go(chair), "ask-it": ask };
  const button = el("button", { type: "button", onclick: actions[name] ?? (() => moveClock(name, button)) }, t(name));
  return button;
}

function showSteps() {
  const next = STEPS.findIndex((step) => !state.facts[step.done]);
  const list = byId("step-list");
  const held = [...list.querySelectorAll("button, a")].indexOf(document.activeElement);
  const items = STEPS.map((step, index) => {
    const done = state.facts[step.done];
    const number = done ? el("span", { class: "number" }, icon("check"), said(t("step-done"))) : el("span", { class: "number" }, String(index + 1));
    const doing = el("div", { class: "doing" }, ...step.actions.map(stepAction));
    const words = [el("h3", {}, t(`step-${index + 1}`)), el("p", {}, t(`step-${index + 1}-text`)), doing];
    const classes = `step ${done ? "done" : ""} ${index === next ? "next" : ""}`;
    return el("li", { class: classes, "aria-current": index === next ? "step" : null }, number, ...words);
  });
  list.replaceChildren(...items);
  if (held >= 0) list.querySelectorAll("button, a")[held]?.focus({ preventScroll: true });
  remember();
}

const narrow = () => matchMedia("(max-width: 1179px)").matches;
const onTouchScreen = () => matchMedia("(pointer: coarse)").matches; // where a focus calls up the keyboard

function toggleSteps(shown) {
  byId("steps").hidden = !shown;
  byId("steps-toggle").setAttribute("aria-expanded", String(shown));
  if (shown && narrow()) byId("steps-close").focus();
  if (state.people.length) arrange();
}

/* --- Remembered between visits, forgotten when the demo starts again --- */

function remember() {
  const { epoch, recent, last, read, facts } = state;
  localStorage.setItem("demo", JSON.stringify({ epoch, recent, last, read, facts }));
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem("demo") ?? "{}");
    if (kept.epoch !== state.epoch) return [];
    state.last = kept.last;
    state.read = kept.read;
    state.facts = kept.facts;
    return kept.recent.filter(person);
  } catch {
    return [];
  }
}

function speak(language) {
  state.language = language;
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  document.title = t("title");
  translate(document);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  for (const account of state.columns.keys()) redraw(account);
  showNow(state.now);
  showPeople();
  showSteps();
}

function prepareFrame() {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => moveClock(button.dataset.move, button));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
  byId("steps-toggle").addEventListener("click", () => toggleSteps(byId("steps").hidden));
  byId("steps-open").addEventListener("click", () => toggleSteps(true));
  byId("steps-close").addEventListener("click", () => {
    toggleSteps(false);
    byId("steps-toggle").focus();
  });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("visibilitychange", () => state.people.length && afterNews());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && narrow() && !byId("steps").hidden) toggleSteps(false);
  });
  new ResizeObserver(() => state.people.length && arrange()).observe(byId("main"));
}

async function begin() {
  const start = await (await fetch("/api/start")).json();
  Object.assign(state, { epoch: start.epoch, people: start.people, texts: start.texts, now: start.now });
  Object.assign(state, { sample: start.sample, fileLimit: start.file_limit });
  const opened = recall();
  speak(state.language);
  toggleSteps(!narrow());
  for (const account of opened) open(account, { focus: false });
  arrange();
  prepareFrame();
  listen();
}

begin();
