/**
 * Process entry of a recorder: composes its parts, dials the centre, and on SIGTERM closes every
 * file before it ends. Logs are one JSON line each, without names of persons or credentials.
 */

import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createRtspSource, probeStream } from '@beffroi/camera-rtsp';
import { messageOf } from '@beffroi/kernel';
import { createDataKeySealer } from '@beffroi/keyring';
import { createMaskWorkers } from '@beffroi/mask-engine';
import type { DayPublicKey } from '@beffroi/office';
import { openFactSpool, openRecorderStore } from '@beffroi/store-recordings';
import type { CentreToRecorder, RecorderConfiguration } from '@beffroi/wire';
import { pino } from 'pino';
import { Admission } from './admission.ts';
import { FactSender } from './fact-sender.ts';
import { RecorderLink } from './link.ts';
import { openPictureDesk } from './picture-desk.ts';
import { realChance, realClock } from './real-time.ts';
import { Recorder } from './recorder.ts';
import { KeptConfiguration, readSettings } from './settings.ts';
import { Subscriptions } from './subscriptions.ts';

const statusEveryMs = 2000;

const { values } = parseArgs({ options: { settings: { type: 'string' } } });
const logger = pino({ base: { process: 'recorder' } });
const log = (event: string, detail: Readonly<Record<string, unknown>>): void =>
  logger.info({ event, ...detail });

await start(values.settings ?? 'recorder.json');

async function start(settingsPath: string): Promise<void> {
  const settings = await readSettings(settingsPath);
  await mkdir(settings.recordingsDirectory, { recursive: true, mode: 0o700 });
  await mkdir(settings.stateDirectory, { recursive: true, mode: 0o700 });
  const kept = new KeptConfiguration(settings.stateDirectory);
  const last = await kept.read();
  const keys = new Map<string, DayPublicKey>();
  const cameras = new Map<string, { name: string; place: string }>();
  const spool = openFactSpool({ path: `${settings.stateDirectory}/facts.sqlite` });
  const sender = new FactSender(spool, (message) => link.send(message));
  const store = await openRecorderStore({
    directory: settings.recordingsDirectory,
    site: last?.site ?? 'beffroi',
    sealer: createDataKeySealer(() => [...keys.values()], realChance),
    clock: realClock,
    chance: realChance,
    syncPolicy: last?.syncPolicy ?? 'each-gop',
    diskFloor: last?.diskFloor ?? 0.05,
    places: (cameraId) => cameras.get(cameraId) ?? { name: cameraId, place: '' },
    sink: (fact) => sender.add(fact),
  });
  const source = createRtspSource({ clock: realClock, chance: realChance });
  const recorder = new Recorder({
    store,
    source,
    workers: createMaskWorkers({ clock: realClock, chance: realChance }),
    desk: openPictureDesk(realClock),
    admission: new Admission(last?.maskCoresMax ?? availableParallelism()),
    nowMs: realClock.nowMs,
    after: realClock.after,
    log,
    keepConfiguration: (configuration) => kept.keep(configuration),
    setDayKeys: (dayKeys) => rememberKeys(keys, dayKeys),
    spooledFacts: () => spool.pendingCount,
  });
  const configure = async (configuration: RecorderConfiguration): Promise<void> => {
    for (const { id, name, place } of configuration.cameras) {
      cameras.set(id, { name, place });
    }
    await recorder.configure({
      ...configuration,
      maskCoresMax: Math.min(configuration.maskCoresMax, availableParallelism()),
    });
    subscriptions.reattach();
  };
  const link = new RecorderLink(
    settings,
    {
      opened: () => {
        log('link-opened', {});
        sender.resume();
      },
      closed: () => {
        log('link-closed', {});
        sender.pause();
        subscriptions.clear();
      },
      message: (message) => {
        answer(message).catch((thrown: unknown) =>
          log('message-failed', { type: message.type, detail: messageOf(thrown) }),
        );
      },
      log,
    },
    realClock,
    realChance,
  );
  const subscriptions = new Subscriptions(link, (id, stream) => recorder.feed(id, stream));
  if (last !== null) {
    await configure(last);
  }
  const statusTimer = setInterval(
    () => link.send({ type: 'status', status: recorder.status() }),
    statusEveryMs,
  );
  const stop = async (): Promise<void> => {
    clearInterval(statusTimer);
    await recorder.close();
    await store.close();
    link.close();
    spool.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().catch((thrown: unknown) => {
        log('stop-failed', { detail: messageOf(thrown) });
        process.exit(1);
      });
    });
  }

  async function answer(message: CentreToRecorder): Promise<void> {
    switch (message.type) {
      case 'configuration':
        return configure(message.configuration);
      case 'subscribe':
        return subscriptions.subscribe(message.subscription, message.cameraId, message.stream);
      case 'unsubscribe':
        return subscriptions.unsubscribe(message.subscription);
      case 'facts-received':
        return sender.acknowledged(message.upTo);
      case 'probe':
        return probe(message);
      case 'still':
        return still(message);
    }
  }

  async function probe(message: Extract<CentreToRecorder, { type: 'probe' }>): Promise<void> {
    const { url, username, password, framing, fastFlow } = message.probe;
    const report = await probeStream(
      { url, username, password, transport: 'auto', trustedPem: null },
      { seconds: 6, framing, fastFlow, clock: realClock, chance: realChance },
    );
    link.send({ type: 'probed', request: message.request, report });
  }

  async function still(message: Extract<CentreToRecorder, { type: 'still' }>): Promise<void> {
    const taken = await recorder.still(message.cameraId);
    link.send({
      type: 'still',
      request: message.request,
      png: taken === null ? null : Buffer.from(taken.png).toString('base64'),
      atMs: taken?.atMs ?? realClock.nowMs(),
      maskVersion: taken?.maskVersion ?? null,
    });
  }
}

function rememberKeys(
  keys: Map<string, DayPublicKey>,
  dayKeys: RecorderConfiguration['dayKeys'],
): void {
  for (const { keyId, day, publicKey } of dayKeys) {
    keys.set(day, { keyId, day, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')) });
  }
}
