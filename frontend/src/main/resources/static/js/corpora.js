// A corpus that is being read says how far it has come, and shows its pages once they are there.

import { ask, fill, keep } from "./api.js";

/** `elements`: shelves of the home page, or the head of a corpus' own page; `home` is the home page, where corpora may be added. */
export function watchCorpora(elements, home) {
  const shown = [...elements].map((element) => ({
    element,
    id: element.dataset.corpus,
    reading: element.matches(".reading") ? element : element.querySelector(".reading"),
    waiting: Number(element.dataset.waiting),
    tables: Number(element.dataset.tables),
  }));
  if (shown.length === 0 && !home) return;

  const show = async (one, corpus) => {
    if (one.reading) {
      const bar = one.reading.querySelector("progress");
      bar.max = Math.max(1, corpus.tables);
      bar.value = corpus.tables - corpus.waiting;
      one.reading.querySelector(".said").textContent = fill(
        one.reading.dataset.text,
        corpus.tables - corpus.waiting,
        corpus.tables,
      );
      (one.reading.dataset.stays === undefined ? one.reading : bar).hidden = corpus.waiting === 0;
    }
    const news = corpus.waiting !== one.waiting || corpus.tables !== one.tables;
    one.waiting = corpus.waiting;
    one.tables = corpus.tables;
    if (news && document.querySelector(".card[data-table], .covers")) await showNews(one.element);
  };

  keep(
    async () => {
      const corpora = await ask("/api/v1/corpora");
      if (home && corpora.some((corpus) => !shown.some((one) => one.id === corpus.id)) && !busy()) {
        location.reload(); // a new shelf
        return false;
      }
      for (const one of shown) {
        const corpus = corpora.find((c) => c.id === one.id);
        if (corpus) await show(one, corpus);
      }
      return true;
    },
    () => (shown.some((one) => one.waiting > 0) || shown.length === 0 ? 1000 : 5000),
  );
}

// Nobody's half-typed question is lost to a new shelf.
const busy = () => document.activeElement?.matches("input") || Boolean(document.getElementById("numbers")?.value);

// Covers that come and tables that have been read: taken from the page as the server shows it now.
async function showNews(element) {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const card of document.querySelectorAll(".card[data-table]")) {
    const fresh = page.querySelector(`.card[data-table="${card.dataset.table}"]`);
    if (fresh && fresh.dataset.status !== card.dataset.status) card.replaceWith(fresh);
  }
  const fresh = page.querySelector(`.shelf[data-corpus="${element.dataset.corpus}"]`);
  const covers = element.querySelector(".covers");
  if (!fresh || !covers) return;
  const pictures = (shelf) => [...shelf.querySelectorAll("img")].map((img) => img.getAttribute("src")).join();
  if (pictures(covers) !== pictures(fresh)) covers.replaceChildren(...fresh.querySelector(".covers").children);
  element.querySelector(".count").replaceChildren(...fresh.querySelector(".count").childNodes);
}
