// A corpus that is being read says how far it has come, and shows its pages once they are there.

import { ask, fill, keep } from "./api.js";

export function watchCorpora(elements) {
  for (const element of elements) {
    if (!(Number(element.dataset.waiting) > 0)) continue;
    const reading = element.matches(".reading") ? element : element.querySelector(".reading");
    const bar = reading.querySelector("progress");
    const said = reading.querySelector(".said");
    keep(async () => {
      const corpus = await ask(`/api/v1/corpora/${element.dataset.corpus}`);
      bar.max = Math.max(1, corpus.tables);
      bar.value = corpus.tables - corpus.waiting;
      said.textContent = fill(reading.dataset.text, corpus.tables - corpus.waiting, corpus.tables);
      if (corpus.waiting > 0) return true;
      reading.hidden = true;
      await showCovers(element);
      return false;
    }, 1000);
  }
}

// The covers of a first start are blank until pages have been read: take them from the page as it is now.
async function showCovers(element) {
  const covers = element.querySelector(".covers");
  if (!covers) return;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.querySelector(`[data-corpus="${element.dataset.corpus}"]`);
  if (!fresh) return;
  covers.replaceChildren(...fresh.querySelector(".covers").children);
  element.querySelector(".count").replaceChildren(...fresh.querySelector(".count").childNodes);
}
