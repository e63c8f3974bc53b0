// Live reload of the preview. The server answers with events newer than what this page shows; EventSource connects
// again by itself and names the last one it got.
(function () {
  "use strict";
  var mark = document.getElementById("cabildo-preview");
  var seen = mark ? mark.value : "";
  var source = null;

  function connect() {
    if (source) source.close();
    source = new EventSource("/__cabildo/events?seen=" + encodeURIComponent(seen));
    source.addEventListener("reload", function (event) {
      seen = event.lastEventId;
      location.reload();
    });
    source.addEventListener("problems", function (event) {
      seen = event.lastEventId;
      refreshProblems();
    });
    source.addEventListener("error", function () {
      // Some browsers give up when the server is away for a moment.
      if (source.readyState === EventSource.CLOSED && !document.hidden) setTimeout(connect, 2000);
    });
  }

  // The page stays as it is, with what was typed into it; only the banner is exchanged.
  function refreshProblems() {
    if (location.pathname.indexOf("/__cabildo/") === 0) return location.reload();
    fetch(location.href)
      .then(function (response) { return response.text(); })
      .then(function (html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("cabildo-problems");
        var old = document.getElementById("cabildo-problems");
        if (old) old.remove();
        if (fresh) document.body.appendChild(document.importNode(fresh, true));
        rememberClosing();
      })
      .catch(function () {});
  }

  // A list that was closed stays closed on the next page; a new list opens.
  function rememberClosing() {
    var problems = document.getElementById("cabildo-problems");
    if (!problems) return;
    var dialog = problems.querySelector("dialog");
    try {
      if (sessionStorage.getItem("cabildo-closed") === problems.dataset.key) dialog.close();
    } catch (_) {}
    dialog.addEventListener("close", function () {
      try {
        sessionStorage.setItem("cabildo-closed", problems.dataset.key);
      } catch (_) {}
    });
  }

  // A browser has six connections for one server: tabs that nobody sees give theirs back.
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) connect();
    else if (source) source.close();
  });

  rememberClosing();
  if (!document.hidden) connect();
})();
