// The pages work without this file. With it they are fresher: parts of a page that change are
// fetched again, Check Connection leaves alone what was typed, and the dialog has tabs.
"use strict";

const SECONDS = 2;

async function page(address, options) {
  const answer = await fetch(address, options).catch(() => null);
  if (!answer || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// <div data-refresh="/runs/17/progress"> is replaced by what its address answers. Once that comes
// without data-refresh, as for a run that has ended, the refreshing has ended by itself; with
// data-then="reload" the rest of the page is then brought up to date as well.
async function refresh(part) {
  if (part.asked) return;
  part.asked = true;
  const answer = await fetch(part.dataset.refresh).catch(() => null);
  part.asked = false;
  if (!answer?.ok || answer.redirected) return;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const fresh = holder.content.firstElementChild;
  if (!fresh || fresh.outerHTML === part.outerHTML) return;
  const link = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
  part.replaceWith(fresh);
  if (link) fresh.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus();
  announce(part.dataset.say, fresh.dataset.say);
  if (part.dataset.then === "reload" && !fresh.dataset.refresh) location.reload();
}

function announce(before, now) {
  const live = document.getElementById("live");
  if (live && now && now !== before) live.textContent = now;
}

setInterval(() => {
  if (!document.hidden) document.querySelectorAll("[data-refresh]").forEach(refresh);
}, SECONDS * 1000);

// Check Connection: the answer is the whole dialog; only its parts marked data-fresh are taken.
async function check(button) {
  const form = button.form, before = button.textContent;
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  button.textContent = "Checking …";
  const answer = await page(button.formAction, { method: "POST", body: new FormData(form) });
  button.removeAttribute("aria-busy");
  button.textContent = before;
  if (!answer?.querySelector("[data-fresh]")) {
    const here = document.getElementById("check");
    here.textContent = "The dashboard did not answer. See that it runs and that you are signed in.";
    return;
  }
  for (const fresh of answer.querySelectorAll("[data-fresh]")) {
    document.getElementById(fresh.id)?.replaceChildren(...fresh.childNodes);
  }
  for (const input of form.elements) {
    const twin = input.id && answer.getElementById(input.id);
    if (twin) input.toggleAttribute("aria-invalid", twin.hasAttribute("aria-invalid"));
  }
  const admin = form.elements.admin_url;
  if (admin && !admin.value) admin.value = answer.getElementById("admin_url")?.value ?? "";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-check]");
  if (!button || button.dataset.asked) return;
  event.preventDefault();
  check(button).catch(() => {
    button.dataset.asked = "1";
    button.click();
  });
});

// <nav data-tabs><a href="#general">…: both sections are on the page; one is shown at a time.
for (const list of document.querySelectorAll("[data-tabs]")) {
  const tabs = [...list.querySelectorAll("a")];
  const panel = (tab) => document.querySelector(tab.getAttribute("href"));
  const show = (chosen) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      panel(tab).hidden = tab !== chosen;
    }
  };
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel(tab).id);
    panel(tab).setAttribute("role", "tabpanel");
    panel(tab).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => (event.preventDefault(), show(tab)));
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.indexOf(event.target);
    if (event.key === " ") return event.preventDefault(), show(event.target);
    if (!step || at < 0) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    show(next);
    next.focus();
  });
  show(tabs.find((tab) => panel(tab).querySelector("[aria-invalid]")) ?? tabs[0]);
}
