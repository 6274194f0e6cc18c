// What the pages do beyond HTML. Without it every page still works; only passkeys need a script.
(() => {
  "use strict";
  // A passkey that did not work is said in words beside the button.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const told = document.getElementById("passkey-error");
    if (told) told.hidden = false;
  });
})();
