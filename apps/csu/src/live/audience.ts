/**
 * Who else watches a camera: each viewer of it is told the names of the other persons, at once and at
 * each change (LIV-27). Watching is never secret between colleagues, and never leaves the centre's
 * own pages.
 */

const namesMax = 12;

export interface Watcher {
  readonly personId: string;
  readonly displayName: string;
  /** OPS-20: nothing but an emergency access lets them watch. */
  readonly isEmergency: boolean;
  told(names: readonly string[], emergency: readonly string[]): void;
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
    const others = new Map<string, Watcher>();
    for (const other of watchers) {
      if (other.personId !== watcher.personId) {
        others.set(other.personId, other);
      }
    }
    const emergency = [...others.values()].filter(({ isEmergency }) => isEmergency);
    watcher.told(namesOf([...others.values()]), namesOf(emergency));
  }
}

function namesOf(watchers: readonly Watcher[]): readonly string[] {
  return watchers
    .map(({ displayName }) => displayName)
    .sort()
    .slice(0, namesMax);
}
