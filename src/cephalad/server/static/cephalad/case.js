// The slider of the case page. Without it the same stops are links.
(() => {
  "use strict";
  const region = document.getElementById("case-region");
  const slider = document.getElementById("slider");
  if (!region || !slider || !window.htmx) return;
  const WAIT = 120;
  let timer = 0;

  const range = () => document.getElementById("point");
  const links = () => [...slider.querySelectorAll("[data-stop]")];

  function reveal() {
    slider.querySelector(".track").hidden = false;
  }

  function announce(place) {
    const link = links()[place];
    if (!link) return;
    document.getElementById("point-name").textContent = link.textContent;
    range().setAttribute("aria-valuetext", link.textContent);
  }

  function go(address) {
    window.clearTimeout(timer);
    region.setAttribute("aria-busy", "true");
    // One request at a time: a newer one takes the place of an older one.
    window.htmx.ajax("GET", address, { source: region, target: region, swap: "innerHTML" });
    window.history.replaceState(window.history.state, "", address);
  }

  slider.addEventListener("input", (event) => {
    if (event.target !== range()) return;
    const place = Number(range().value);
    announce(place);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => go(links()[place].getAttribute("href")), WAIT);
  });

  slider.addEventListener("click", (event) => {
    const link = event.target.closest("a[rel], a[data-stop]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  // What was open stays open.
  let opened = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== region) return;
    opened = [...region.querySelectorAll("details[open][id]")].map((each) => each.id);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== region) return;
    region.removeAttribute("aria-busy");
    for (const id of opened) {
      const again = document.getElementById(id);
      if (again) again.open = true;
    }
    const fresh = document.getElementById("stops-now");
    if (!fresh) return;
    renew(fresh.content);
    fresh.remove();
  });

  // The range itself stays, so that dragging goes on; everything around it is renewed.
  function renew(content) {
    const now = content.getElementById("point");
    if (document.activeElement !== range() || !timer) range().value = now.value;
    range().setAttribute("aria-valuetext", now.getAttribute("aria-valuetext"));
    for (const id of ["point-name", "point-said"]) {
      document.getElementById(id).textContent = content.getElementById(id).textContent;
    }
    const focused = document.activeElement ? document.activeElement.id : "";
    const steps = slider.querySelectorAll(".step");
    const fresh = content.querySelectorAll(".step");
    steps.forEach((step, number) => step.replaceWith(fresh[number]));
    if (focused.startsWith("step-")) (document.getElementById(focused) || range()).focus();
    slider.querySelector("ol").replaceWith(content.querySelector("ol"));
  }

  document.addEventListener("htmx:responseError", () => region.removeAttribute("aria-busy"));
  // A question that was opened in its place is to be answered next.
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.target;
    if (!place.classList || !place.classList.contains("answering")) return;
    const wanted = place.querySelector(".previewed, .errors") || place.querySelector("input:not([type=hidden])");
    if (!wanted) return;
    if (!wanted.matches("input")) wanted.tabIndex = -1;
    wanted.focus();
  });

  // A bookmark of a part that stands inside something closed opens it.
  function openTarget() {
    const target = window.location.hash ? document.getElementById(window.location.hash.slice(1)) : null;
    let closed = target && target.closest("details:not([open])");
    if (!closed) return;
    while (closed) {
      closed.open = true;
      closed = closed.closest("details:not([open])");
    }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", openTarget);

  region.setAttribute("hx-sync", "this:replace");
  reveal();
  openTarget();
})();
