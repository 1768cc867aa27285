/** A QR code as one SVG path: no image URL, no script from elsewhere. Dark on white in both themes. */

import qrcode from 'qrcode';
import type { ReactElement } from 'react';

const quiet = 4;

export function QrCode({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): ReactElement {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const size = modules.size + quiet * 2;
  const squares = Array.from(modules.data, (isDark, index) =>
    isDark
      ? `M${quiet + (index % modules.size)} ${quiet + Math.floor(index / modules.size)}h1v1h-1z`
      : '',
  ).join('');
  return (
    <svg className="p-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={squares} fill="#000000" shapeRendering="crispEdges" />
    </svg>
  );
}
