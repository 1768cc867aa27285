/**
 * `beffroi camera probe URL`: says in plain words what a stream is, whether it meets the order of
 * 3 August 2007 (VP-66, VP-67), and what to change on the camera. `camera list` shows the town's;
 * `camera trust` is for cameras that speak rtsps.
 */

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { probeStream } from '@beffroi/camera-rtsp';
import { Failure } from '@beffroi/kernel';
import { type GivenAddress, readCameraAddress } from '../camera-address.ts';
import { askCentre } from '../owner-client.ts';
import { realClock } from '../real-clock.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import {
  type Call,
  localeOf,
  localeOption,
  noMoreWords,
  numberOption,
  oneOfOption,
  textOption,
  type Verb,
} from '../verb.ts';
import { trust } from './camera-trust.ts';

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
  usage: 'camera list|probe URL|trust URL|move CAMERA RECORDER',
  about:
    'lists cameras, says what a stream is, trusts its certificate, or gives a camera (or all) to another recorder',
  options: {
    ...stateOption,
    user: { type: 'string', value: 'NAME', about: 'probe: user of the camera' },
    'password-file': {
      type: 'string',
      value: 'FILE',
      about: 'probe: a file that holds its password',
    },
    framing: {
      type: 'string',
      value: 'narrow|wide',
      about: 'probe: what it watches (VP-66); narrow',
    },
    'fast-flow': { type: 'boolean', about: 'probe: it watches pavements or traffic (VP-67)' },
    seconds: { type: 'string', value: 'NUMBER', about: 'probe: how long to look; 6' },
    certificate: {
      type: 'string',
      value: 'FILE',
      about: 'probe: the certificate of a camera that speaks rtsps',
    },
    fingerprint: {
      type: 'string',
      value: 'SHA256',
      about: "trust: as it is read on the camera's own page; without it the certificate is shown",
    },
    recorder: {
      type: 'string',
      value: 'DIR',
      about: "trust: the folder of a recorder of its own; the centre's own when absent",
    },
    ...localeOption,
  },
  async run(call) {
    const [what, url, recorder] = call.words;
    noMoreWords(call.words.slice(what === 'move' ? 3 : 2));
    switch (what) {
      case 'list':
        noMoreWords(url === undefined ? [] : [url]);
        return list(call);
      case 'probe':
        return probe(call, url);
      case 'trust':
        return trust(call, url);
      case 'move':
        return move(call, url, recorder);
      default:
        throw new Failure(
          'usage',
          `say list, probe URL, trust URL or move CAMERA RECORDER${what === undefined ? '' : `, not ${what}`}`,
        );
    }
  },
};

async function list(call: Call): Promise<void> {
  const cameras = await askCentre<readonly ListedCamera[]>(
    (await chosenCentre(call)).ownerSocket,
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

async function move(
  call: Call,
  camera: string | undefined,
  recorder: string | undefined,
): Promise<void> {
  if (camera === undefined || recorder === undefined) {
    throw new Failure('usage', 'say which camera and to whom: beffroi camera move CAMERA RECORDER');
  }
  const { ownerSocket } = await chosenCentre(call);
  const body = { camera, recorder };
  const { moved } = await askCentre<{ moved: number }>(ownerSocket, '/camera-move', body);
  call.print({ moved }, [`${moved} moved to ${recorder}; recording goes on there within seconds`]);
}

async function probe(call: Call, given: string | undefined): Promise<void> {
  const address = await credentials(call, given ?? '');
  const framing = oneOfOption(call, 'framing', ['narrow', 'wide']) ?? 'narrow';
  const locale = localeOf(call);
  const seconds = numberOption(call, 'seconds', 6, { min: 1, max: 60 });
  const report = await probeStream(
    { ...address, transport: 'auto', trustedPem: await certificateIn(call) },
    {
      seconds,
      framing,
      fastFlow: call.values['fast-flow'] === true,
      clock: realClock,
      chance: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    },
  );
  const signs = { good: '+', advice: '-', fault: '!' } as const;
  call.print(report, [
    `${report.url}: ${report.reachable ? 'answers' : 'does not answer'}`,
    ...report.findings.map(
      (finding) =>
        `  ${signs[finding.level]} ${finding.words[locale]}` +
        `${finding.rule === null ? '' : ` (${finding.rule})`}`,
    ),
  ]);
  if (!report.reachable || report.findings.some((finding) => finding.level === 'fault')) {
    process.exitCode = 1;
  }
}

/** The certificate that a probe over rtsps is to trust, as `camera trust` keeps it. */
async function certificateIn(call: Call): Promise<string | null> {
  const path = textOption(call, 'certificate');
  if (path === null) {
    return null;
  }
  return await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure(
      'certificate-missing',
      `--certificate: ${path} can't be read (${thrown.code})`,
      { cause: thrown },
    );
  });
}

/** User and password may stand in the address or beside it; they never leave this process. */
async function credentials(call: Call, given: string): Promise<GivenAddress> {
  const address = readCameraAddress(given);
  const passwordFile = textOption(call, 'password-file');
  return {
    url: address.url,
    username: textOption(call, 'user') ?? address.username,
    password: passwordFile === null ? address.password : await passwordIn(passwordFile),
  };
}

async function passwordIn(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw new Failure(
      'password-missing',
      `--password-file: ${path} can't be read (${thrown.code})`,
      {
        cause: thrown,
      },
    );
  });
  return text.trim();
}
