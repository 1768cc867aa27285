/**
 * A state in a shape and a word: disc for good, ring for quiet, square for a notice, triangle for a
 * warning, octagon for an alarm. Colour only repeats what shape and word already say (WCAG 1.4.1).
 */

import type { ReactElement } from 'react';
import type { Tone } from './notice.tsx';

const shapes: Record<Tone, string> = {
  quiet:
    'M8 3.25a4.75 4.75 0 1 0 0 9.5 4.75 4.75 0 0 0 0-9.5zm0 2a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5z',
  good: 'M8 3.25a4.75 4.75 0 1 0 0 9.5 4.75 4.75 0 0 0 0-9.5z',
  notice: 'M3.5 3.5h9v9h-9z',
  warning: 'M8 2 1.5 13.5h13z',
  // The mark is cut out of the octagon, so that it differs from a disc at any size.
  alarm: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM7.1 4v4.9h1.8V4zM7.1 10.2V12h1.8v-1.8z',
};

export function StateShape({ tone, size = 14 }: { readonly tone: Tone; readonly size?: number }) {
  return (
    <svg
      className={`b-shape b-tone-${tone}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[tone]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}

interface StateBadgeProps {
  readonly tone: Tone;
  readonly children: string;
  /** A frame around it, where it stands alone. */
  readonly framed?: boolean;
}

export function StateBadge({ tone, children, framed = false }: StateBadgeProps): ReactElement {
  return (
    <span className={`b-state b-tone-${tone}${framed ? ' b-state-framed' : ''}`}>
      <StateShape tone={tone} />
      <span>{children}</span>
    </span>
  );
}
