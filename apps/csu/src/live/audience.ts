/**
 * Who else watches a camera: each viewer of it is told the names of the other persons, at once and at
 * each change (LIV-27). Watching is never secret between colleagues, and never leaves the centre's
 * own pages.
 */

const namesMax = 12;

export interface Watcher {
  readonly personId: string;
  readonly displayName: string;
  told(names: readonly string[]): void;
}

export class Audience {
  readonly #watchers = new Map<string, Set<Watcher>>();

  /** Joins the audience of a camera until the returned function is called. */
  join(cameraId: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(cameraId) ?? new Set<Watcher>();
    this.#watchers.set(cameraId, watchers);
    watchers.add(watcher);
    tellAll(watchers);
    return () => {
      if (watchers.delete(watcher)) {
        tellAll(watchers);
      }
      if (watchers.size === 0 && this.#watchers.get(cameraId) === watchers) {
        this.#watchers.delete(cameraId);
      }
    };
  }
}

function tellAll(watchers: ReadonlySet<Watcher>): void {
  for (const watcher of watchers) {
    const others = new Map<string, string>();
    for (const { personId, displayName } of watchers) {
      if (personId !== watcher.personId) {
        others.set(personId, displayName);
      }
    }
    watcher.told([...others.values()].sort().slice(0, namesMax));
  }
}
