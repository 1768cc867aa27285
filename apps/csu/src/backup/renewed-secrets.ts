/**
 * When a centre is restored without its secrets, what was sealed to the former machine opens nowhere:
 * it is taken out, not left to fail later. Cameras wait for their passwords, people for a new one-time
 * link, recorders for the new secret that lies in a file for each (mode 0600).
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex, utf8Bytes } from '@beffroi/kernel';
import { type Chance, type Facts, recorderSecretContext, type SecretBox } from '@beffroi/office';

export interface RenewedSecrets {
  /** Names of cameras whose password is gone. */
  readonly cameras: readonly string[];
  /** Logins of people in service who have no passkey: their password is gone. */
  readonly people: readonly string[];
  /** Files with the new identity of each recorder that isn't on this machine. */
  readonly recorders: readonly { readonly name: string; readonly file: string }[];
}

export async function renewSecrets({
  facts,
  chance,
  secretBox,
  stateDirectory,
  localRecorderId,
}: {
  readonly facts: Facts;
  readonly chance: Chance;
  readonly secretBox: SecretBox;
  readonly stateDirectory: string;
  readonly localRecorderId: string | null;
}): Promise<RenewedSecrets> {
  const files: { readonly path: string; readonly text: string }[] = [];
  const renewed = await facts.transact(async (work) => {
    // The password itself may have stayed behind already: who asks for a user asks for one.
    const cameras = (await work.cameras.all()).filter((one) => one.username !== null);
    for (const stored of cameras) {
      await work.cameras.put({ ...stored, sealedPassword: null });
    }
    for (const stored of await work.imports.all()) {
      await work.imports.put({ ...stored, sealedPassword: null });
    }
    for (const { personId } of await work.passwords.all()) {
      await work.passwords.remove(personId);
    }
    const withPasskey = new Set((await work.passkeys.all()).map(({ personId }) => personId));
    const people = (await work.people.all())
      .map(({ person }) => person)
      .filter(({ id, leftAt }) => leftAt === null && !withPasskey.has(id));
    const recorders = await work.recorders.all();
    for (const recorder of recorders) {
      const secret = toHex(chance.bytes(32));
      const context = recorderSecretContext(recorder.id);
      await work.recorders.put({
        ...recorder,
        sealedSecret: secretBox.seal(utf8Bytes(secret), context),
      });
      const name = recorder.id === localRecorderId ? 'recorder.json' : `${recorder.id}.json`;
      const text = JSON.stringify({ recorderId: recorder.id, secret }, null, 2);
      files.push({ path: join(stateDirectory, name), text: `${text}\n` });
    }
    return {
      cameras: cameras.map(({ camera }) => camera.name),
      people: people.map(({ login }) => login),
      recorders: recorders
        .filter(({ id }) => id !== localRecorderId)
        .map(({ id, name }) => ({ name, file: join(stateDirectory, `${id}.json`) })),
    };
  });
  for (const { path, text } of files) {
    await writeFile(path, text, { mode: 0o600 });
  }
  return renewed;
}
