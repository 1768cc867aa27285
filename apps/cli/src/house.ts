/**
 * The processes of one centre, in the order they need each other: database, simulated town, centre,
 * town file, recorder; closed in the reverse order, the recorder first so that its files are whole.
 */

import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { csuEntry, type Listening } from '@beffroi/csu';
import { Failure, type Json, messageOf } from '@beffroi/kernel';
import { recorderEntry } from '@beffroi/recorder';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@beffroi/store-postgres';
import { demonstrationMap, demonstrationTown, townSimEntry } from '@beffroi/town-sim';
import { bringIn, bringTownIn, type ImportReport } from './bring-town-in.ts';
import { assertFree } from './free-address.ts';
import { askCentre } from './owner-client.ts';
import { unlessReadOnly } from './read-only-start.ts';
import type { Serving } from './serving-options.ts';
import { makeStateDirectory, programRoot, type StateDirectory } from './state-directory.ts';
import { lockState, type StateLock } from './state-lock.ts';
import { assertWhole } from './stopped-house.ts';
import { type Supervised, supervise } from './supervise.ts';
import type { TownStart, TownYaml } from './town-yaml.ts';

export interface HousePlan {
  readonly state: StateDirectory;
  /** Null for the demonstration. */
  readonly town: { readonly yaml: TownYaml; readonly start: TownStart } | null;
  readonly serving: Serving;
  /** Resolves when the console's files are there. */
  readonly consoleBuilt: Promise<void>;
  readonly say: (sentence: string) => void;
}

export class House {
  readonly #plan: HousePlan;
  readonly #children: Supervised[] = [];
  #database: Promise<EmbeddedPostgres> | null = null;
  #logFd = -1;
  #closing = false;
  #lock: StateLock | null = null;

  constructor(plan: HousePlan) {
    this.#plan = plan;
  }

  /** Starts everything; answers where the centre listens. What can't start is thrown as a Failure. */
  async open(): Promise<Listening> {
    const { state, town, serving, say, consoleBuilt } = this.#plan;
    await makeStateDirectory(state);
    this.#lock = await lockState(state.houseLock);
    assertWhole(state);
    await assertFree(serving.host, serving.port);
    say(`state is kept in ${state.root}`);
    this.#logFd = openSync(state.log, 'a', 0o600);
    const bringTown = town === null ? this.#startSimulation() : () => this.#bringFile(town.yaml);
    const [databaseUrl] = await Promise.all([this.#databaseUrl(), consoleBuilt]);
    const centre = this.#start('csu', csuEntry, {
      DATABASE_URL: databaseUrl,
      ...(town === null ? demonstrationSettings : settingsOf(town.start)),
    });
    const listening = (await centre.ready()) as Listening;
    const brought = await unlessReadOnly(bringTown(), say);
    if (brought !== null) {
      const { added, changed, unchanged } = brought;
      say(`town: ${added} added, ${changed} changed, ${unchanged} unchanged`);
    }
    if (await this.#registerRecorder(listening)) {
      this.#start('recorder', recorderEntry, {}, ['--settings', state.recorderSettings]);
    }
    return listening;
  }

  /** What a person at the terminal must know once the house is open. */
  welcome(listening: Listening): readonly string[] {
    const { authorityUrl, authorityFingerprint, url } = listening;
    const { town } = this.#plan;
    return [
      `Beffroi is ready: ${url}`,
      ...(authorityUrl === null
        ? []
        : [`  each post installs this centre's certificate once: ${authorityUrl}`]),
      ...(authorityFingerprint === null
        ? []
        : [`  its SHA-256 fingerprint: ${authorityFingerprint}`]),
      town === null
        ? '  sign in as one of the invented people; Ctrl-C ends it'
        : '  a person signs in first by: npx beffroi link LOGIN; Ctrl-C ends the centre',
    ];
  }

  /** Takes down what was started, the recorder first; may be called while the house still opens. */
  async close(): Promise<void> {
    const { say } = this.#plan;
    this.#closing = true;
    if (this.#children.length > 0) {
      say('closing: the recorder ends its files first');
    }
    for (const child of [...this.#children].reverse()) {
      await child.stop();
    }
    // One that failed to start has stopped already, and was told by `open`.
    const database = await this.#database?.catch(() => null);
    await database?.stop();
    if (this.#logFd !== -1) {
      closeSync(this.#logFd);
    }
    await this.#lock?.release();
    say('closed');
  }

  #bringFile(yaml: TownYaml): Promise<ImportReport> {
    return bringTownIn(this.#plan.state.ownerSocket, yaml);
  }

  /** The simulated cameras; answers how their town is brought in once the centre is there. */
  #startSimulation(): () => Promise<ImportReport> {
    const { state, say } = this.#plan;
    // Drawn once: tests and demonstrations on one machine may share the drawings.
    const cache = process.env['BEFFROI_SIMULATION'] ?? state.simulation;
    if (!existsSync(join(cache, 'port'))) {
      say('drawing the streets of the demonstration: each comes as soon as it is begun (once)');
    }
    const simulation = this.#start('town-sim', townSimEntry, { BEFFROI_SIMULATION: cache });
    return async () => {
      const { port } = (await simulation.ready()) as { readonly port: number };
      return bringIn(state.ownerSocket, demonstrationTown(port) as Json, 'demonstration');
    };
  }

  async #databaseUrl(): Promise<string> {
    const given = process.env['DATABASE_URL'];
    if (given !== undefined && given !== '') {
      return given;
    }
    const { state, say } = this.#plan;
    this.#database = startEmbeddedPostgres({
      directory: state.postgres,
      log: (line) => (isServerLine(line) ? this.#log(line) : say(line)),
    });
    return (await this.#database).url;
  }

  #log(line: string): void {
    writeSync(this.#logFd, `${JSON.stringify({ room: 'database', msg: line })}\n`);
  }

  /**
   * The local recorder's secret is made once and lies beside its recordings, for its owner only.
   * Answers whether there is a recorder to start: none is made while the register takes no entry.
   */
  async #registerRecorder({ linkUrl, trustedFile }: Listening): Promise<boolean> {
    const { state, say } = this.#plan;
    const before = await readFile(state.recorderSettings, 'utf8').then(
      (text) => JSON.parse(text) as Record<string, unknown>,
      (thrown: unknown) => {
        if (messageOf(thrown).includes('ENOENT')) {
          return null;
        }
        throw thrown;
      },
    );
    const asked = (): Promise<Record<string, unknown>> =>
      askCentre(state.ownerSocket, '/recorder', { name: 'recorder-1' });
    const identity = before ?? (await unlessReadOnly(asked(), say));
    if (identity === null) {
      return false;
    }
    const settings = {
      url: linkUrl,
      trustedFile,
      recorderId: identity['recorderId'],
      secret: identity['secret'],
      recordingsDirectory: state.recordings,
      stateDirectory: state.recorder,
    };
    await writeFile(state.recorderSettings, JSON.stringify(settings, null, 2), { mode: 0o600 });
    return true;
  }

  #start(
    name: string,
    entry: string,
    environment: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ): Supervised {
    const { state, serving, say } = this.#plan;
    if (this.#closing) {
      throw new Failure('stopped', `the house closes; ${name} is not started any more`);
    }
    const child = supervise(
      {
        name,
        entry,
        args,
        environment: {
          BEFFROI_STATE: state.root,
          ...serving.environment,
          BEFFROI_CONSOLE: join(programRoot, 'apps/console/dist'),
          BEFFROI_MASK_CORES: String(availableParallelism()),
          ...environment,
        },
        log: { fd: this.#logFd, path: state.log },
        // The disk of the recordings may come after the house: its recorder waits for it.
        ...(entry === recorderEntry && { keepsTrying: true }),
      },
      say,
    );
    this.#children.push(child);
    return child;
  }
}

const demonstrationSettings: Readonly<Record<string, string>> = {
  BEFFROI_DEMONSTRATION: '1',
  BEFFROI_MAP: demonstrationMap,
};

/** A town's own words to the centre; what the file leaves out keeps the centre's default. */
function settingsOf({ name, timeZone, site, mapFile }: TownStart): Record<string, string> {
  return {
    BEFFROI_TOWN_NAME: name,
    ...(timeZone === null ? {} : { BEFFROI_TIME_ZONE: timeZone }),
    ...(site === null ? {} : { BEFFROI_SITE: site }),
    ...(mapFile === null ? {} : { BEFFROI_MAP: mapFile }),
  };
}

/** What PostgreSQL itself says, such as that it is still starting, is for the log. */
function isServerLine(line: string): boolean {
  return line.startsWith('database: ');
}
