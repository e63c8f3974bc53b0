// What a check found, told by kind: how often, and the first few places.

const SHOWN = 8;

export class Faults {
  #kinds = new Map();

  /** Notes that `kind` of fault was met at `place` (a page, with what stands there). */
  add(kind, place) {
    if (!this.#kinds.has(kind)) this.#kinds.set(kind, []);
    this.#kinds.get(kind).push(place);
  }

  get count() {
    return [...this.#kinds.values()].reduce((sum, places) => sum + places.length, 0);
  }

  /** Prints everything, then one line that sums up; the process fails if there was a fault. */
  finish(summary) {
    for (const [kind, places] of this.#kinds) {
      console.log(`✗ ${kind} (${places.length})`);
      for (const place of places.slice(0, SHOWN)) console.log(`    ${place.replaceAll('\n', '\n    ')}`);
      if (places.length > SHOWN) console.log(`    … and ${places.length - SHOWN} more`);
    }
    console.log(`${summary}: ${this.count === 0 ? 'no faults' : `${this.count} faults`}`);
    process.exitCode = this.count === 0 ? 0 : 1;
  }
}

/** The folder given on the command line, or the end of the process with how to call the script. */
export function folderArgument(usage) {
  const folder = process.argv[2];
  if (!folder) {
    console.error(`usage: node ${usage}`);
    process.exit(2);
  }
  return folder;
}
