/**
 * The timeline as a table: what was recorded, each gap with its cause, each bookmark, in order, with
 * a button that leads there. The same facts as the canvas, for screen readers and for everybody.
 */

import type { TimelineView as TimelineFacts } from '@beffroi/wire';
import type { ReactElement } from 'react';
import { useMoments } from '../../i18n/moments.ts';
import { useText, useWords } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';

interface TimelineListProps {
  readonly rows: readonly TimelineFacts[];
  readonly names: ReadonlyMap<string, string>;
  readonly onSeek: (atMs: number) => void;
}

interface Line {
  readonly key: string;
  readonly icon: IconName;
  readonly kind: string;
  readonly cameraId: string;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly words: string;
}

const linesMax = 200;

export function TimelineList({ rows, names, onSeek }: TimelineListProps): ReactElement {
  const t = useText();
  const moments = useMoments();
  const all = useLines(rows);
  const lines = all.slice(0, linesMax);
  return (
    <details className="p-list">
      <summary>{t('Chronologie en liste ({count} lignes)', { count: all.length })}</summary>
      <div className="b-table-frame">
        <table className="b-table">
          <thead>
            <tr>
              <th scope="col">{t('Quoi')}</th>
              <th scope="col">{t('Caméra')}</th>
              <th scope="col">{t('Du')}</th>
              <th scope="col">{t('Au')}</th>
              <th scope="col">{t('Détail')}</th>
              <th scope="col">{t('Aller à')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <td>
                  <span className="b-row">
                    <Icon name={line.icon} size={16} /> {line.kind}
                  </span>
                </td>
                <td>{names.get(line.cameraId) ?? line.cameraId}</td>
                <td>{moments.dayTime(line.fromMs)}</td>
                <td>{line.toMs === null ? t('dure encore') : moments.dayTime(line.toMs)}</td>
                <td>{line.words}</td>
                <td>
                  <Button small onPress={() => onSeek(line.fromMs)}>
                    {t('Aller')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all.length > linesMax ? (
        <p className="b-quiet b-small">
          {t('Les {count} premières lignes ; réduisez la période pour voir les autres.', {
            count: linesMax,
          })}
        </p>
      ) : null}
    </details>
  );
}

function useLines(rows: readonly TimelineFacts[]): readonly Line[] {
  const t = useText();
  const words = useWords();
  return rows
    .flatMap(({ cameraId, spans, gaps, bookmarks }): Line[] => [
      ...spans.map((span) => ({
        ...span,
        key: `${cameraId} s ${span.fromMs}`,
        icon: 'record' as const,
        kind: t('Enregistré'),
        cameraId,
        words: '',
      })),
      ...gaps.map((gap) => ({
        key: `${cameraId} g ${gap.fromMs}`,
        icon: 'warning' as const,
        kind: gap.cause === 'retention-over' ? t('Effacé à son terme') : t('Interruption'),
        cameraId,
        fromMs: gap.fromMs,
        toMs: gap.toMs,
        words: words(gap.words),
      })),
      ...bookmarks.map((bookmark) => ({
        key: bookmark.id,
        icon: 'bookmark' as const,
        kind: t('Repère'),
        cameraId,
        fromMs: bookmark.atMs,
        toMs: bookmark.atMs,
        words: `${bookmark.title} (${bookmark.by})`,
      })),
    ])
    .toSorted((a, b) => a.fromMs - b.fromMs);
}
