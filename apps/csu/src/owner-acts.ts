/**
 * What the owner of the machine may ask through the owner's socket: a one-time link, a town file, a
 * recorder's identity. The office does each and writes it in the register as the owner's act.
 */

import { Failure } from '@beffroi/kernel';
import type { RunningOffice } from '@beffroi/office';
import type { FileCheck } from './file-check.ts';
import type { OwnerActs } from './owner-socket.ts';
import type { Listening } from './serving/listen.ts';

export function ownerActs(
  office: RunningOffice,
  { url, trustedFile }: Listening,
  checkFile: FileCheck,
): OwnerActs {
  return {
    '/link': async (body) => {
      const made = await office.sessions.newEnrolment('machine-owner', textOf(body, 'person'));
      if (!made.ok) {
        throw new Failure('refused', made.error.words.en);
      }
      const { token, until, person } = made.value;
      return { url: `${url}enrol/${token}`, until, displayName: person.displayName };
    },
    '/import': (body) => office.importTown(fieldOf(body, 'town')),
    '/recorder': async (body) => ({
      ...(await office.recorders.register(textOf(body, 'name'))),
      linkUrl: `${url.replace(/^http/, 'ws')}link`,
      trustedFile,
    }),
    '/recorders': () => office.recorders.list(),
    '/camera-move': async (body) => ({
      moved: await office.recorders.moveCameras(textOf(body, 'camera'), textOf(body, 'recorder')),
    }),
    '/erase-due': () => office.erasures.eraseDue(),
    '/clock': async (body) =>
      fieldOf(body, 'confirm') === true ? await office.clock.confirm() : office.clock.state(),
    '/inventory': () => office.erasures.inventory(),
    '/cameras': () => office.inspection.cameras(),
    '/read-back': async (body) => {
      const files = await office.inspection.filesToCheck(
        textOf(body, 'cameraId'),
        numberOf(body, 'fromMs'),
        numberOf(body, 'toMs'),
      );
      const checked = [];
      for (const file of files) {
        checked.push({ path: file.recording.path, ...(await checkFile(file)) });
      }
      return checked;
    },
  };
}

function numberOf(body: unknown, name: string): number {
  const value = fieldOf(body, name);
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Failure('body-invalid', `${name} is a number of milliseconds`);
  }
  return value;
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? (body as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function textOf(body: unknown, name: string): string {
  const value = fieldOf(body, name);
  if (typeof value !== 'string' || value === '' || value.length > 200) {
    throw new Failure('body-invalid', `${name} is a text of 1 to 200 characters`);
  }
  return value;
}
