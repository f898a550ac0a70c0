// A page that a server keeps up to date: asks every second whether the draft changed and puts the new text in, where it was read.
(() => {
  const blocks = () => [...document.querySelectorAll("main > *, main tr")];
  // The first block in sight: its number, its text and how far from the top it stands.
  function spot() {
    const all = blocks();
    const at = Math.max(0, all.findIndex(block => block.getBoundingClientRect().bottom > 60));
    return all.length ? { at, said: all[at].textContent, top: all[at].getBoundingClientRect().top } : null;
  }
  function back(to) {
    const all = blocks();
    if (!to || !all.length) return;
    let best = -1;
    all.forEach((block, at) => {
      if (block.textContent === to.said && (best < 0 || Math.abs(at - to.at) < Math.abs(best - to.at))) best = at;
    });
    const block = all[best < 0 ? Math.min(to.at, all.length - 1) : best];
    for (let turn = 0; turn < 2; turn++) scrollBy(0, block.getBoundingClientRect().top - to.top);
  }
  function settings() {
    return {
      pressed: [...document.querySelectorAll(".chip[aria-pressed=true]")].map(chip => chip.dataset.status),
      values: [...document.querySelectorAll(".filters :is(input, select)")].map(field => [field.id, field.value]),
      opened: [...document.querySelectorAll(".note details[open]")].map(one => one.parentElement.querySelector(".term").textContent),
      tab: document.querySelector(".side")?.dataset.tab,
      down: document.querySelector(".side")?.scrollTop,
      drawer: document.querySelector(".side")?.classList.contains("open"),
    };
  }
  function restore({ pressed, values, opened, tab, down, drawer }) {
    for (const status of pressed) document.querySelector(`.chip[data-status="${status}"]:enabled`)?.setAttribute("aria-pressed", true);
    for (const [id, value] of values) {
      const field = document.getElementById(id);
      if (field && (field.type === "search" || [...field.options].some(option => option.value === value))) field.value = value;
    }
    for (const details of document.querySelectorAll(".note details")) {
      if (opened.includes(details.parentElement.querySelector(".term").textContent)) details.open = true;
    }
    const side = document.querySelector(".side");
    if (side && drawer) side.classList.add("open");
    Zhengci.look();
    if (side && tab) Zhengci.turn(tab);
    if (side && down) side.scrollTop = down;
  }
  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const place = spot(), kept = settings(), focus = document.activeElement?.id;
    Zhengci.hide();
    document.title = fresh.title;
    for (const name of [".page", ".file", ".lists"]) {
      const old = document.querySelector(name), now = fresh.querySelector(name);
      if (old && now) old.replaceWith(now); else old?.remove();
    }
    document.body.dataset.stamp = fresh.body.dataset.stamp;
    restore(kept);
    back(place);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  }
  async function ask() {
    try {
      if (!document.hidden) {
        const answer = await fetch(document.body.dataset.state, { cache: "no-store" });
        const { classList } = document.body;
        classList.remove("offline");
        classList.toggle("lost", !answer.ok);
        if (answer.ok && (await answer.text()) !== document.body.dataset.stamp) await renew();
      }
    } catch { document.body.classList.add("offline"); }
    setTimeout(ask, 1000);
  }
  addEventListener("DOMContentLoaded", () => setTimeout(ask, 1000));
})();
