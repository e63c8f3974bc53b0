// A quick reader of the tags of an HTML page. It knows what published pages hold (comments, raw text, attributes with
// and without quotes); whether the page is valid is asked of the validator in html.mjs.

const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/y;
const NAME = /[a-zA-Z][^\s/>]*/y;
const RAW_TEXT = new Set(['script', 'style', 'textarea', 'title']);
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decode = (text) =>
  text.includes('&')
    ? text.replace(/&(?:#x([\da-f]+)|#(\d+)|(amp|lt|gt|quot|apos|nbsp));?/gi, (_, hex, decimal, name) =>
        name ? NAMED[name.toLowerCase()] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
      )
    : text;

/** Calls `visit(name, attributes)` for every start tag; attribute names are in small letters, values decoded. */
export function eachTag(html, visit) {
  let at = 0;
  while ((at = html.indexOf('<', at)) !== -1) {
    if (html.startsWith('<!--', at)) {
      at = html.indexOf('-->', at + 4);
      if (at === -1) return;
      continue;
    }
    NAME.lastIndex = at + 1;
    const name = NAME.exec(html)?.[0].toLowerCase();
    if (!name) {
      at += 1;
      continue;
    }
    at = NAME.lastIndex;
    const attributes = {};
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const found = ATTRIBUTE.exec(html);
      if (!found) break;
      attributes[found[1].toLowerCase()] ??= decode(found[2] ?? found[3] ?? found[4] ?? '');
      at = ATTRIBUTE.lastIndex;
    }
    at = html.indexOf('>', at);
    if (at === -1) return;
    visit(name, attributes);
    if (RAW_TEXT.has(name)) {
      at = html.indexOf(`</${name}`, at);
      if (at === -1) return;
    }
  }
}
