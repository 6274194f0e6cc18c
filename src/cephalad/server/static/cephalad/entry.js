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
    window.clearTimeout(again);
    if (key) again = window.setTimeout(keep, 5000);
  }

  function keep() {
    const place = document.getElementById("preview");
    const last = form();
    if (place && last) last.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("htmx:sendError", () => tell("offline"));
  document.addEventListener("htmx:responseError", () => tell("offline"));
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
