/** What the page has to say: a notice, an empty place, a wait, a refusal in words. */

import type { ReactElement, ReactNode } from 'react';
import { RefusalError } from '../api/refusal.ts';
import { useText, useWords } from '../i18n/text.ts';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'quiet' | 'good' | 'notice' | 'warning' | 'alarm';

const toneIcons: Record<Tone, IconName> = {
  quiet: 'info',
  good: 'check',
  notice: 'info',
  warning: 'warning',
  alarm: 'alarm',
};

interface NoticeProps {
  readonly tone?: Tone;
  readonly title?: string;
  /** Said at once by screen readers, for what answers an act. */
  readonly isLive?: boolean;
  readonly children?: ReactNode;
}

export function Notice({ tone = 'notice', title, isLive = false, children }: NoticeProps) {
  return (
    <div className={`b-notice b-tone-${tone}`} {...(isLive ? { role: 'alert' } : {})}>
      <Icon name={toneIcons[tone]} />
      <div className="b-grow">
        {title === undefined ? null : <p className="b-notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, children }: EmptyStateProps): ReactElement {
  return (
    <div className="b-empty">
      <Icon name={icon} size={32} />
      <p className="b-empty-title">{title}</p>
      {children}
    </div>
  );
}

export function Waiting({ label }: { readonly label?: string }): ReactElement {
  const t = useText();
  return (
    <p className="b-waiting" role="status">
      <Icon name="clock" size={16} /> {label ?? t('Chargement…')}
    </p>
  );
}

/** The sentence for a thrown error: the law's own words when it refused. */
export function useFaultText(): (fault: unknown) => string {
  const t = useText();
  const words = useWords();
  return (fault) =>
    fault instanceof RefusalError
      ? words(fault.words)
      : t('Le centre ne répond pas. Réessayez dans un instant.');
}

/** A refusal or failure, with its rule; nothing when there is none. */
export function FaultNotice({ fault }: { readonly fault: unknown }): ReactElement | null {
  const faultText = useFaultText();
  if (fault === null || fault === undefined) {
    return null;
  }
  return (
    <Notice tone="alarm" isLive>
      <p>
        {faultText(fault)}{' '}
        {fault instanceof RefusalError ? <span className="b-rule">{fault.rule}</span> : null}
      </p>
    </Notice>
  );
}
