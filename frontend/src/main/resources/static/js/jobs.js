// Keeps a list of jobs moving in place: progress, states, cancel. New jobs come with the page's own markup.

import { ask, keep } from "./api.js";

const unfinished = (state) => state === "queued" || state === "running";

export function watchJobs(list) {
  const words = {
    queued: list.dataset.sayQueued,
    running: list.dataset.sayRunning,
    done: list.dataset.sayDone,
    failed: list.dataset.sayFailed,
    cancelled: list.dataset.sayCancelled,
  };
  const said = document.getElementById("said");

  const show = (row, job) => {
    const bar = row.querySelector("progress");
    bar.value = job.progress;
    row.querySelector(".detail").textContent = job.problem ?? "";
    if (row.dataset.state === job.state) return;
    row.dataset.state = job.state;
    bar.hidden = !unfinished(job.state);
    row.querySelector("form.cancel").hidden = !unfinished(job.state);
    row.querySelector(".state").textContent = words[job.state];
    if (said) said.textContent = `${[job.subject, words[job.state], job.problem].filter(Boolean).join(": ")}`;
  };

  // A list may leave jobs out (those of the sample corpus); they are asked for again only when one is new or has failed.
  const left = new Set();
  const sign = (job) => (job.state === "failed" ? `${job.id} failed` : job.id);
  const renew = async (jobs) => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector(`[data-jobs="${list.dataset.jobs}"]`);
    if (fresh) list.replaceChildren(...fresh.children);
    const shown = new Set([...list.children].map((row) => row.dataset.job));
    jobs.forEach((job) => shown.has(job.id) || left.add(sign(job)));
  };

  list.addEventListener("submit", async (event) => {
    const row = event.target.closest("[data-job]");
    if (!row) return;
    event.preventDefault();
    const button = row.querySelector("form.cancel button");
    button.disabled = true;
    try {
      await ask(`/api/v1/jobs/${row.dataset.job}`, { method: "DELETE" });
    } catch (problem) {
      row.querySelector(".state").textContent = problem.message;
    }
    button.disabled = false;
  });

  const busy = () => [...list.children].some((row) => unfinished(row.dataset.state));
  keep(
    async () => {
      const answer = await ask(`/api/v1/jobs?limit=${list.dataset.ask ?? list.dataset.jobs}`);
      const jobs = Array.isArray(answer) ? answer : answer.items;
      const rows = new Map([...list.children].map((row) => [row.dataset.job, row]));
      if (jobs.some((job) => !rows.has(job.id) && !left.has(sign(job)))) await renew(jobs);
      else jobs.filter((job) => rows.has(job.id)).forEach((job) => show(rows.get(job.id), job));
      return true;
    },
    () => (busy() ? 800 : 4000),
  );
}

/**
 * Waits for work that was asked for: until all of it is done, or some of it was cancelled or failed. Asking for its result instead
 * would begin anew what somebody has cancelled.
 *
 * @param ids of the jobs
 * @param wanted whether somebody still waits
 * @param moved called with the part that is done, 0 to 1
 * @return the jobs, or null where nobody waits any more
 */
export async function awaited(ids, wanted, moved) {
  for (;;) {
    const jobs = await Promise.all(ids.map((id) => ask(`/api/v1/jobs/${id}`)));
    if (!wanted()) return null;
    if (jobs.every(({ state }) => state === "done") || jobs.some(({ state }) => state === "cancelled" || state === "failed")) return jobs;
    moved(jobs.reduce((sum, { progress }) => sum + progress, 0) / jobs.length);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
