/**
 * The frame of an ordinary page: one `<main>`, a toolbar, a body that scrolls. The heading of level 1
 * stands in the bar. The wall and playback bring their own `<main>`.
 */

import type { ReactElement, ReactNode } from 'react';

interface PageProps {
  /** Search, filters and acts of the page. */
  readonly tools?: ReactNode;
  /** `narrow` for text and forms. */
  readonly width?: 'full' | 'narrow';
  readonly children: ReactNode;
}

export function Page({ tools, width = 'full', children }: PageProps): ReactElement {
  return (
    <main id="main" tabIndex={-1} className={`s-page s-page-${width}`}>
      {tools === undefined ? null : <div className="s-tools">{tools}</div>}
      <div className="s-page-body">{children}</div>
    </main>
  );
}
