/**
 * The certificates of cameras that speak rtsps and that no public authority vouches for, which is nearly
 * all of them: somebody of this machine compared the fingerprint and put the certificate here
 * (`beffroi camera trust`), one file for each host and port. A camera that then shows another one gives
 * no picture. Nothing is ever trusted on first sight.
 */

import { readFileSync, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRtspUrl } from '@beffroi/picture';
import type { LinkCamera, LinkStream } from '@beffroi/wire';

export interface HeldStream extends LinkStream {
  /** rtsps only: PEM of the certificate that its camera must show; null or absent: a public one. */
  readonly trustedPem?: string | null;
}

/** A camera as the centre wants it, with what this machine knows of it. */
export interface HeldCamera extends LinkCamera {
  readonly main: HeldStream;
  readonly sub: HeldStream | null;
}

/** The file of an address, in `certificates/` of a recorder's state; null for one without TLS. */
export function certificateFile(stateDirectory: string, url: string): string | null {
  const address = parseRtspUrl(url);
  if (address?.secure !== true) {
    return null;
  }
  const host = address.host.toLowerCase().replace(/[^a-z0-9.-]/g, '_');
  return join(stateDirectory, 'certificates', `${host}_${address.port}.pem`);
}

export class CameraCertificates {
  readonly #stateDirectory: string;

  private constructor(stateDirectory: string) {
    this.#stateDirectory = stateDirectory;
  }

  static async open(stateDirectory: string): Promise<CameraCertificates> {
    await mkdir(join(stateDirectory, 'certificates'), { recursive: true, mode: 0o700 });
    return new CameraCertificates(stateDirectory);
  }

  /** PEM of the certificate that is trusted at an address, null when there is none. */
  of(url: string): string | null {
    const path = certificateFile(this.#stateDirectory, url);
    if (path === null) {
      return null;
    }
    try {
      return readFileSync(path, 'utf8');
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
        return null;
      }
      throw thrown;
    }
  }

  held(camera: LinkCamera): HeldCamera {
    const stream = (wished: LinkStream): HeldStream => ({
      ...wished,
      trustedPem: this.of(wished.url),
    });
    const { main, sub } = camera;
    return { ...camera, main: stream(main), sub: sub === null ? null : stream(sub) };
  }

  /**
   * Tells when one came, changed or went; the returned function stops. A folder that can't be watched
   * is told to `failed`: a certificate is then taken with the next configuration, ten minutes later
   * at most, and no camera stands still for it.
   */
  watch(changed: () => void, failed: (why: unknown) => void): () => void {
    try {
      const watcher = watch(join(this.#stateDirectory, 'certificates'), changed);
      watcher.on('error', (why) => {
        watcher.close();
        failed(why);
      });
      return () => watcher.close();
    } catch (why) {
      failed(why);
      return () => undefined;
    }
  }
}
