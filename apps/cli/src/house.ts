/**
 * The processes of one centre, in the order they need each other: database, simulated town, centre,
 * town file, recorder; closed in the reverse order, the recorder first so that its files are whole.
 */

import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { csuEntry, type Listening } from '@beffroi/csu';
import { type Json, messageOf } from '@beffroi/kernel';
import { recorderEntry } from '@beffroi/recorder';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import { demonstrationMap, demonstrationTown, townSimEntry } from '@beffroi/town-sim';
import { askCentre } from './owner-client.ts';
import { makeStateDirectory, programRoot, type StateDirectory } from './state-directory.ts';
import { type Supervised, supervise } from './supervise.ts';
import { readTownYaml } from './town-yaml.ts';
import type { ImportReport } from './verbs/import.ts';

export interface HousePlan {
  readonly state: StateDirectory;
  readonly townFile: string | null;
  readonly townKey: string;
  readonly host: string;
  readonly port: number;
  readonly say: (sentence: string) => void;
}

export class House {
  readonly #plan: HousePlan;
  readonly #children: Supervised[] = [];
  #database: { readonly url: string; stop(): Promise<void> } | null = null;
  #logFd = -1;

  constructor(plan: HousePlan) {
    this.#plan = plan;
  }

  /** Starts everything; answers the address of the console. */
  async open(): Promise<string> {
    const { state, townFile, say } = this.#plan;
    await makeStateDirectory(state);
    say(`state is kept in ${state.root}`);
    this.#logFd = openSync(join(state.root, 'beffroi.log'), 'a', 0o600);
    const simulation = townFile === null ? this.#startSimulation() : null;
    const databaseUrl = await this.#databaseUrl();
    const centre = this.#start('csu', csuEntry, {
      DATABASE_URL: databaseUrl,
      ...(townFile === null
        ? { BEFFROI_DEMONSTRATION: '1', BEFFROI_MAP: demonstrationMap.pathname }
        : {}),
    });
    const listening = (await centre.ready()) as Listening;
    await this.#bringTownIn(simulation);
    await this.#registerRecorder(listening.linkUrl);
    // The recorder trusts the centre's own authority where there is one, and nobody else's.
    const trust =
      listening.authorityFile === null ? {} : { NODE_EXTRA_CA_CERTS: listening.authorityFile };
    this.#start('recorder', recorderEntry, trust, ['--settings', state.recorderSettings]);
    return listening.url;
  }

  async close(): Promise<void> {
    const { say } = this.#plan;
    say('closing: the recorder ends its files first');
    for (const child of [...this.#children].reverse()) {
      await child.stop();
    }
    await this.#database?.stop();
    if (this.#logFd !== -1) {
      closeSync(this.#logFd);
    }
    say('closed');
  }

  #startSimulation(): Supervised {
    const { state } = this.#plan;
    // Drawn once: tests and demonstrations on one machine may share the drawings.
    const cache = process.env['BEFFROI_SIMULATION'] ?? state.simulation;
    return this.#start('town-sim', townSimEntry, { BEFFROI_SIMULATION: cache });
  }

  async #databaseUrl(): Promise<string> {
    const given = process.env['DATABASE_URL'];
    if (given !== undefined && given !== '') {
      return given;
    }
    const { state, say } = this.#plan;
    this.#database = await startEmbeddedPostgres({
      directory: state.postgres,
      log: (line: string) => say(`database: ${line}`),
    });
    return this.#database.url;
  }

  async #bringTownIn(simulation: Supervised | null): Promise<void> {
    const { townFile, state, say } = this.#plan;
    const town =
      simulation === null
        ? townFile === null
          ? null
          : await readTownYaml(townFile)
        : (demonstrationTown(((await simulation.ready()) as { port: number }).port) as Json);
    if (town === null) {
      return;
    }
    const file = townFile ?? 'demonstration';
    const report = await askCentre<ImportReport>(state.ownerSocket, '/import', { town, file });
    say(`town: ${report.added} added, ${report.changed} changed, ${report.unchanged} unchanged`);
  }

  /** The local recorder's secret is made once and lies beside its recordings, for its owner only. */
  async #registerRecorder(linkUrl: string): Promise<void> {
    const { state } = this.#plan;
    const before = await readFile(state.recorderSettings, 'utf8').then(
      (text) => JSON.parse(text) as Record<string, unknown>,
      (thrown: unknown) => {
        if (messageOf(thrown).includes('ENOENT')) {
          return null;
        }
        throw thrown;
      },
    );
    const identity =
      before ??
      (await askCentre<Record<string, unknown>>(state.ownerSocket, '/recorder', {
        name: 'recorder-1',
      }));
    const settings = {
      url: linkUrl,
      recorderId: identity['recorderId'],
      secret: identity['secret'],
      recordingsDirectory: state.recordings,
      stateDirectory: state.recorder,
    };
    await writeFile(state.recorderSettings, JSON.stringify(settings, null, 2), { mode: 0o600 });
  }

  #start(
    name: string,
    entry: URL,
    environment: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ): Supervised {
    const { state, host, port, say } = this.#plan;
    const child = supervise(
      {
        name,
        entry: entry.pathname,
        args,
        environment: {
          BEFFROI_STATE: state.root,
          BEFFROI_HOST: host,
          BEFFROI_PORT: String(port),
          BEFFROI_CONSOLE: join(programRoot, 'apps/console/dist'),
          BEFFROI_MASK_CORES: String(availableParallelism()),
          ...environment,
        },
        logFd: this.#logFd,
      },
      say,
    );
    this.#children.push(child);
    return child;
  }
}
