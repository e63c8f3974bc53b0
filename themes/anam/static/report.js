/* Writes the place that a reader types into the prepared messages. Nothing leaves the page until a link is followed. */
(function () {
  'use strict';

  for (const box of document.querySelectorAll('[data-report]')) {
    const field = box.querySelector('input');
    if (!field) continue;
    const blank = encodeURIComponent(box.dataset.report);
    const links = [...box.querySelectorAll('a')].map((a) => [a, a.getAttribute('href')]);
    field.parentNode.hidden = false;
    field.addEventListener('input', () => {
      const place = encodeURIComponent(field.value.trim().replace(/[\uD800-\uDFFF]/gu, '')) || blank;
      for (const [a, href] of links) a.setAttribute('href', href.split(blank).join(place));
    });
  }
})();
