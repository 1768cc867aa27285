/**
 * Keeps the served certificate good while the centre runs: the internal authority's leaf is made anew
 * in its last month, a town's own certificate that was replaced on disk is taken up, both without a
 * restart. One that still ends within a month raises an alarm (SEC-50): on the day after, browsers
 * show no page and recorders no longer reach the centre.
 */

import { X509Certificate } from 'node:crypto';
import { messageOf } from '@beffroi/kernel';
import type { Clock, Recorders } from '@beffroi/office';
import type { Log } from '../observe/log.ts';
import type { Certificate } from './certificate.ts';

const lookEveryMs = 12 * 3_600_000;
const dayMs = 86_400_000;
const warnDays = 30;
const code = 'certificate-ending';

export interface CertificateWatchParts {
  readonly served: Certificate;
  /** Reads the files, or makes a new leaf where its time has come. */
  open(): Promise<Certificate | null>;
  /** Hands a new certificate to the listening server. */
  use(certificate: Certificate): void;
  readonly alarms: Pick<Recorders, 'raiseAlarm' | 'endAlarm'>;
  readonly clock: Clock;
  readonly log: Log;
}

export class CertificateWatch {
  readonly #parts: CertificateWatchParts;
  #served: Certificate;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(parts: CertificateWatchParts) {
    this.#parts = parts;
    this.#served = parts.served;
  }

  /** Looks now and twice a day; what goes wrong is said in the log and tried again. */
  async look(): Promise<void> {
    const { clock, log } = this.#parts;
    try {
      await this.#lookOnce();
    } catch (thrown) {
      log.error({ why: messageOf(thrown) }, 'the certificate could not be looked at');
    }
    this.#cancel();
    if (!this.#closed) {
      this.#cancel = clock.after(lookEveryMs, () => void this.look());
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #lookOnce(): Promise<void> {
    const { open, use, alarms, clock, log } = this.#parts;
    const found = await open();
    if (found !== null && found.certificatePem !== this.#served.certificatePem) {
      use(found);
      this.#served = found;
      log.info({}, 'a new certificate is served');
    }
    const { validTo } = new X509Certificate(this.#served.certificatePem);
    const daysLeft = Math.floor((Date.parse(validTo) - clock.nowMs()) / dayMs);
    if (daysLeft >= warnDays) {
      await alarms.endAlarm(code, null);
      return;
    }
    const detail = `the certificate of the centre is good for ${daysLeft} more days, until ${validTo}`;
    const level = daysLeft < warnDays / 4 ? 'alarm' : 'warning';
    await alarms.raiseAlarm({ code, level, cameraId: null, detail });
  }
}
