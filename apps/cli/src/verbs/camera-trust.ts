/**
 * `beffroi camera trust URL`: shows the certificate that a camera presents over rtsps. With the fingerprint
 * that somebody has read on the camera's own page it is kept for the recorder, which from then on takes
 * pictures from whoever holds its key, and from nobody else at that address.
 */

import { X509Certificate } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { connect } from 'node:tls';
import { Failure, messageOf } from '@beffroi/kernel';
import { certificateFile, readSettings } from '@beffroi/recorder';
import { readCameraAddress } from '../camera-address.ts';
import { chosenCentre } from '../state-option.ts';
import { type Call, textOption } from '../verb.ts';

const answerMsMax = 10_000;
/** IANA's for rtsps. */
const rtspsPort = 322;

export async function trust(call: Call, given: string | undefined): Promise<void> {
  const { url } = readCameraAddress(given ?? '');
  if (!url.startsWith('rtsps://')) {
    throw new Failure('usage', `${url} has no certificate: only an address with rtsps:// has one`);
  }
  const certificate = await certificateOf(new URL(url));
  const shown = {
    subject: certificate.subject.replaceAll('\n', ', '),
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    fingerprint: certificate.fingerprint256,
  };
  const compared = textOption(call, 'fingerprint');
  if (compared === null) {
    call.print({ ...shown, file: null }, [
      `${url} shows a certificate of ${shown.subject},`,
      `good from ${shown.validFrom.slice(0, 10)} to ${shown.validTo.slice(0, 10)}. Its SHA-256 fingerprint is`,
      `  ${shown.fingerprint}`,
      "Compare it with the one on the camera's own page, then: --fingerprint and what you read there.",
    ]);
    return;
  }
  if (plain(compared) !== plain(shown.fingerprint)) {
    throw new Failure(
      'certificate-other',
      `${url} shows the certificate ${shown.fingerprint}, not the one that was compared: nothing was kept. Ask who answers at that address`,
    );
  }
  const file = await fileFor(call, url);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, certificate.toString(), { mode: 0o600 });
  await rename(`${file}.new`, file);
  call.print({ ...shown, file }, [
    `The recorder takes pictures of ${url} under this certificate alone: ${file}`,
    'Remove the file to take that back.',
  ]);
}

/** In the state of the recorder that is named, otherwise in that of the centre's own. */
async function fileFor(call: Call, url: string): Promise<string> {
  const folder = textOption(call, 'recorder');
  const settings =
    folder === null ? (await chosenCentre(call)).recorderSettings : `${folder}/recorder.json`;
  const { stateDirectory } = await readSettings(settings).catch((thrown: unknown) => {
    throw new Failure(
      'settings-missing',
      `the settings of the recorder can't be read (${messageOf(thrown)}): start the centre once, or say --recorder DIR, the folder that recorder add made`,
      { cause: thrown },
    );
  });
  const file = certificateFile(stateDirectory, url);
  if (file === null) {
    throw new Failure('usage', `${url} is no rtsps address`);
  }
  return file;
}

/** What the camera presents; nothing is believed of it yet, and nothing is asked. */
function certificateOf(address: URL): Promise<X509Certificate> {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const port = Number(address.port || rtspsPort);
  const { promise, resolve, reject } = Promise.withResolvers<X509Certificate>();
  const failed = (why: string): void =>
    reject(
      new Failure(
        'camera-unreachable',
        `${host}:${port} showed no certificate: ${why}. Check its address, power and port`,
      ),
    );
  const socket = connect({
    ...{ host, port, timeout: answerMsMax },
    // A person compares the fingerprint before anything is trusted.
    rejectUnauthorized: false,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
  });
  socket.once('secureConnect', () => {
    const shown = socket.getPeerX509Certificate();
    socket.destroy();
    if (shown === undefined) {
      failed('it presents none');
    } else {
      resolve(new X509Certificate(shown.raw));
    }
  });
  socket.once('timeout', () => {
    socket.destroy();
    failed(`no answer within ${answerMsMax / 1000} s`);
  });
  socket.once('error', (error) => failed(error.message));
  return promise;
}

function plain(fingerprint: string): string {
  return fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
}
