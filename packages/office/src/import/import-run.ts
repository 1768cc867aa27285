/**
 * One import: what the last one said, and what this one adds and changes. A thing is new, changed or
 * as it was by the digest of its own lines in the file.
 */

import { canonicalJson, equalBytes, type Json, toHex, utf8Bytes } from '@beffroi/kernel';
import type { House } from '../house.ts';
import type { FactsWork, StoredImport } from '../ports/facts.ts';

export interface Lines {
  /** `camera mairie` */
  readonly key: string;
  readonly body: Json;
  readonly password: string | null;
}

export class ImportRun {
  readonly house: House;
  readonly facts: FactsWork;
  readonly added: string[] = [];
  readonly changed: string[] = [];
  unchangedCount = 0;
  /** Cameras of which something is hidden less than before (MSK-54). */
  readonly uncovered: string[] = [];
  /** Keys of what is added or changed, as the file says them. */
  readonly touched: string[] = [];
  readonly #before: ReadonlyMap<string, StoredImport>;

  constructor(house: House, facts: FactsWork, before: readonly StoredImport[]) {
    this.house = house;
    this.facts = facts;
    this.#before = new Map(before.map((each) => [each.key, each]));
  }

  static async open(house: House, facts: FactsWork): Promise<ImportRun> {
    return new ImportRun(house, facts, await facts.imports.all());
  }

  /** The id that a thing got when it was last brought in. */
  idOf(key: string): string | null {
    return this.#before.get(key)?.id ?? null;
  }

  /** Writes a thing by `write` unless its lines are as they were and it is still there. */
  async bring(
    lines: Lines,
    id: string,
    isThere: boolean,
    write: () => Promise<void>,
  ): Promise<void> {
    const digest = this.#digestOf(lines.body);
    const before = this.#before.get(lines.key);
    if (isThere && before?.digest === digest && this.#isSamePassword(before, lines)) {
      this.unchangedCount += 1;
      return;
    }
    (isThere ? this.changed : this.added).push(id);
    this.touched.push(lines.key);
    await write();
    await this.facts.imports.put({
      key: lines.key,
      id,
      digest,
      sealedPassword: this.#seal(lines),
    });
  }

  #digestOf(body: Json): string {
    return toHex(this.house.parts.sha256(utf8Bytes(canonicalJson(body))));
  }

  /** Sealed and compared when opened: a digest of a password would give it away. */
  #seal({ key, password }: Lines): Uint8Array | null {
    return password === null
      ? null
      : this.house.parts.secretBox.seal(utf8Bytes(password), `import ${key}`);
  }

  #isSamePassword({ sealedPassword }: StoredImport, { key, password }: Lines): boolean {
    if (sealedPassword === null || password === null) {
      return (sealedPassword === null) === (password === null);
    }
    const kept = this.house.parts.secretBox.open(sealedPassword, `import ${key}`);
    return equalBytes(kept, utf8Bytes(password));
  }
}
