/**
 * The wall: 1 to 36 live tiles. Pictures never pass through React; the page only lays out the
 * places where the viewer draws them.
 */

import type { ReactElement } from 'react';

export function WallPage(): ReactElement {
  return <main aria-label="Mur d’images" />;
}
