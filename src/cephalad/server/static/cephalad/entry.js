// What a form of entry does beyond HTML: it says when what was typed could not be kept on the server, and tries again.
(() => {
  "use strict";
  const form = () => document.querySelector("form[data-draft]");
  let unsent = false;
  let again = 0;

  function tell(key) {
    const place = document.getElementById("draft-state");
    const words = key ? form().dataset[key] : "";
    if (place && place.textContent !== words) place.textContent = words;
    unsent = Boolean(key);
    if (form()) form().dataset.state = key;
    window.clearTimeout(again);
    if (key) again = window.setTimeout(keep, 5000);
  }

  async function keep() {
    if (form()?.dataset.state === "ended" && !(await renewed())) return tell("ended");
    form()?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // After a new log-in the page's own token is too old: it is taken from a fresh copy of this page.
  async function renewed() {
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin" });
      if (answer.redirected || !answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("[name=csrfmiddlewaretoken]");
      if (!token) return false;
      for (const old of document.querySelectorAll("[name=csrfmiddlewaretoken]")) old.value = token.value;
      document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
      return true;
    } catch {
      return false;
    }
  }

  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status === 403 ? "ended" : "offline"));
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A session that is over answers with the page of log-in: it must not take the place of the preview.
    const answered = new URL(event.detail.xhr.responseURL || location.href).pathname;
    if (answered !== location.pathname) {
      event.detail.shouldSwap = false;
      tell("ended");
    } else if (event.detail.xhr.status < 400) {
      tell("");
    }
  });
  window.addEventListener("online", keep);
  document.addEventListener("submit", () => { unsent = false; });
  window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
})();
