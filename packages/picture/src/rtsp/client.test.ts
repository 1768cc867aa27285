import { utf8Bytes } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { RtspAction } from './actions.ts';
import { RtspClient, type RtspClientOptions } from './client.ts';

const sdp = [
  'v=0',
  'm=audio 0 RTP/AVP 8',
  'a=control:trackID=1',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=control:trackID=0',
  '',
].join('\r\n');

/** Not a real hash: shows what was hashed. */
const hash: RtspClientOptions['hash'] = (algorithm, text) => `<${algorithm} ${text}>`;

function answer(cseq: number, status: number, headers: readonly string[] = [], body = '') {
  const lines = [`RTSP/1.0 ${status} X`, `CSeq: ${cseq}`, ...headers];
  return utf8Bytes(`${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
}

/** Talks to a client as a camera that answers what the test says, request by request. */
function dialogue(options: Partial<RtspClientOptions> = {}) {
  const client = new RtspClient({
    url: 'rtsp://camera/live',
    credentials: null,
    transport: 'auto',
    hash,
    clientNonce: '0011aabb',
    ...options,
  });
  const said: string[] = [];
  const actions: RtspAction[] = [];
  const note = (more: readonly RtspAction[]) => {
    actions.push(...more);
    for (const action of more) {
      if (action.kind === 'send') {
        said.push(action.text);
      }
    }
  };
  note(client.start(0));
  const reply = (status: number, headers: readonly string[] = [], body = '') => {
    const cseq = Number(/CSeq: (\d+)/.exec(said.at(-1) ?? '')?.[1]);
    note(client.bytes(answer(cseq, status, headers, body), 0));
  };
  return {
    client,
    said,
    actions,
    note,
    reply,
    toPlaying: () => {
      reply(200, ['Public: OPTIONS, DESCRIBE, GET_PARAMETER']);
      reply(200, ['Content-Base: rtsp://camera/live/'], sdp);
      reply(200, ['Transport: RTP/AVP/TCP;interleaved=0-1', 'Session: 77;timeout=20']);
      reply(200);
    },
    methods: () => said.map((text) => text.split(' RTSP')[0]),
    failure: () => actions.find((action) => action.kind === 'failed'),
  };
}

describe('RTSP client', () => {
  test('CAM-1 sets up the video track only', () => {
    const talk = dialogue();
    talk.toPlaying();
    expect(talk.methods()).toEqual([
      'OPTIONS rtsp://camera/live',
      'DESCRIBE rtsp://camera/live',
      'SETUP rtsp://camera/live/trackID=0',
      'PLAY rtsp://camera/live/',
    ]);
    expect(talk.actions).toContainEqual({ kind: 'playing' });
    expect(talk.actions.find((action) => action.kind === 'track')).toMatchObject({
      otherTracks: ['audio'],
    });
  });

  test('packets come out between messages, those of other channels do not', () => {
    const talk = dialogue();
    talk.toPlaying();
    const bytes = Uint8Array.from([
      0x24, 0, 0, 2, 0x80, 96, 0x24, 5, 0, 2, 0x80, 1, 0x24, 1, 0, 2, 0x80, 200,
    ]);
    const kinds = talk.client.bytes(bytes, 0).map((action) => action.kind);
    expect(kinds).toEqual(['rtp', 'rtcp']);
  });

  test('a challenge is answered once, with the strongest digest offered', () => {
    const talk = dialogue({ credentials: { username: 'op', password: 'secret' } });
    const offers = [
      'WWW-Authenticate: Basic realm="cam"',
      'WWW-Authenticate: Digest realm="cam", nonce="n1", algorithm=MD5',
      'WWW-Authenticate: Digest realm="cam", nonce="n2", algorithm=SHA-256, qop="auth"',
    ];
    talk.reply(401, offers);
    expect(talk.said.at(-1)).toContain('algorithm=SHA-256');
    expect(talk.said.at(-1)).toContain('nc=00000001');
    expect(talk.said.at(-1)).not.toContain('secret"');
    talk.reply(200);
    expect(talk.said.at(-1)).toContain('nc=00000002');
    talk.reply(401, offers);
    talk.reply(401, offers);
    expect(talk.failure()).toMatchObject({ cause: 'camera-refused-login' });
  });

  test('a stale nonce is no wrong password', () => {
    const talk = dialogue({ credentials: { username: 'op', password: 'secret' } });
    talk.reply(401, ['WWW-Authenticate: Digest realm="cam", nonce="old"']);
    talk.reply(401, ['WWW-Authenticate: Digest realm="cam", nonce="new", stale=true']);
    expect(talk.said.at(-1)).toContain('nonce="new"');
    expect(talk.failure()).toBeUndefined();
  });

  test('CAM-5 without credentials a challenge is told as it is', () => {
    const talk = dialogue();
    talk.reply(401, ['WWW-Authenticate: Basic realm="cam"']);
    expect(talk.failure()).toMatchObject({ cause: 'camera-refused-login' });
  });

  test('a camera that refuses TCP is asked for UDP', () => {
    const talk = dialogue();
    talk.reply(200);
    talk.reply(200, [], sdp);
    talk.reply(461);
    expect(talk.actions.at(-1)).toEqual({ kind: 'need-udp' });
    talk.note(talk.client.udpReady([5000, 5001], 0));
    expect(talk.said.at(-1)).toContain('client_port=5000-5001');
    talk.reply(200, ['Transport: RTP/AVP;unicast;server_port=6000-6001', 'Session: 1']);
    expect(talk.actions).toContainEqual({
      kind: 'udp-peer',
      source: null,
      rtpPort: 6000,
      rtcpPort: 6001,
    });
    expect(dialogueRefusingTcp('tcp').failure()).toMatchObject({ cause: 'camera-refused-stream' });
  });

  test.each([
    ['rtsp://camera:8554/other', 'redirect'],
    ['rtsp://elsewhere/live', 'failed'],
    ['http://camera/live', 'failed'],
  ])('CAM-5 a redirect to %s: %s', (location, kind) => {
    const talk = dialogue();
    talk.reply(200);
    talk.reply(302, [`Location: ${location}`]);
    expect(talk.actions.at(-1)?.kind).toBe(kind);
  });

  test('signs of life come at half the session time, OPTIONS where GET_PARAMETER is refused', () => {
    const talk = dialogue();
    talk.toPlaying();
    talk.note(talk.client.tick(9_000));
    expect(talk.said).toHaveLength(4);
    talk.note(talk.client.tick(10_000));
    expect(talk.said.at(-1)).toMatch(/^GET_PARAMETER .*\r\n(.*\r\n)*Session: 77\r\n/);
    talk.reply(501);
    talk.note(talk.client.tick(10_500));
    expect(talk.said.at(-1)).toMatch(/^OPTIONS /);
  });

  test.each([
    [404, 'camera-refused-stream'],
    [403, 'camera-refused-login'],
    [500, 'camera-refused-stream'],
  ])('status %i to DESCRIBE is %s', (status, cause) => {
    const talk = dialogue();
    talk.reply(200);
    talk.reply(status);
    expect(talk.failure()).toMatchObject({ cause });
  });

  test('a camera that hangs, offers no video or ends the session is told apart', () => {
    const hung = dialogue();
    hung.note(hung.client.tick(10_001));
    expect(hung.failure()).toMatchObject({ cause: 'camera-stalled' });
    const mute = dialogue();
    mute.reply(200);
    mute.reply(200, [], 'v=0\r\nm=video 0 RTP/AVP 26\r\n');
    expect(mute.failure()).toMatchObject({ cause: 'stream-unsupported' });
    const bare = dialogue();
    bare.reply(200);
    bare.reply(200, [], 'v=0\r\n');
    expect(bare.failure()).toMatchObject({
      cause: 'stream-unsupported',
      detail: 'No H.264 or H.265 track; the camera offers: nothing.',
    });
    const gone = dialogue();
    gone.toPlaying();
    gone.note(gone.client.bytes(utf8Bytes('TEARDOWN rtsp://x RTSP/1.0\r\nCSeq: 9\r\n\r\n'), 0));
    expect(gone.failure()).toMatchObject({ cause: 'camera-closed' });
  });

  test('what a camera writes can not forge a header of ours', () => {
    const talk = dialogue();
    talk.reply(200);
    talk.reply(200, ['Content-Base: rtsp://camera/a\rX-Evil: 1/'], sdp);
    expect(talk.said.at(-1)).not.toContain('\rX-Evil');
  });
});

function dialogueRefusingTcp(transport: 'tcp') {
  const talk = dialogue({ transport });
  talk.reply(200);
  talk.reply(200, [], sdp);
  talk.reply(461);
  return talk;
}
