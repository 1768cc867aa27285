/** What the probe saw, in figures and in plain words, with the rule each finding comes from. */

import type { ProbeReport } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import type { Tone } from '../../ui/notice.tsx';
import { StateBadge, StateShape } from '../../ui/state-badge.tsx';

const tones: Record<ProbeReport['findings'][number]['level'], Tone> = {
  good: 'good',
  advice: 'warning',
  fault: 'alarm',
};

export function ProbeFindings({ report }: { readonly report: ProbeReport }): ReactElement {
  const t = useText();
  const words = useWords();
  const moments = useMoments();
  const figures = [
    report.codec?.toUpperCase().replace('H26', 'H.26'),
    report.width === null || report.height === null ? null : `${report.width} × ${report.height}`,
    report.measuredFps === null
      ? null
      : t('{fps} images/s', { fps: moments.number(report.measuredFps, 1) }),
    report.kbitPerSecond === null
      ? null
      : t('{rate} kbit/s', { rate: moments.number(report.kbitPerSecond) }),
    report.transport?.toUpperCase(),
    report.server,
  ].filter((figure) => figure !== null && figure !== undefined);
  return (
    <section className="b-card b-stack" aria-live="polite">
      <StateBadge tone={report.reachable ? 'good' : 'alarm'}>
        {report.reachable ? t('La caméra répond') : t('La caméra ne répond pas')}
      </StateBadge>
      <p className="b-quiet">{figures.join(' · ')}</p>
      <ul className="p-findings">
        {report.findings.map((finding) => (
          <li key={finding.words.fr}>
            <span className={`b-tone-${tones[finding.level]}`}>
              <StateShape tone={tones[finding.level]} size={14} />
            </span>
            <span>
              <span className="b-hidden">{levelText(t, finding.level)} </span>
              {words(finding.words)}{' '}
              {finding.rule === null ? null : <span className="b-rule">{finding.rule}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function levelText(
  t: ReturnType<typeof useText>,
  level: ProbeReport['findings'][number]['level'],
): string {
  const labels = { good: t('Bon :'), advice: t('Conseil :'), fault: t('Défaut :') };
  return labels[level];
}
