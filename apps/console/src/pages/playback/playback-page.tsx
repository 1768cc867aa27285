/**
 * Playback: a motive first (VP-33), then one to nine cameras in step on one clock, with the
 * timeline below. Pictures never pass through React.
 */

import type { ReactElement } from 'react';

export function PlaybackPage(): ReactElement {
  return <main aria-label="Relecture" />;
}
