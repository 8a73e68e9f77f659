// Shows a change of the application as soon as it happens. Without this script the page has a button that does the same.
(function () {
  "use strict";
  var shown = document.getElementById("lacakan");
  if (!shown || !window.EventSource || !window.fetch || !window.DOMParser) { return; }
  var source = new EventSource(shown.dataset.events);
  var isLoading = false, isStale = false;
  function load() {
    if (isLoading) { isStale = true; return; }
    isLoading = true;
    isStale = false;
    fetch(location.pathname, { credentials: "same-origin" }).then(function (answer) {
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("lacakan");
      if (!fresh) { source.close(); location.reload(); return; }
      // An open detail stays open, and the focus is nowhere else than it was.
      var wasOpen = shown.querySelector("details[open]");
      if (wasOpen && fresh.querySelector("details")) { fresh.querySelector("details").open = true; }
      var news = fresh.querySelector("#segar");
      var words = news ? news.textContent : "";
      if (news) { news.textContent = ""; }
      shown.replaceWith(fresh);
      shown = fresh;
      if (news) { setTimeout(function () { news.textContent = words; }, 100); }
    }).catch(function () {
      // The next event tries again; the button is always there.
    }).then(function () {
      isLoading = false;
      if (isStale) { load(); }
    });
  }
  source.addEventListener("changed", load);
  source.addEventListener("gone", function () { source.close(); });
  window.addEventListener("pagehide", function () { source.close(); });
})();
