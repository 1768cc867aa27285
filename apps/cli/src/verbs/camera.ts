/**
 * `beffroi camera probe URL`: says in plain words what a stream is, whether it meets the order of
 * 3 August 2007 (VP-66, VP-67), and what to change on the camera. `camera list` shows the town's.
 */

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { probeStream } from '@beffroi/camera-rtsp';
import { Failure } from '@beffroi/kernel';
import { askCentre } from '../owner-client.ts';
import { realClock } from '../real-clock.ts';
import { chosenState, stateOption } from '../state-option.ts';
import { type Call, textOption, type Verb } from '../verb.ts';

interface ListedCamera {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly state: string;
  readonly mask: string | null;
  readonly recording: boolean;
}

export const cameraVerb: Verb = {
  name: 'camera',
  usage: 'camera list|probe URL',
  about: 'lists the cameras of the centre, or looks at a stream and says what it is',
  options: {
    ...stateOption,
    user: { type: 'string' },
    'password-file': { type: 'string' },
    framing: { type: 'string' },
    'fast-flow': { type: 'boolean' },
    seconds: { type: 'string' },
    locale: { type: 'string' },
  },
  async run(call) {
    const [what, url] = call.words;
    switch (what) {
      case 'list':
        return list(call);
      case 'probe':
        return probe(call, url);
      default:
        throw new Failure('usage', 'say list or probe URL');
    }
  },
};

async function list(call: Call): Promise<void> {
  const cameras = await askCentre<readonly ListedCamera[]>(
    chosenState(call).ownerSocket,
    '/cameras',
    {},
  );
  call.print(
    cameras,
    cameras.map(
      (camera) =>
        `${camera.id}  ${camera.name} (${camera.place})  ${camera.state}  ` +
        `mask: ${camera.mask ?? 'none decided'}  ${camera.recording ? 'recording' : 'not recording'}`,
    ),
  );
}

async function probe(call: Call, given: string | undefined): Promise<void> {
  if (given === undefined || !/^rtsps?:\/\//.test(given)) {
    throw new Failure('usage', 'give the address: beffroi camera probe rtsp://192.0.2.7/stream1');
  }
  const { url, username, password } = await credentials(call, given);
  const framing = textOption(call, 'framing') === 'wide' ? 'wide' : 'narrow';
  const seconds = Number(textOption(call, 'seconds') ?? 6);
  if (!(seconds >= 1 && seconds <= 60)) {
    throw new Failure('usage', '--seconds is from 1 to 60');
  }
  const report = await probeStream(
    { url, username, password, transport: 'auto', trustedPem: null },
    {
      seconds,
      framing,
      fastFlow: call.values['fast-flow'] === true,
      clock: realClock,
      chance: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    },
  );
  const french = (textOption(call, 'locale') ?? process.env['LANG'] ?? '').startsWith('fr');
  const signs = { good: '+', advice: '-', fault: '!' } as const;
  call.print(report, [
    `${report.url}: ${report.reachable ? 'answers' : 'does not answer'}`,
    ...report.findings.map(
      (finding) =>
        `  ${signs[finding.level]} ${french ? finding.words.fr : finding.words.en}` +
        `${finding.rule === null ? '' : ` (${finding.rule})`}`,
    ),
  ]);
  if (!report.reachable || report.findings.some((finding) => finding.level === 'fault')) {
    process.exitCode = 1;
  }
}

/** User and password may stand in the address or beside it; they never leave this process. */
async function credentials(
  call: Call,
  given: string,
): Promise<{ url: string; username: string | null; password: string | null }> {
  const parsed = new URL(given.replace(/^rtsp/, 'http'));
  const passwordFile = textOption(call, 'password-file');
  const username = textOption(call, 'user') ?? (decodeURIComponent(parsed.username) || null);
  const password =
    passwordFile === null
      ? decodeURIComponent(parsed.password) || null
      : (await readFile(passwordFile, 'utf8')).trim();
  return { url: given.replace(/^(rtsps?:\/\/)[^/@]*@/, '$1'), username, password };
}
