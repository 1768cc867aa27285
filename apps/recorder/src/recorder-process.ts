/**
 * The composition of a recorder: store, pipelines, link and spool, and what it answers the centre.
 * Everything that the law decides was decided by the centre; here wishes are carried out.
 */

import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createRtspSource, probeStream } from '@beffroi/camera-rtsp';
import { messageOf } from '@beffroi/kernel';
import { createDataKeySealer } from '@beffroi/keyring';
import { createMaskWorkers } from '@beffroi/mask-engine';
import {
  type DayPublicKey,
  erasureDayOf,
  type RecorderStore,
  type RecordingEraser,
} from '@beffroi/office';
import {
  type FactSpool,
  openFactSpool,
  openRecorderStore,
  openRecordingFolder,
  openSealedFiles,
} from '@beffroi/store-recordings';
import {
  type CentreToRecorder,
  type LinkHold,
  linkStatusEveryMs,
  type RecorderConfiguration,
} from '@beffroi/wire';
import { Admission } from './admission.ts';
import { AlarmBook, type MetTrouble } from './alarm-book.ts';
import { CameraCertificates } from './camera-certificates.ts';
import { FactSender } from './fact-sender.ts';
import { FileDesk } from './file-desk.ts';
import { FolderDesk } from './folder-desk.ts';
import { RecorderLink } from './link.ts';
import { openPictureDesk } from './picture-desk.ts';
import { realChance, realClock } from './real-time.ts';
import { Recorder } from './recorder.ts';
import { KeptConfiguration, type RecorderSettings } from './settings.ts';
import { Subscriptions } from './subscriptions.ts';

const probeSeconds = 6;

export type Log = (event: string, detail: Readonly<Record<string, unknown>>) => void;

/** What the centre said last, as the store and the sealer need it. */
class Wishes {
  readonly keys: Map<string, DayPublicKey> = new Map();
  readonly places: Map<string, { readonly name: string; readonly place: string }> = new Map();
  readonly retentionDays: Map<string, number> = new Map();
  #holds: readonly LinkHold[] = [];

  take(configuration: RecorderConfiguration): void {
    for (const { keyId, day, publicKey } of configuration.dayKeys) {
      const bytes = new Uint8Array(Buffer.from(publicKey, 'base64url'));
      this.keys.set(day, { keyId, day, publicKey: bytes });
    }
    for (const { id, name, place, retentionDays } of configuration.cameras) {
      this.places.set(id, { name, place });
      this.retentionDays.set(id, retentionDays);
    }
    this.#holds = configuration.holds ?? [];
  }

  /** HLD-4: whether justice keeps some of what a camera recorded in [fromMs, toMs). */
  holds(cameraId: string, fromMs: number, toMs: number): boolean {
    return this.#holds.some(
      (hold) => hold.cameraId === cameraId && fromMs < hold.toMs && toMs > hold.fromMs,
    );
  }
}

export class RecorderProcess {
  readonly #log: Log;
  readonly #wishes: Wishes;
  readonly #store: RecorderStore & RecordingEraser;
  readonly #spool: FactSpool;
  readonly #sender: FactSender;
  readonly #recorder: Recorder;
  readonly #link: RecorderLink;
  readonly #subscriptions: Subscriptions;
  readonly #alarms: AlarmBook;
  readonly #folder: FolderDesk;
  readonly #files: FileDesk;
  readonly #statusTimer: NodeJS.Timeout;
  readonly #certificates: CameraCertificates;
  readonly #stopWatching: () => void;
  /** Null until the centre or the last run has said what is wanted. */
  #wanted: RecorderConfiguration | null = null;

  static async open(settings: RecorderSettings, log: Log): Promise<RecorderProcess> {
    await mkdir(settings.recordingsDirectory, { recursive: true, mode: 0o700 });
    await mkdir(settings.stateDirectory, { recursive: true, mode: 0o700 });
    const kept = new KeptConfiguration(settings.stateDirectory);
    const last = await kept.read();
    const wishes = new Wishes();
    if (last !== null) {
      wishes.take(last);
    }
    const alarms = new AlarmBook(realClock);
    const meet = (trouble: MetTrouble): void => {
      log('recorder-alarm', { ...trouble });
      alarms.met(trouble);
    };
    const spool = openFactSpool({
      path: `${settings.stateDirectory}/facts.sqlite`,
      alarm: (detail) => meet({ code: 'facts-not-kept', level: 'warning', cameraId: null, detail }),
    });
    const sender = new FactSender(spool);
    const store = await openStore({ settings, last, wishes, sender, meet });
    const certificates = await CameraCertificates.open(settings.stateDirectory);
    const parts = { settings, log, kept, wishes, spool, sender, store, alarms, certificates };
    const opened = new RecorderProcess(parts);
    if (last !== null) {
      await opened.#configure(last);
    }
    return opened;
  }

  private constructor(parts: {
    readonly settings: RecorderSettings;
    readonly log: Log;
    readonly kept: KeptConfiguration;
    readonly wishes: Wishes;
    readonly spool: FactSpool;
    readonly sender: FactSender;
    readonly store: RecorderStore & RecordingEraser;
    readonly alarms: AlarmBook;
    readonly certificates: CameraCertificates;
  }) {
    const { settings, log, kept, wishes, spool, sender, store, certificates } = parts;
    this.#alarms = parts.alarms;
    this.#log = log;
    this.#wishes = wishes;
    this.#store = store;
    this.#spool = spool;
    this.#folder = new FolderDesk(openRecordingFolder(settings.recordingsDirectory));
    this.#sender = sender;
    this.#recorder = new Recorder({
      store,
      source: createRtspSource({ clock: realClock, chance: realChance }),
      workers: createMaskWorkers({ clock: realClock, chance: realChance }),
      desk: openPictureDesk(realClock),
      admission: new Admission(availableParallelism()),
      nowMs: realClock.nowMs,
      monotonicMs: realClock.monotonicMs,
      after: realClock.after,
      log,
      keepConfiguration: (configuration) => kept.keep(configuration),
      spooledFacts: () => spool.figures.pending,
      certificates,
    });
    this.#link = new RecorderLink(settings, this.#linkEvents(), realClock, realChance);
    this.#files = new FileDesk({
      ...{ clock: realClock, link: this.#link, log },
      files: openSealedFiles(settings.recordingsDirectory),
    });
    this.#subscriptions = new Subscriptions(this.#link, (id, stream) =>
      this.#recorder.feed(id, stream),
    );
    this.#certificates = certificates;
    this.#stopWatching = certificates.watch(
      () => this.#configureAgain(),
      (why) => log('certificates-unwatched', { detail: messageOf(why) }),
    );
    this.#statusTimer = setInterval(() => {
      this.#link.send({ type: 'status', status: this.#recorder.status() });
      this.#alarms.look();
    }, linkStatusEveryMs);
  }

  /** Ends every file with its index, then leaves. */
  async close(): Promise<void> {
    clearInterval(this.#statusTimer);
    this.#stopWatching();
    await this.#recorder.close();
    await this.#store.close();
    this.#link.close();
    this.#spool.close();
  }

  #linkEvents(): ConstructorParameters<typeof RecorderLink>[1] {
    return {
      opened: () => {
        this.#log('link-opened', {});
        this.#sender.resume((message) => this.#link.send(message));
        this.#alarms.resume((message) => this.#link.send(message));
      },
      closed: () => {
        this.#log('link-closed', {});
        this.#sender.pause();
        this.#alarms.pause();
        this.#subscriptions.clear();
        this.#files.clear();
      },
      message: (message) => {
        this.#answer(message).catch((thrown: unknown) =>
          this.#log('message-failed', { type: message.type, detail: messageOf(thrown) }),
        );
      },
      log: this.#log,
    };
  }

  async #answer(message: CentreToRecorder): Promise<void> {
    switch (message.type) {
      case 'configuration':
        return this.#configure(message.configuration);
      case 'subscribe':
        return this.#subscriptions.subscribe(
          message.subscription,
          message.cameraId,
          message.stream,
        );
      case 'unsubscribe':
        return this.#subscriptions.unsubscribe(message.subscription);
      case 'erase':
        return this.#store.erase(message.orders);
      case 'list-files':
        return this.#link.send(await this.#folder.list(message));
      case 'identify-file':
        return this.#link.send(await this.#folder.identify(message));
      case 'read-file':
        return this.#files.read(message);
      case 'facts-received':
        return this.#sender.acknowledged(message.upTo);
      case 'alarms-received':
        return this.#alarms.acknowledged(message.sequence);
      case 'probe':
        return this.#probe(message);
      case 'still':
        return this.#still(message);
    }
  }

  async #configure(configuration: RecorderConfiguration): Promise<void> {
    this.#wishes.take(configuration);
    this.#wanted = configuration;
    await this.#recorder.configure({
      ...configuration,
      maskCoresMax: Math.min(configuration.maskCoresMax, availableParallelism()),
    });
    this.#subscriptions.reattach();
  }

  /** A certificate came or went: cameras that it concerns begin anew, the others go on. */
  #configureAgain(): void {
    if (this.#wanted !== null) {
      this.#configure(this.#wanted).catch((thrown: unknown) =>
        this.#log('certificates-failed', { detail: messageOf(thrown) }),
      );
    }
  }

  async #probe(message: Extract<CentreToRecorder, { type: 'probe' }>): Promise<void> {
    const { url, username, password, framing, fastFlow } = message.probe;
    const report = await probeStream(
      { url, username, password, transport: 'auto', trustedPem: this.#certificates.of(url) },
      { seconds: probeSeconds, framing, fastFlow, clock: realClock, chance: realChance },
    );
    this.#recorder.probed(report);
    this.#link.send({ type: 'probed', request: message.request, report });
  }

  async #still(message: Extract<CentreToRecorder, { type: 'still' }>): Promise<void> {
    const taken = await this.#recorder.still(message.cameraId);
    this.#link.send({
      type: 'still',
      request: message.request,
      png: taken === null ? null : Buffer.from(taken.png).toString('base64'),
      atMs: taken?.atMs ?? realClock.nowMs(),
      maskVersion: taken?.maskVersion ?? null,
    });
  }
}

function openStore(parts: {
  readonly settings: RecorderSettings;
  readonly last: RecorderConfiguration | null;
  readonly wishes: Wishes;
  readonly sender: FactSender;
  readonly meet: (trouble: MetTrouble) => void;
}): Promise<RecorderStore & RecordingEraser> {
  const { settings, last, wishes, sender, meet } = parts;
  const timeZone = last?.timeZone ?? 'Europe/Paris';
  return openRecorderStore({
    directory: settings.recordingsDirectory,
    site: last?.site ?? 'beffroi',
    sealer: createDataKeySealer(() => [...wishes.keys.values()], realChance),
    clock: realClock,
    chance: realChance,
    syncPolicy: last?.syncPolicy ?? 'each-gop',
    diskFloor: last?.diskFloor ?? 0.05,
    places: (cameraId) => wishes.places.get(cameraId) ?? { name: cameraId, place: '' },
    timeZone,
    erasureDay: (cameraId, startMs) =>
      erasureDayOf(startMs, wishes.retentionDays.get(cameraId) ?? 1, timeZone),
    isHeld: (cameraId, fromMs, toMs) => wishes.holds(cameraId, fromMs, toMs),
    sink: (fact) => sender.add(fact),
    alarm: meet,
  });
}
