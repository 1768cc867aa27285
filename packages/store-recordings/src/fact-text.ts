/** Facts as one line of JSON and back: bytes of sealed keys are base64url, as on the link. */

import { canonicalJson, type Json } from '@beffroi/kernel';
import type { RecorderFact } from '@beffroi/office';

export function factText(fact: RecorderFact): string {
  if (fact.kind !== 'recording-opened' && fact.kind !== 'recording-closed') {
    return canonicalJson(fact as unknown as Json);
  }
  const { sealedKey } = fact.recording;
  const recording = {
    ...fact.recording,
    sealedKey: {
      ...sealedKey,
      encapsulated: Buffer.from(sealedKey.encapsulated).toString('base64url'),
      ciphertext: Buffer.from(sealedKey.ciphertext).toString('base64url'),
    },
  };
  return canonicalJson({ ...fact, recording } as unknown as Json);
}

export function factFromText(text: string): RecorderFact {
  const json = JSON.parse(text) as RecorderFact;
  if (json.kind !== 'recording-opened' && json.kind !== 'recording-closed') {
    return json;
  }
  const { sealedKey } = json.recording as unknown as {
    readonly sealedKey: { readonly encapsulated: string; readonly ciphertext: string };
  };
  const recording = {
    ...json.recording,
    sealedKey: {
      ...json.recording.sealedKey,
      encapsulated: new Uint8Array(Buffer.from(sealedKey.encapsulated, 'base64url')),
      ciphertext: new Uint8Array(Buffer.from(sealedKey.ciphertext, 'base64url')),
    },
  };
  return { ...json, recording } as RecorderFact;
}
