/**
 * `beffroi backup FOLDER`: everything a centre needs to be made again on a fresh machine, taken while
 * it works. Without recipients no secret is in it; with them, secrets encrypted by age; day keys only
 * when they are asked for, because they open recordings until their day (BAK-2).
 */

import { resolve } from 'node:path';
import { askCentre } from '../owner-client.ts';
import { chosenCentre, stateOption } from '../state-option.ts';
import { onlyWord, type Verb } from '../verb.ts';

interface Backup {
  readonly madeAt: string;
  readonly files: number;
  readonly sizeBytes: number;
  readonly recipients: readonly string[];
  readonly dayKeys: readonly { readonly keyId: string; readonly day: string }[];
}

export const backupVerb: Verb = {
  name: 'backup',
  usage: 'backup DIR [--to RECIPIENT]... [--with-keys]',
  about: 'takes a backup of the running centre: facts, register, settings; no day key unless asked',
  options: {
    ...stateOption,
    to: {
      type: 'string',
      multiple: true,
      value: 'RECIPIENT',
      about: 'age1..., to whom the secrets of the machine are encrypted; none leaves them out',
    },
    'with-keys': {
      type: 'boolean',
      about: 'the day keys too, encrypted: this copy opens recordings until its last day',
    },
  },
  async run(call) {
    const folder = resolve(onlyWord(call, 'where to: beffroi backup DIR'));
    const recipients = [call.values['to'] ?? []].flat().map(String);
    const withKeys = call.values['with-keys'] === true;
    const { ownerSocket } = await chosenCentre(call);
    const asked = { folder, recipients, withKeys };
    const backup = await askCentre<Backup>(ownerSocket, '/backup', asked);
    const lastDay = backup.dayKeys.at(-1)?.day ?? '';
    call.print(backup, [
      `${backup.files} files, ${(backup.sizeBytes / 1e6).toFixed(1)} MB, of ${backup.madeAt}, are in ${folder}.`,
      recipients.length === 0
        ? 'No secret is in it: restored from it, camera passwords and one-time codes are entered again.'
        : `Its secrets open for ${recipients.length} recipients: npx beffroi restore DIR --identity FILE.`,
      withKeys
        ? `! Its day keys open recordings: destroy day-keys.age as soon as it has served, and before ${lastDay} at the latest.`
        : 'Recordings are not in it, and none opens from it.',
      'It holds personal data: it is yours to keep closed, and to destroy when a newer one stands.',
    ]);
  },
};
