"use strict";
// The page's own script: cards made from the list when they are wanted, the filters of the list, the keys, the look.
const Zhengci = (() => {
  const root = document.documentElement;
  const THEMES = { auto: "自动", light: "浅色", dark: "深色" };
  const narrow = matchMedia("(max-width: 36rem)"), small = matchMedia("(max-width: 63.999rem)");
  let theme = "auto";
  try { theme = localStorage.getItem("zhengci-theme") || theme; } catch { /* a page from a file may have no store */ }
  if (theme in THEMES && theme !== "auto") root.dataset.theme = theme;

  let text, side, card, seek, list, rest, marks = [], notes = [], noteOf = new Map(), byNote = new Map(), parts = new Map();
  let shown = null, pinned = false, quiet = false, timer = 0;

  // What the page holds; asked again after its content was renewed.
  function look() {
    text = document.querySelector("main.document");
    side = document.querySelector(".side");
    seek = document.getElementById("seek");
    if (!text || !side) return;
    marks = [...text.querySelectorAll("a.m[id]")];
    notes = [...side.querySelectorAll(".note")];
    list = side.querySelector(".notes");
    rest = element("ol", { class: "rest", inert: "" });
    list?.after(rest);
    noteOf = new Map(notes.map(note => [note.id, note]));
    byNote = new Map(notes.map(note => [note.id, []]));
    for (const mark of marks) byNote.get(mark.hash.slice(1))?.push(mark);
    parts = new Map(); // a mark that runs over a line break or a change of type is several links
    for (const part of text.querySelectorAll("a.m[data-of]")) parts.set(part.dataset.of, [...(parts.get(part.dataset.of) || []), part]);
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "shut";
    shut.textContent = "关闭";
    side.prepend(shut);
    if (!card) {
      card = document.createElement("div");
      card.id = "card";
      card.popover = "manual";
      card.setAttribute("role", "dialog");
      card.setAttribute("aria-labelledby", "card-term");
      document.body.append(card);
    }
    filter(notes.length);
    const unread = [...notes]; // what a search looks through is made ready before it is asked for
    idly(() => { unread.splice(0, STRETCH).forEach(haystack); return unread.length; });
  }

  const markOf = element => {
    const link = element?.closest?.("main.document a.m");
    return link?.dataset.of ? document.getElementById(link.dataset.of) : link;
  };
  const piecesOf = mark => [mark, ...(parts.get(mark.id) || [])];

  // Cards
  function element(name, attributes, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  }
  function fill(mark, note) {
    const all = byNote.get(note.id), nth = all.indexOf(mark);
    const go = (label, sign, step) => {
      const button = element("button", { type: "button", "aria-label": label, "data-step": step }, sign);
      button.disabled = !all[nth + step];
      return button;
    };
    const copy = note.cloneNode(true);
    const term = element("span", { class: "term", id: "card-term" }, copy.querySelector(".term").textContent);
    const status = copy.querySelector(".status"), badge = copy.querySelector(".badge");
    const nav = element("div", { class: "nav", role: "group", "aria-label": "文中各处" });
    if (all.length > 1) nav.append(go("上一处", "‹", -1), `${nth + 1} / ${all.length}`, go("下一处", "›", 1));
    nav.append(element("button", { type: "button", "aria-label": "关闭", "data-close": "" }, "×"));
    const head = element("div", { class: "top" }, term, ...(badge ? [badge] : []), status, nav);
    const body = element("div", { class: `body`, tabindex: "0" });
    const details = copy.querySelector("details");
    details.querySelector("summary").remove();
    details.querySelector(".places").remove();
    const told = copy.querySelector(".told");
    told.removeAttribute("id");
    if (mark.dataset.why !== undefined) {
      details.querySelector(".why")?.remove();
      details.append(element("p", { class: "why" }, element("span", { class: "label" }, "判定"), mark.dataset.why));
    }
    if (mark.dataset.written !== undefined) {
      details.querySelector(".written")?.remove();
      if (mark.dataset.written) details.prepend(element("p", { class: "written" }, mark.dataset.written));
    }
    body.append(told, ...details.childNodes);
    card.className = note.classList[1];
    card.replaceChildren(head, body);
  }
  // Beside the line that is being read, where there is more room; never on it.
  function place(mark) {
    const lines = piecesOf(mark).flatMap(piece => [...piece.getClientRects()]);
    const top = Math.min(...lines.map(line => line.top)), bottom = Math.max(...lines.map(line => line.bottom));
    const style = card.style;
    if (narrow.matches) {
      style.cssText = "";
      const limit = card.getBoundingClientRect().top - 12;
      if (bottom > limit) scrollBy(0, bottom - limit);
      return;
    }
    const gap = 6, edge = 8, bar = document.querySelector(".bar").getBoundingClientRect().bottom;
    style.maxHeight = "none";
    const above = top - gap - bar - edge, below = innerHeight - bottom - gap - edge;
    const height = Math.min(card.offsetHeight, 0.6 * innerHeight);
    const goesBelow = below >= height || below >= above;
    const room = Math.min(height, goesBelow ? below : above);
    style.maxHeight = `${room}px`;
    style.top = `${goesBelow ? bottom + gap : top - gap - Math.min(card.offsetHeight, room)}px`;
    const end = Math.min(root.clientWidth - edge, text.getBoundingClientRect().right + 16);
    style.left = `${Math.max(edge, Math.min(lines[0].left - 16, end - card.offsetWidth))}px`;
  }
  function show(mark, pin = false) {
    clearTimeout(timer);
    const note = noteOf.get(mark.hash.slice(1));
    if (!note) return;
    if (shown !== mark) {
      unmark();
      shown = mark;
      for (const other of byNote.get(note.id)) other.classList.add("same");
      for (const piece of piecesOf(mark)) piece.classList.add("on");
      fill(mark, note);
    }
    pinned = pin;
    if (!card.matches(":popover-open")) card.showPopover();
    card.querySelector(".body").scrollTop = 0;
    place(mark);
  }
  function unmark() {
    for (const mark of text.querySelectorAll(".same, .on")) mark.classList.remove("same", "on");
  }
  function hide(refocus = false) {
    clearTimeout(timer);
    if (!shown) return;
    const mark = shown;
    const inside = card.contains(document.activeElement);
    shown = null;
    pinned = false;
    unmark();
    card.hidePopover();
    quiet = true; // going back to the mark must not open its card again
    if (refocus || inside) mark.focus({ preventScroll: true });
    quiet = false;
  }
  const later = (delay, what) => { clearTimeout(timer); timer = setTimeout(what, delay); };

  // Into sight, with room for the card.
  function visit(mark, pin) {
    mark.scrollIntoView({ block: "center" });
    if (narrow.matches) mark.scrollIntoView({ block: "start" });
    show(mark, pin);
  }
  const free = () => marks.filter(mark => !mark.classList.contains("off"));
  function step(by) {
    const all = free();
    if (!all.length) return;
    const here = shown || markOf(document.activeElement);
    let at = here ? all.indexOf(here) : -1;
    if (at < 0) {
      const y = here ? here.getBoundingClientRect().top : document.querySelector(".bar").offsetHeight;
      at = all.findIndex(mark => mark.getBoundingClientRect().top > y + 1);
      at = by > 0 ? (at < 0 ? 0 : at) : (at < 0 ? all.length : at) - 1;
    } else at += by;
    const mark = all[(at + all.length) % all.length];
    mark.focus({ preventScroll: true });
    visit(mark, pinned);
  }

  // The list
  const haystacks = new WeakMap();
  function haystack(note) {
    if (!haystacks.has(note)) {
      const told = [...note.querySelectorAll(".term, .told, details > :not(summary, .places)")].map(one => one.textContent).join("\n");
      haystacks.set(note, told.toLowerCase().replaceAll(/[^\S\n]+/g, ""));
    }
    return haystacks.get(note);
  }
  // Does work in pieces, while nothing else is to be done, as long as `piece` says that there is more.
  const STRETCH = 60;
  function idly(piece) {
    const turn = () => piece() && wait(turn);
    const wait = window.requestIdleCallback || setTimeout;
    wait(turn);
  }
  // Leaves `fitting` in the list.  The first `many` are there at once; what comes after them, and putting the others away, where
  // they are hidden as a whole, waits until there is time: hundreds of notes of which few are seen must not keep anybody waiting.
  let asked = [];
  function arrange(fitting, many) {
    const wanted = new Set(fitting);
    asked = fitting;
    for (const note of [...list.children]) if (!wanted.has(note)) note.remove();
    const upTo = end => {
      let here = list.firstElementChild;
      for (const note of fitting.slice(0, end)) if (note === here) here = here.nextElementSibling; else list.insertBefore(note, here);
      return list.children.length < fitting.length;
    };
    const putAway = () => {
      const loose = notes.filter(note => !note.parentNode);
      rest.append(...loose.slice(0, STRETCH));
      return loose.length > STRETCH;
    };
    upTo(many);
    idly(() => asked === fitting && (upTo(many += STRETCH) || putAway()));
  }
  function filter(many = STRETCH) {
    const form = side.querySelector(".filters");
    if (!form) return;
    const statuses = [...form.querySelectorAll("[aria-pressed=true]")].map(chip => chip.dataset.status);
    const wanted = ["field", "region", "kind"].map(name => [name, document.getElementById(`by-${name}`)?.value || ""]);
    const words = seek.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = [];
    let places = 0;
    for (const note of notes) {
      const fits = (!statuses.length || statuses.includes(note.classList[1])) &&
        wanted.every(([name, value]) => !value || note.dataset[name] === value) &&
        words.every(word => haystack(note).includes(word));
      const mentions = byNote.get(note.id);
      if (mentions[0]?.classList.contains("off") === fits) {
        for (const mark of mentions) for (const piece of piecesOf(mark)) piece.classList.toggle("off", !fits);
      }
      if (fits) { fitting.push(note); places += mentions.length; }
    }
    arrange(fitting, many);
    form.querySelector(".shown").textContent = fitting.length === notes.length ? "" : `符合的 ${fitting.length} 种，${places} 处`;
    document.getElementById("nothing").hidden = fitting.length > 0;
  }
  function turn(tab) {
    if (!side.dataset.tab) return;
    side.dataset.tab = tab;
    for (const button of side.querySelectorAll("[data-tab]")) button.setAttribute("aria-pressed", button.dataset.tab === tab);
  }
  function open(is) {
    side.classList.toggle("open", is);
    document.querySelector(".lists")?.setAttribute("aria-expanded", is);
  }
  function shut(refocus) {
    if (!side?.classList.contains("open")) return false;
    open(false);
    if (refocus) document.querySelector(".lists").focus();
    return true;
  }

  function paint() {
    const button = document.querySelector(".theme");
    if (button) button.textContent = `外观：${THEMES[theme]}`;
  }
  function nextTheme() {
    const names = Object.keys(THEMES);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
    try { localStorage.setItem("zhengci-theme", theme); } catch { /* as above */ }
    paint();
  }

  // Events, all of them delegated
  addEventListener("pointerover", event => {
    if (event.pointerType !== "mouse" || pinned || !card || narrow.matches) return;
    if (card.contains(event.target)) { clearTimeout(timer); return; }
    const mark = markOf(event.target);
    if (mark && !mark.classList.contains("off")) later(shown ? 60 : 140, () => show(mark));
    else if (shown && !mark) later(260, () => { if (!pinned && markOf(document.activeElement) !== shown) hide(); });
  });
  document.addEventListener("pointerleave", () => { if (shown && !pinned) later(260, hide); });
  addEventListener("focusin", event => {
    const mark = markOf(event.target);
    if (quiet) return;
    if (mark && event.target.matches(":focus-visible") && mark !== shown) show(mark);
    else if (shown && !mark && !card.contains(event.target)) hide();
  });
  addEventListener("click", event => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (target.closest?.(".theme")) return nextTheme();
    if (!side) return;
    if (target.closest(".lists")) {
      const is = !side.classList.contains("open");
      open(is);
      if (is) side.focus();
      return;
    }
    if (target.closest(".shut")) return void shut(true);
    const tab = target.closest(".tabs button");
    if (tab) return turn(tab.dataset.tab);
    const chip = target.closest(".chip");
    if (chip) {
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") !== "true");
      return filter();
    }
    if (card.contains(target)) {
      const button = target.closest("button");
      if (button?.dataset.step) {
        const all = byNote.get(shown.hash.slice(1)), way = button.dataset.step;
        visit(all[all.indexOf(shown) + Number(way)], true);
        (card.querySelector(`[data-step="${way}"]:enabled`) || card.querySelector("[data-step]:enabled"))?.focus();
      } else if (button) hide(true);
      return;
    }
    const mark = markOf(target);
    if (mark) {
      event.preventDefault();
      if (shown === mark && pinned) return hide();
      show(mark, true);
      if (event.detail === 0) card.querySelector(".body").focus();
      return;
    }
    const link = target.closest('.side a[href^="#"]');
    if (link) {
      const goal = document.getElementById(link.hash.slice(1));
      shut(false);
      if (!goal) return;
      if (goal.matches("a.m")) {
        event.preventDefault();
        goal.focus({ preventScroll: true });
        visit(goal, true);
      } else hide();
      return;
    }
    if (shown && !target.closest(".side")) hide();
    if (!target.closest(".side")) shut(false);
  });
  addEventListener("input", event => { if (event.target === seek || event.target.closest?.(".selects")) filter(); });
  addEventListener("submit", event => { if (event.target.matches(".filters")) event.preventDefault(); });
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !side) return;
    const target = event.target, typing = target.closest?.("input, select, textarea");
    if (event.key === "Escape") {
      if (shown) hide(); else if (target === seek && seek.value) { seek.value = ""; filter(); } else shut(true);
    } else if (event.key === "Tab" && shown && card.contains(target)) {
      const stops = [...card.querySelectorAll("button:enabled, a[href], .body")];
      if (target === stops[event.shiftKey ? 0 : stops.length - 1]) hide(true); // on from the mark
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && target.closest?.(".side")) {
      const stops = [seek, ...side.querySelectorAll(".notes .term")].filter(Boolean);
      const at = stops.indexOf(target.closest(".note")?.querySelector(".term") || target);
      const goal = at < 0 || target.closest("select") ? null : stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (goal) { event.preventDefault(); goal.focus(); }
    } else if (typing) {
      return;
    } else if (event.key === "/" && seek) {
      event.preventDefault();
      hide();
      if (small.matches) open(true);
      turn("words");
      seek.focus();
      seek.select();
    } else if (event.key === "n" || (event.key === "ArrowRight" && markOf(target))) {
      event.preventDefault();
      step(1);
    } else if (event.key === "p" || (event.key === "ArrowLeft" && markOf(target))) {
      event.preventDefault();
      step(-1);
    }
  });
  let waiting = false;
  const follow = () => {
    if (!shown || waiting || narrow.matches) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (!shown) return;
      const box = shown.getBoundingClientRect();
      if (box.bottom < document.querySelector(".bar").offsetHeight || box.top > innerHeight) hide(); else place(shown);
    });
  };
  addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", follow);
  const print = begins => { if (list) if (begins) arrange(notes, notes.length); else filter(notes.length); };
  matchMedia("print").addEventListener("change", event => print(event.matches));
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  addEventListener("DOMContentLoaded", () => { paint(); look(); });

  return { look, hide, turn };
})();
