// The index: search as you type in data.js, filters, keyboard.  Text reaches the page as text only, never as markup.
"use strict";

(() => {
  const { fields, regions, concepts, former } = window.ZHENGCI;
  const NATION = "CN";
  const PAGE = 60;
  const LONGEST = 80;
  const find = id => document.getElementById(id);
  const [form, box, field, region] = ["search", "q", "field", "region"].map(find);
  const [count, list, more, all] = ["count", "results", "more", "all"].map(find);

  // What is compared: widths, case, blanks and quotation marks do not matter, ü may be typed as v.
  const fold = text =>
    text.normalize("NFKC").toLowerCase().replace(/ü/g, "v").replace(/[\s“”‘’"'「」『』《》]/gu, "");
  const words = pinyin => pinyin.split(" ");
  const initials = syllables => syllables.map(one => (/^\d/.test(one) ? one : one[0])).join("");
  const readings = pinyin =>
    pinyin.map(words).map(syllables => ({ syllables, full: syllables.join(""), short: initials(syllables) }));

  const names = new Map(regions.map(([code, name]) => [code, name]));
  const chain = new Map(regions.map(([code, , path]) => [code, [code, ...path]])); // a region and those that it lies in
  const entries = [
    ...concepts.map(one => ({
      one,
      address: `concepts/${one.id}.html`,
      title: one.forms[0],
      texts: one.forms.map(fold),
      readings: readings(one.pinyin),
      members: (one.members || []).map(fold),
      told: fold(one.definition),
      english: fold(one.english || ""),
    })),
    ...former.map(one => ({
      one,
      isFormer: true,
      address: `former.html#${one.anchor}`,
      title: one.names[0][0],
      texts: one.names.map(([old]) => fold(old)),
      readings: readings(one.names.map(([, , pinyin]) => pinyin)),
      members: one.names.map(([, now]) => fold(now)),
      told: "",
      english: "",
    })),
  ];

  // Ranks, the best first: form, its beginning, inside it, pinyin, members, English, definition.
  function rank(entry, query) {
    let best = Infinity;
    const offer = (score, via) => {
      if (score < best) [best, entry.via] = [score, via];
    };
    entry.texts.forEach((text, at) => {
      const other = at ? 0.5 : 0;
      if (text === query) offer(0 + other, at);
      else if (text.startsWith(query)) offer(10 + other, at);
      else if (text.includes(query)) offer(20 + other, at);
    });
    if (/^[a-z0-9]+$/.test(query)) {
      for (const { syllables, full, short } of entry.readings) {
        if (full === query) offer(30);
        else if (short === query) offer(31);
        else if (full.startsWith(query)) offer(32);
        else if (short.startsWith(query)) offer(33);
        else if (shortens(syllables, query, 0)) offer(36);
        else if (syllables.some((_, from) => from && shortens(syllables, query, from))) offer(38);
      }
    }
    const member = entry.members.findIndex(text => text.includes(query));
    if (member >= 0) offer(50, -1 - member);
    if (entry.english.includes(query)) offer(55);
    if (entry.told.includes(query)) offer(60);
    return best + (entry.isFormer ? 0.7 : 0);
  }

  // Whether the query is made of beginnings of syllables from one on: liangx, lxin, lx for liang xin.
  function shortens(syllables, query, from) {
    let reached = new Set([0]);
    for (const syllable of syllables.slice(from)) {
      const next = new Set();
      for (const at of reached) {
        for (let length = 1; length <= syllable.length && query[at + length - 1] === syllable[length - 1]; length++) {
          if (at + length === query.length) return true;
          next.add(at + length);
        }
      }
      if (!next.size) return false;
      reached = next;
    }
    return false;
  }

  function search(text) {
    const query = fold(text);
    const parts = /[^\x00-\x7f]/.test(query) ? [...new Set(text.split(/\s+/).map(fold).filter(Boolean))] : [];
    const found = [];
    for (const [order, entry] of entries.entries()) {
      delete entry.via;
      if (!query) {
        if (!entry.isFormer) found.push({ entry, score: 0, order });
        continue;
      }
      let score = rank(entry, query);
      if (score === Infinity && parts.length > 1) score = 1 + Math.max(...parts.map(part => rank(entry, part)));
      if (score < Infinity) found.push({ entry, score, order });
    }
    if (!query) return found.map(({ entry }) => entry);
    found.sort((a, b) => a.score - b.score || a.entry.title.length - b.entry.title.length || a.order - b.order);
    return found.map(({ entry }) => entry);
  }

  const inField = entry => !field.value || (!entry.isFormer && fields[entry.one.field] === field.value);
  const inRegion = entry => {
    if (!region.value) return true;
    return !entry.isFormer && chain.get(entry.one.region).includes(region.value);
  };

  // Options tell how many results each would leave.
  function recount(found) {
    const byField = new Map();
    const byRegion = new Map();
    const add = (counts, key) => counts.set(key, (counts.get(key) || 0) + 1);
    for (const entry of found) {
      if (entry.isFormer) continue;
      if (inRegion(entry)) add(byField, fields[entry.one.field]);
      if (inField(entry)) for (const code of chain.get(entry.one.region)) add(byRegion, code);
    }
    for (const [select, counts] of [[field, byField], [region, byRegion]]) {
      for (const option of select.options) {
        if (!option.value) continue;
        const number = counts.get(option.value) || 0;
        option.textContent = `${option.dataset.name}（${number}）`;
        option.disabled = !number && !option.selected;
      }
    }
  }

  function element(tag, name, ...content) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...content.filter(Boolean));
    return made;
  }

  // The text with the query marked in it, where it stands there as it was typed.
  function marked(text, query) {
    const at = query ? text.toLowerCase().indexOf(query.toLowerCase()) : -1;
    if (at < 0) return [text];
    return [text.slice(0, at), element("mark", "", text.slice(at, at + query.length)), text.slice(at + query.length)];
  }

  function item(entry, query) {
    const link = element("a", "", ...marked(entry.title, query));
    link.href = entry.address;
    const { one } = entry;
    const head = element("p", "head", link);
    if (one.hint) head.append(" ", element("small", "", one.hint));
    if (one.unverified) head.append(" ", element("span", "badge", "未核实"));
    const lines = [];
    if (entry.isFormer) {
      head.append(" ", element("small", "", "旧称"));
      const [old, now] = one.names[Math.max(0, entry.via || 0)];
      lines.push(element("p", "told", ...marked(`${old}，${day(one.changed)}起改称${now}`, query)));
    } else {
      if (entry.via > 0) {
        const other = one.forms[entry.via];
        head.append(" ", element("small", "", one.avoid?.[other] || "又作", ...marked(`“${other}”`, query)));
      }
      lines.push(element("p", "told", ...marked(one.definition, query)));
      if (entry.via < 0) lines.push(element("p", "meta", "包括：", ...marked(one.members[-1 - entry.via], query)));
      const place = chain.get(one.region).map(code => names.get(code)).reverse().join("");
      lines.push(element("p", "meta", fields[one.field] + (one.region === NATION ? "" : ` · ${place}`)));
    }
    return element("li", "", head, ...lines);
  }

  const day = date => date.split("-").map((part, at) => Number(part) + "年月日"[at]).join("");

  let found = [];
  let shown = 0;

  function extend() {
    const query = box.value.trim();
    const next = found.slice(shown, shown + PAGE);
    list.append(...next.map(entry => item(entry, query)));
    shown += next.length;
    const left = found.length - shown;
    more.hidden = !left;
    more.textContent = `再显示 ${Math.min(PAGE, left)} 个，还有 ${left} 个`;
    return next.length;
  }

  function update() {
    const text = box.value.slice(0, LONGEST);
    const active = Boolean(text.trim() || field.value || region.value);
    const matching = search(text);
    recount(matching);
    found = matching.filter(entry => inField(entry) && inRegion(entry));
    shown = 0;
    list.replaceChildren();
    all.hidden = active;
    list.hidden = !active;
    more.hidden = true;
    if (!active) {
      count.textContent = "";
      return;
    }
    extend();
    const old = found.filter(entry => entry.isFormer).length;
    const told = [`${found.length - old} 个词条`, old && `${old} 组旧称`].filter(Boolean).join("，");
    const narrowed = field.value || region.value ? "，或放宽领域、地区" : "";
    count.textContent = found.length ? `找到 ${told}。` : `没有找到。可以换个说法${narrowed}，或用拼音首字母。`;
  }

  function remember() {
    const state = new URLSearchParams();
    if (box.value.trim()) state.set("q", box.value.trim());
    if (field.value) state.set("field", field.value);
    if (region.value) state.set("region", region.value);
    try {
      history.replaceState(null, "", `#${state.toString() || (location.search && "q=")}`);
    } catch {
      // Some browsers let a page opened from a folder keep no state: then there is nothing to go back to.
    }
  }

  function recall() {
    const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : location.search);
    box.value = state.get("q") || "";
    for (const [select, key] of [[field, "field"], [region, "region"]]) {
      select.value = state.get(key) || "";
      if (select.selectedIndex < 0) select.value = "";
    }
    update();
  }

  function offer(select, everything, options) {
    select.append(new Option(everything, ""));
    for (const [value, name, depth] of options) {
      const option = new Option(name, value);
      option.dataset.name = "　".repeat(depth) + name;
      select.append(option);
    }
  }

  const links = () => [...list.querySelectorAll(".head a")];

  function changed() {
    update();
    remember();
  }

  function move(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inBox = event.target === box;
    const inList = list.contains(event.target);
    if (!inBox && !inList) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = links().indexOf(event.target) + step;
      if (inBox && step < 0) return;
      if (at === links().length && !extend()) return;
      event.preventDefault();
      (links()[at] || box).focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (inList) box.focus();
      else {
        box.value = "";
        changed();
      }
    }
  }

  offer(field, "全部领域", fields.map(name => [name, name, 0]));
  offer(region, "全部地区", regions.map(([code, name, path]) => [code, name, path.length]));
  box.addEventListener("input", changed);
  for (const select of [field, region]) select.addEventListener("change", changed);
  form.addEventListener("submit", event => {
    event.preventDefault();
    links()[0]?.click();
  });
  more.addEventListener("click", () => {
    const next = links().length;
    extend();
    links()[next]?.focus();
  });
  addEventListener("keydown", move);
  addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
