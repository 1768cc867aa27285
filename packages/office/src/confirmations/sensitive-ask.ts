/**
 * A sensitive act as it is asked, and the text whose digest is signed (SEC-30): the town, the act, its
 * targets, the whole body, who asks in which session, a nonce and the end. Two acts that differ in
 * anything have another digest, so that a proof of one opens no other.
 */

import { canonicalJson, type Instant, type Json, toHex, utf8Bytes } from '@beffroi/kernel';
import type { MaskLift, SensitiveAct } from '@beffroi/town';
import type { NewClearanceBody, NewMaskBody } from '@beffroi/wire';
import type { House } from '../house.ts';

/** A group that a clearance names, as whoever signs sees it. */
export interface SignedGroup {
  readonly id: string;
  readonly cameraIds: readonly string[];
}

/** What each act's body is; `targetIds` are the ids in the path of the request. */
interface Bodies {
  readonly 'change-masks': MaskAskBody;
  readonly 'lift-masks': MaskAskBody;
  readonly 'end-hold': {
    readonly reason: string;
    readonly reference: string;
    readonly cameraIds: readonly string[];
  };
  /** `groups`: the cameras that each group it names gives, as they are when it is signed. */
  readonly 'give-clearance': NewClearanceBody & { readonly groups?: readonly SignedGroup[] };
  /** The group's cameras after it, and of these the new ones. */
  readonly 'widen-group': {
    readonly name: string;
    readonly cameraIds: readonly string[];
    readonly added: readonly string[];
  };
  readonly 'make-way-in': { readonly login: string };
  readonly 'break-glass': {
    readonly motive: string;
    readonly reason: string;
    readonly minutes: number;
  };
}

/** What is hidden less than before is signed with what is decided (MSK-54). */
type MaskAskBody = NewMaskBody & { readonly uncovers: MaskLift | null };

export type AskOf<Kind extends SensitiveAct> = {
  readonly act: Kind;
  readonly targetIds: readonly string[];
  readonly body: Bodies[Kind];
};
export type SensitiveAsk = { [Kind in SensitiveAct]: AskOf<Kind> }[SensitiveAct];

/** What is signed beside the ask. */
export interface Signing {
  readonly askerId: string;
  readonly sessionId: string;
  readonly persons: 1 | 2;
  /** Hex, 16 random bytes. */
  readonly nonce: string;
  readonly until: Instant;
}

/** The canonical text that is signed; its form is SEC-35's, for whoever verifies it later. */
export function signedText(house: House, ask: SensitiveAsk, signing: Signing): string {
  const { site, townName } = house.parts.settings;
  return canonicalJson({
    version: 1,
    town: house.memory.townName ?? townName,
    site,
    act: ask.act,
    targets: [...ask.targetIds],
    body: ask.body as unknown as Json,
    asker: signing.askerId,
    session: signing.sessionId,
    persons: signing.persons,
    nonce: signing.nonce,
    until: signing.until,
  });
}

/** SHA-256 of a signed text, hex: the WebAuthn challenge is these 32 bytes. */
export function digestOf(house: House, signed: string): string {
  return toHex(house.parts.sha256(utf8Bytes(signed)));
}

/** The ask of a kept text; `signedText` wrote it. */
export function readSigned(signed: string): SensitiveAsk & { readonly nonce: string } {
  const { act, targets, body, nonce } = JSON.parse(signed) as {
    readonly act: SensitiveAct;
    readonly targets: readonly string[];
    readonly body: Json;
    readonly nonce: string;
  };
  return { act, targetIds: targets, body, nonce } as unknown as ReturnType<typeof readSigned>;
}
