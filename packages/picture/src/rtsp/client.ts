/**
 * RTSP 1.0 client as a machine without I/O (RFC 2326): bytes, ticks of a clock and port numbers go
 * in, actions come out in order. OPTIONS, DESCRIBE, SETUP of the one video track, PLAY, then
 * signs of life until the end. Audio and metadata tracks are never set up (VP-36, CAM-1). It never
 * throws on what a camera sends, sends each request at most three times, and holds one message at
 * most.
 */

import { asciiText } from '@beffroi/kernel';
import type { RtspAction, RtspFailureCause } from './actions.ts';
import type { Credentials, HashText } from './authorization.ts';
import { RtspFramer } from './framer.ts';
import { headerOf, type RtspMessage, statusOf } from './message.ts';
import { RequestWriter } from './request-writer.ts';
import { parseSdp, type Sdp } from './sdp.ts';
import { readSession, readTransport } from './transport.ts';
import { controlUrl, parseRtspUrl } from './url.ts';

export interface RtspClientOptions {
  /** Without user information. */
  readonly url: string;
  readonly credentials: Credentials | null;
  readonly transport: 'auto' | 'tcp' | 'udp';
  readonly hash: HashText;
  /** Random text of this connection, at least 8 characters of [0-9a-f]. */
  readonly clientNonce: string;
}

type Phase = 'options' | 'describe' | 'udp' | 'setup' | 'play' | 'playing' | 'ended';

/** A camera that doesn't answer a request for so long hangs. */
const answerMsMax = 10_000;

export class RtspClient {
  readonly #options: RtspClientOptions;
  readonly #framer: RtspFramer;
  readonly #writer: RequestWriter;
  #actions: RtspAction[] = [];
  #phase: Phase = 'options';
  #nowMs = 0;
  #askedMs = 0;
  #base: string;
  #sdp: Sdp | undefined;
  #trackUrl = '';
  #udpPorts: readonly [number, number] | undefined;
  #rtpChannel = 0;
  #rtcpChannel = 1;
  #keepAliveMs = 30_000;
  #lastKeepAliveMs = 0;
  #keepAliveMethod: 'GET_PARAMETER' | 'OPTIONS' = 'GET_PARAMETER';
  /** `Server` header of the camera, null before it said one. */
  server: string | null = null;

  constructor(options: RtspClientOptions) {
    this.#options = options;
    this.#base = options.url;
    this.#writer = new RequestWriter(options);
    this.#framer = new RtspFramer({
      packet: (channel, bytes) => this.#packet(channel, bytes),
      message: (message) => this.#message(message),
    });
  }

  get resyncs(): number {
    return this.#framer.resyncs;
  }

  /** Packets and messages seen so far, also those that were passed over. */
  get taken(): number {
    return this.#framer.taken;
  }

  get transport(): 'tcp' | 'udp' {
    return this.#udpPorts === undefined ? 'tcp' : 'udp';
  }

  /** The connection stands: the first request. `nowMs` counts up, whatever clock is set: durations. */
  start(nowMs: number): readonly RtspAction[] {
    return this.#during(nowMs, () => this.#ask('OPTIONS', this.#options.url));
  }

  /** Bytes of the connection, cut anywhere. Packets are views of `chunk`: use them at once. */
  bytes(chunk: Uint8Array, nowMs: number): readonly RtspAction[] {
    return this.#during(nowMs, () => {
      this.#framer.push(chunk);
      if (this.#framer.lost) {
        this.#fail('camera-protocol-error', 'The stream is lost in more than 4 MiB of garbage.');
      }
    });
  }

  /** At least once a second: time limits and signs of life. */
  tick(nowMs: number): readonly RtspAction[] {
    return this.#during(nowMs, () => {
      if (this.#phase === 'playing') {
        if (nowMs - this.#lastKeepAliveMs >= this.#keepAliveMs) {
          this.#lastKeepAliveMs = nowMs;
          this.#send(this.#keepAliveMethod, this.#sessionUrl());
        }
      } else if (nowMs - this.#askedMs > answerMsMax) {
        this.#fail('camera-stalled', `The camera did not answer ${this.#phase} within 10 s.`);
      }
    });
  }

  /** The shell's answer to `need-udp`. */
  udpReady(ports: readonly [number, number], nowMs: number): readonly RtspAction[] {
    return this.#during(nowMs, () => {
      this.#udpPorts = ports;
      this.#setUp();
    });
  }

  /** The end that we want; the shell closes the connection after sending. */
  tearDown(nowMs: number): readonly RtspAction[] {
    return this.#during(nowMs, () => {
      if (this.#phase === 'playing' || this.#phase === 'play') {
        this.#send('TEARDOWN', this.#sessionUrl());
      }
      this.#phase = 'ended';
    });
  }

  #during(nowMs: number, what: () => void): readonly RtspAction[] {
    this.#nowMs = nowMs;
    if (this.#phase !== 'ended') {
      what();
    }
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }

  #packet(channel: number, bytes: Uint8Array): void {
    if (this.#phase !== 'playing' && this.#phase !== 'play') {
      return;
    }
    if (channel === this.#rtpChannel) {
      this.#actions.push({ kind: 'rtp', bytes });
    } else if (channel === this.#rtcpChannel) {
      this.#actions.push({ kind: 'rtcp', bytes });
    }
  }

  #message(message: RtspMessage): void {
    if (this.#phase === 'ended') {
      return;
    }
    const status = statusOf(message);
    if (status === undefined) {
      this.#serverRequest(message);
      return;
    }
    const request = this.#writer.answered(message);
    if (request === undefined || (status >= 100 && status < 200)) {
      return;
    }
    this.server ??= headerOf(message, 'server')?.slice(0, 200) ?? null;
    if (this.#phase === 'playing') {
      this.#keepAliveAnswered(message, status);
    } else if (status === 401) {
      this.#challenged(message);
    } else if (status >= 300 && status < 400) {
      this.#redirected(message);
    } else if (status >= 400) {
      this.#refused(status);
    } else {
      this.#advance(message);
    }
  }

  /** Cameras ask things too (OPTIONS, ANNOUNCE, SET_PARAMETER); the end of the stream is one. */
  #serverRequest(message: RtspMessage): void {
    const method = message.startLine.split(' ')[0] ?? '';
    const known = /^(OPTIONS|GET_PARAMETER|SET_PARAMETER|ANNOUNCE)$/.test(method);
    this.#actions.push({ kind: 'send', text: this.#writer.reply(message, known ? 200 : 501) });
    if (method === 'TEARDOWN' || method === 'REDIRECT') {
      this.#fail('camera-closed', `The camera ended the session with ${method}.`);
    }
  }

  #challenged(message: RtspMessage): void {
    const again = this.#writer.answerChallenge(message.headers.get('www-authenticate') ?? []);
    if (again.ok) {
      this.#askedMs = this.#nowMs;
      this.#actions.push({ kind: 'send', text: again.value });
    } else {
      this.#fail('camera-refused-login', again.error);
    }
  }

  /** Only to the same host: a camera may not send our password to somebody else. */
  #redirected(message: RtspMessage): void {
    const target = parseRtspUrl(headerOf(message, 'location') ?? '');
    const own = parseRtspUrl(this.#options.url);
    if (target === undefined || target.host !== own?.host || (own.secure && !target.secure)) {
      this.#fail(
        'camera-refused-stream',
        'The camera redirects to an address that is not its own.',
      );
      return;
    }
    this.#actions.push({ kind: 'redirect', url: target.url });
    this.#phase = 'ended';
  }

  #refused(status: number): void {
    if (this.#phase === 'options') {
      // Some servers know no OPTIONS: nothing depends on it.
      this.#describe();
    } else if (status === 403) {
      this.#fail('camera-refused-login', 'The camera forbids this stream to this user (403).');
    } else if (status === 461 && this.#phase === 'setup' && this.#udpPorts === undefined) {
      this.#wantUdp('The camera refuses TCP (461) and UDP is switched off for it.');
    } else {
      const where = this.#phase.toUpperCase();
      this.#fail('camera-refused-stream', `The camera answered ${status} to ${where}.`);
    }
  }

  #wantUdp(otherwise: string): void {
    if (this.#options.transport === 'tcp') {
      this.#fail('camera-refused-stream', otherwise);
      return;
    }
    this.#phase = 'udp';
    this.#askedMs = this.#nowMs;
    this.#actions.push({ kind: 'need-udp' });
  }

  #advance(message: RtspMessage): void {
    switch (this.#phase) {
      case 'options':
        if (!/GET_PARAMETER/i.test(headerOf(message, 'public') ?? 'GET_PARAMETER')) {
          this.#keepAliveMethod = 'OPTIONS';
        }
        this.#describe();
        return;
      case 'describe':
        this.#described(message);
        return;
      case 'setup':
        this.#wasSetUp(message);
        return;
      case 'play':
        this.#phase = 'playing';
        this.#lastKeepAliveMs = this.#nowMs;
        this.#actions.push({ kind: 'playing' });
        return;
      case 'udp':
      case 'playing':
      case 'ended':
        return;
      default:
        this.#phase satisfies never;
    }
  }

  #describe(): void {
    this.#phase = 'describe';
    this.#ask('DESCRIBE', this.#options.url, ['Accept: application/sdp']);
  }

  #described(message: RtspMessage): void {
    const base = headerOf(message, 'content-base') || headerOf(message, 'content-location');
    // A base that is no address (seen: a bare path) says less than what we asked for.
    this.#base = base !== undefined && parseRtspUrl(base) !== undefined ? base : this.#options.url;
    this.#sdp = parseSdp(asciiText(message.body));
    const media = this.#sdp.media.find((one) => one.video !== null);
    if (media?.video == null) {
      const seen = this.#sdp.media.map((one) => `${one.kind} ${one.encoding ?? '?'}`).join(', ');
      const offers = seen === '' ? 'nothing' : seen;
      this.#fail('stream-unsupported', `No H.264 or H.265 track; the camera offers: ${offers}.`);
      return;
    }
    const others = this.#sdp.media.filter((one) => one !== media);
    this.#trackUrl = controlUrl(this.#base, media.control);
    this.#actions.push({
      kind: 'track',
      track: media.video,
      otherTracks: others.map((one) => one.kind),
    });
    if (this.#options.transport === 'udp') {
      this.#wantUdp('');
    } else {
      this.#setUp();
    }
  }

  #setUp(): void {
    this.#phase = 'setup';
    const ports = this.#udpPorts;
    const transport =
      ports === undefined
        ? 'RTP/AVP/TCP;unicast;interleaved=0-1'
        : `RTP/AVP;unicast;client_port=${ports[0]}-${ports[1]}`;
    this.#ask('SETUP', this.#trackUrl, [`Transport: ${transport}`]);
  }

  #wasSetUp(message: RtspMessage): void {
    const header = headerOf(message, 'transport');
    const transport = readTransport(this.#udpPorts === undefined ? header : (header ?? 'RTP/AVP'));
    const session = readSession(headerOf(message, 'session'));
    if (session !== undefined) {
      this.#writer.session = session.id;
      this.#keepAliveMs = (session.timeoutSeconds * 1000) / 2;
    }
    if (transport.kind === 'tcp') {
      this.#rtpChannel = transport.rtpChannel;
      this.#rtcpChannel = transport.rtcpChannel;
    } else if (this.#udpPorts === undefined) {
      this.#wantUdp('The camera answers with UDP where TCP was asked for.');
      return;
    } else {
      this.#actions.push({ ...transport, kind: 'udp-peer' });
    }
    this.#phase = 'play';
    this.#ask('PLAY', this.#sessionUrl(), ['Range: npt=0.000-']);
  }

  #keepAliveAnswered(message: RtspMessage, status: number): void {
    if (status === 401) {
      // A nonce that went stale: the same sign of life again, with the new one.
      const again = this.#writer.answerChallenge(message.headers.get('www-authenticate') ?? []);
      if (again.ok) {
        this.#actions.push({ kind: 'send', text: again.value });
      }
    } else if (status === 454) {
      this.#fail('camera-closed', 'The camera no longer knows the session (454).');
    } else if (status >= 400 && this.#keepAliveMethod === 'GET_PARAMETER') {
      this.#keepAliveMethod = 'OPTIONS';
      this.#lastKeepAliveMs = this.#nowMs - this.#keepAliveMs;
    }
  }

  #sessionUrl(): string {
    return controlUrl(this.#base, this.#sdp?.control);
  }

  /** A request that the phase waits for. */
  #ask(method: string, url: string, headers: readonly string[] = []): void {
    this.#askedMs = this.#nowMs;
    this.#send(method, url, headers);
  }

  #send(method: string, url: string, headers: readonly string[] = []): void {
    this.#actions.push({ kind: 'send', text: this.#writer.write(method, url, headers) });
  }

  #fail(cause: RtspFailureCause, detail: string): void {
    if (this.#phase !== 'ended') {
      this.#phase = 'ended';
      this.#actions.push({ kind: 'failed', cause, detail });
    }
  }
}
