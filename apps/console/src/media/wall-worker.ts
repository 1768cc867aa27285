/**
 * The worker of a page: one socket, all tiles, one playback. It only joins the parts: what the page
 * says goes to the tiles or the playback, what the centre says goes to whoever holds the channel.
 * Pictures live and die here; losing the centre wipes everything at once.
 */

import type { PictureHeader, ServerMessage } from '@beffroi/wire';
import { ChannelBook } from './channel-book.ts';
import { CodecSupport } from './codec-support.ts';
import { FrameLedger } from './frame-ledger.ts';
import { GopCache } from './gop-cache.ts';
import { GopDesk } from './gop-desk.ts';
import { LiveSocket } from './live-socket.ts';
import { LiveTiles } from './live-tiles.ts';
import { PlaybackSession } from './playback-session.ts';
import { PlaybackTrack } from './playback-track.ts';
import { ServerClock } from './server-clock.ts';
import type { PageMessage, WorkerMessage } from './worker-messages.ts';

type PageWord<T extends PageMessage['type']> = Extract<PageMessage, { readonly type: T }>;

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const book = new ChannelBook();
const clock = new ServerClock();
const ledger = new FrameLedger();
const cache = new GopCache();
const support = new CodecSupport();
const desk = new GopDesk((message) => socket?.send(message) ?? false);
const tiles = new LiveTiles({
  book,
  clock,
  ledger,
  send: (message) => socket?.send(message) ?? false,
  post,
});
let socket: LiveSocket | undefined;
let playback: { readonly player: number; readonly session: PlaybackSession } | undefined;
let preferSoftware = false;
let isBeating = false;

scope.onmessage = (event: MessageEvent<PageMessage>) => obey(event.data);

function post(message: WorkerMessage, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

function obey(word: PageMessage): void {
  switch (word.type) {
    case 'start':
      socket ??= new LiveSocket(word.url, { connected, disconnected, said, picture });
      break;
    case 'settings':
      preferSoftware = word.preferSoftware;
      tiles.configure(word);
      break;
    case 'attach':
      tiles.attach(word);
      break;
    case 'sink':
      tiles.takeSink(word);
      break;
    case 'reopen':
      tiles.reopen(word.tile);
      break;
    case 'detach':
      tiles.detach(word.tile);
      break;
    case 'statistics':
      reportStatistics(word.request);
      break;
    case 'playback-open':
      openPlayback(word);
      break;
    case 'playback-command':
      playbackOf(word.player)?.obey(word.command);
      break;
    case 'playback-grab':
      void grab(word);
      break;
    case 'playback-close':
      if (playback?.player === word.player) {
        closePlayback();
      }
      break;
  }
}

function connected(): void {
  post({ type: 'connection', connected: true });
  tiles.connected();
  playback?.session.connected();
}

function disconnected(): void {
  post({ type: 'connection', connected: false });
  tiles.disconnected();
  desk.disconnected();
  // A right may have ended meanwhile: what was held is asked for again.
  cache.clear();
  playback?.session.disconnected();
}

function said(message: ServerMessage): void {
  switch (message.type) {
    case 'hello':
      clock.observe(message.serverMs, Date.now());
      break;
    case 'gop':
      desk.said(message);
      break;
    case 'error':
    case 'changed':
      // The shell follows changes on its own socket; a contract error shows in the centre's log.
      break;
    case 'cut':
      if (!tiles.said(message)) {
        cache.clear();
        playback?.session.trackOn(message.channel)?.cut('refused', message.words);
      }
      break;
    default:
      tiles.said(message);
  }
}

function picture(header: PictureHeader, annexB: Uint8Array): void {
  if (header.kind === 'playback') {
    desk.picture(header, annexB);
  } else {
    clock.observe(header.serverMs, Date.now());
    tiles.picture(header, annexB);
  }
}

function playbackOf(player: number): PlaybackSession | undefined {
  return playback?.player === player ? playback.session : undefined;
}

function openPlayback(word: PageWord<'playback-open'>): void {
  closePlayback();
  const tracks: PlaybackTrack[] = [];
  const stir = (): void => playback?.session.stir();
  const trackCount = word.cameras.length;
  for (const { cameraId, canvas } of word.cameras) {
    const channel = book.take();
    if (channel !== undefined) {
      tracks.push(
        new PlaybackTrack(
          { cameraId, canvas, channel, viewingId: word.viewingId },
          { cache, desk, support, ledger, preferSoftware, trackCount, stir },
        ),
      );
    }
  }
  const session = new PlaybackSession(
    tracks,
    word,
    (status) => post({ type: 'player', player: word.player, status }),
    () => desk.forgetQueued(),
  );
  playback = { player: word.player, session };
  if (!isBeating) {
    isBeating = true;
    requestAnimationFrame(beat);
  }
}

function beat(): void {
  isBeating = playback !== undefined;
  if (playback !== undefined) {
    const nowMs = performance.now();
    desk.expire(nowMs);
    playback.session.beat(nowMs);
    requestAnimationFrame(beat);
  }
}

function closePlayback(): void {
  for (const channel of playback?.session.close() ?? []) {
    socket?.send({ type: 'close', channel });
    book.release(channel);
  }
  playback = undefined;
  desk.forgetQueued();
  cache.clear();
}

async function grab(word: PageWord<'playback-grab'>): Promise<void> {
  const grabbed = (await playbackOf(word.player)?.grab(word.cameraId)) ?? null;
  post(
    { type: 'grabbed', player: word.player, request: word.request, picture: grabbed },
    grabbed === null ? [] : [grabbed.bitmap],
  );
}

function reportStatistics(request: number): void {
  post({
    type: 'statistics',
    request,
    statistics: {
      ...tiles.statistics,
      openFrames: ledger.openCount,
      reconnections: socket?.reconnections ?? 0,
    },
  });
}
