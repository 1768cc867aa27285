/** A token in software (SoftHSM 2, Debian's `softhsm2`) in a folder of its own, for the tests of PKCS#11. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `SOFTHSM2_HOME` names a place where the package was unpacked, when it isn't installed. */
const places = [process.env['SOFTHSM2_HOME'] ?? '', '/usr'].filter((place) => place !== '');
const home = places.find((place) => existsSync(join(place, 'bin/softhsm2-util')));
const pin = '495867';

export const softTokenModule = join(home ?? '/usr', 'lib/softhsm/libsofthsm2.so');
export const noSoftToken: string | null = home === undefined ? 'no softhsm2 is installed' : null;

export interface SoftToken {
  readonly modulePath: string;
  readonly tokenLabel: string;
  readonly pinFile: string;
}

/** Its configuration is of the whole process: one token for all tests of a file. */
export function makeSoftToken(folder: string): SoftToken {
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens, { mode: 0o700 });
  const configuration = join(folder, 'softhsm2.conf');
  writeFileSync(configuration, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  const tokenLabel = 'beffroi-test';
  const args = ['--module', softTokenModule, '--init-token', '--free', '--label', tokenLabel];
  execFileSync(
    join(home ?? '/usr', 'bin/softhsm2-util'),
    [...args, '--pin', pin, '--so-pin', '0123456789'],
    { stdio: 'ignore' },
  );
  const pinFile = join(folder, 'pin');
  writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
  return { modulePath: softTokenModule, tokenLabel, pinFile };
}
