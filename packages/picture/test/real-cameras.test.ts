/**
 * What real cameras and servers answered (Dahua, Foscam, Hikvision, Reolink, GW, TP-Link, VStarcam,
 * Ubiquiti, Wowza ...), collected by the author of another RTSP client: each must be understood.
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  authorizationOf,
  type HashText,
  headerOf,
  parseSdp,
  RtspClient,
  RtspFramer,
  type RtspMessage,
  statusOf,
  streamFormatOf,
  strongestChallenge,
} from '@beffroi/picture';
import { describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../../shared/data/rtsp/retina');
const missing = !existsSync(folder);
const names = missing ? [] : readdirSync(folder);
const read = (name: string) => readFileSync(join(folder, name));

/** Answers are stored with bare newlines and sometimes without the last blank line. */
function messagesIn(bytes: Uint8Array): RtspMessage[] {
  const messages: RtspMessage[] = [];
  const framer = new RtspFramer({
    packet: () => undefined,
    message: (message) => messages.push(message),
  });
  framer.push(bytes);
  framer.push(Buffer.from('\r\n\r\n'));
  return messages;
}

const tracks: Readonly<Record<string, readonly [codec: string, width: number, height: number]>> = {
  'bunny_describe.txt': ['h264', 240, 160],
  'dahua_describe_h264_aac_onvif.txt': ['h264', 704, 480],
  'dahua_describe_h265_pcma.txt': ['h265', 704, 480],
  'foscam_describe.txt': ['h264', 1280, 720],
  'gw_main_describe.txt': ['h264', 1920, 1080],
  'gw_sub_describe.txt': ['h264', 720, 480],
  'hikvision_describe.txt': ['h264', 1920, 1080],
  'ipcam_describe.txt': ['h264', 1280, 960],
  'reolink_describe.txt': ['h264', 2560, 1440],
  'tplink_sdp.txt': ['h265', 2560, 1440],
  'ubiquiti_sdp.txt': ['h264', 1920, 1080],
  'vstarcam_describe.txt': ['h264', 1920, 1080],
};

describe.skipIf(missing)('answers of real cameras (shared data)', () => {
  test.each(names.filter((name) => !name.includes('sdp')))('%s is read', (name) => {
    const [message, ...others] = messagesIn(read(name));
    expect(message && statusOf(message)).toBe(200);
    expect(message && headerOf(message, 'cseq')).toMatch(/^\d+$/);
    expect(others).toEqual([]);
  });

  test.each(Object.entries(tracks))('%s names its video track', (name, [codec, width, height]) => {
    const text = read(name).toString('latin1');
    const sdp = parseSdp(text.slice(text.indexOf('v=0')));
    const video = sdp.media.find((media) => media.video !== null)?.video;
    expect(video?.codec).toBe(codec);
    const format = streamFormatOf(video?.parameterSets ?? [], video?.codec ?? 'h264');
    expect(format).toMatchObject({ ok: true, value: { width, height } });
  });

  test.each([
    ['hikvision', 'rtsp://192.168.5.106:554/Streaming/Channels/101', 'trackID=1?transportmode'],
    ['reolink', 'rtsp://192.168.5.206/h264Preview_01_main', '/h264Preview_01_main/trackID=1 '],
    ['bunny', 'rtsp://wowzaec2demo.streamlock.net/vod/mp4:BigBuckBunny_115k.mov', '/trackID=2 '],
  ])('CAM-1 a whole dialogue with %s reaches the pictures', (camera, url, control) => {
    const client = new RtspClient({
      url,
      credentials: null,
      transport: 'auto',
      hash: () => '',
      clientNonce: '00112233',
    });
    const said: string[] = [];
    const kinds: string[] = [];
    const feed = (name: string | null) => {
      const cseq = /CSeq: (\d+)/.exec(said.at(-1) ?? '')?.[1] ?? '0';
      const text = name === null ? 'RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n' : crlfHead(read(name));
      const actions = client.bytes(
        Buffer.from(text.replace(/CSeq: \d+/, `CSeq: ${cseq}`), 'latin1'),
        0,
      );
      for (const action of actions) {
        kinds.push(action.kind);
        if (action.kind === 'send') {
          said.push(action.text);
        }
      }
    };
    said.push(...client.start(0).map((action) => (action.kind === 'send' ? action.text : '')));
    for (const name of [
      null,
      ...['describe', 'setup', 'play'].map((step) => `${camera}_${step}.txt`),
    ]) {
      feed(name);
    }
    expect(kinds.at(-1)).toBe('playing');
    const setups = said.filter((text) => text.startsWith('SETUP'));
    expect(setups).toHaveLength(1);
    expect(setups[0]).toContain(control);
  });
});

/** Headers with CR LF and a blank line behind them, the body as it is. */
function crlfHead(bytes: Buffer): string {
  const text = bytes.toString('latin1').replace(/\r\n/g, '\n').trimEnd();
  const [head = '', ...body] = text.split('\n\n');
  const content = body.length === 0 ? '' : `${body.join('\n\n').replace(/\n/g, '\r\n')}\r\n`;
  const fixed = head.replace(/Content-Length: \d+/i, `Content-Length: ${content.length}`);
  return `${fixed.replace(/\n/g, '\r\n')}\r\n\r\n${content}`;
}

describe('authorization', () => {
  const hash: HashText = (algorithm, text) =>
    createHash(algorithm === 'md5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const use = {
    method: 'GET',
    uri: '/dir/index.html',
    nonceCount: 1,
    clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  };
  const challenge = (algorithm: string) =>
    strongestChallenge([
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
    ]);

  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('Digest %s answers as in RFC 7616 section 3.9.1', (algorithm, response) => {
    const offered = challenge(algorithm);
    const credentials = { username: 'Mufasa', password: 'Circle of Life' };
    expect(offered && authorizationOf(offered, credentials, use, hash)).toContain(
      `response="${response}"`,
    );
  });

  test('Basic is Base64 of the UTF-8 pair', () => {
    const offered = strongestChallenge(['Basic realm="x"']);
    const credentials = { username: 'op', password: 'été' };
    const text = offered && authorizationOf(offered, credentials, use, hash);
    expect(text).toBe(`Basic ${Buffer.from('op:été').toString('base64')}`);
  });
});
