// The published folder over HTTP on this machine, as a host would serve it, with the strictest policy.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'";

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.pdf': 'application/pdf',
  '.webmanifest': 'application/manifest+json',
};

/** The 404 page of the language that an address begins with. */
function notFound(folder, path) {
  const own = join(folder, path.split('/')[1] ?? '', '404.html');
  return existsSync(own) ? own : join(folder, '404.html');
}

/** Starts a server on a free port; resolves to `{ origin, close }`. */
export function serve(folder) {
  const server = createServer((request, response) => {
    const headers = {
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    };
    let path;
    try {
      path = normalize(decodeURIComponent(request.url.split('?')[0]));
    } catch {
      path = '/..';
    }
    let file = join(folder, path);
    let status = 200;
    if (!path.startsWith('/') || path.includes('..') || !existsSync(file)) status = 404;
    else if (statSync(file).isDirectory()) {
      if (!path.endsWith('/')) {
        response.writeHead(301, { ...headers, Location: `${path}/` }).end();
        return;
      }
      file = join(file, 'index.html');
      if (!existsSync(file)) status = 404;
    }
    if (status === 404) file = notFound(folder, path);
    response.writeHead(status, { ...headers, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        origin: `http://127.0.0.1:${server.address().port}`,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      }),
    );
  });
}
