/** What the routes are made of; the same for all of them. */

import type { Office } from '@beffroi/office';
import type { BrowserCookie } from '../identity/browser-cookie.ts';
import type { ProviderDesk } from '../identity/provider-desk.ts';
import type { RecorderBoard } from '../link/recorder-board.ts';
import type { RecorderLinks } from '../link/recorder-links.ts';
import type { RegisterDesk } from '../register/register-desk.ts';
import type { AttemptLimit } from '../security/attempt-limit.ts';
import type { PasskeyDesk } from '../security/passkey-desk.ts';
import type { SessionCookie } from '../security/session-cookie.ts';

export interface RouteParts {
  readonly office: Office;
  readonly links: RecorderLinks;
  readonly board: RecorderBoard;
  readonly passkeys: PasskeyDesk;
  /** Null where the town has no identity provider. */
  readonly provider: ProviderDesk | null;
  readonly browserCookie: BrowserCookie;
  readonly attempts: AttemptLimit;
  /** Openings of the demonstration's door. */
  readonly demonstrations: AttemptLimit;
  readonly cookie: SessionCookie;
  readonly isSecure: boolean;
  readonly townName: string;
  readonly mapFile: string | null;
  /** Null in a centre without a register on disk: tests of other rooms. */
  readonly register: RegisterDesk | null;
}
