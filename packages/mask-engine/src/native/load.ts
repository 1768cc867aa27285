/**
 * Loads the codec library when somebody first needs it, and not before: a recorder that only passes
 * pictures on must not hold a decoder written in C (threat model: no native code beside cameras).
 */

import { Failure, messageOf } from '@beffroi/kernel';

export type NativeCodecs = typeof import('./codec.ts');

let loading: Promise<NativeCodecs> | undefined;

/** The codec module; throws a Failure that says what to install where the library is missing. */
export function loadNativeCodecs(): Promise<NativeCodecs> {
  loading ??= import('./codec.ts').catch((cause: unknown) => {
    loading = undefined;
    throw new Failure(
      'codec-library-missing',
      `The codec library node-av can not be loaded (${messageOf(cause)}); run npm install again, ` +
        'or use the ffmpeg of the distribution.',
      { cause },
    );
  });
  return loading;
}
