// A version that is being activated: how far its reading has come; the page is loaded anew when it has ended.

import { ask, keep } from "./api.js";

const place = document.getElementById("activation");

if (place) {
  keep(async () => {
    const work = await ask(`/api/v1/jobs/${place.dataset.job}`);
    place.querySelector("progress").value = work.progress;
    const doing = document.getElementById("doing");
    if (work.message && doing.textContent !== work.message) doing.textContent = work.message;
    if (["queued", "running"].includes(work.state)) return true;
    location.reload();
    return false;
  }, 1000);
}
