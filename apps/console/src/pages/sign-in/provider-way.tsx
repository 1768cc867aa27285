/**
 * The way in by the town's identity provider: a button by the name people know, nothing where the town
 * has none, and a reason where it doesn't answer. The browser leaves for the provider and comes back to
 * the page of the return.
 */

import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { type BegunSignIn, identityProvider } from '../../api/sign-in.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FaultNotice } from '../../ui/notice.tsx';

interface ProviderWayProps {
  /** What the button says, by the name people know. */
  readonly words: (provider: string) => string;
  readonly begin: () => Promise<BegunSignIn>;
}

export function ProviderWay({ words, begin }: ProviderWayProps): ReactElement | null {
  const t = useText();
  const provider = useQuery({ queryKey: ['provider'], queryFn: identityProvider }).data?.provider;
  const leave = useMutation({
    mutationFn: begin,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  if (provider === undefined || provider === null) {
    return null;
  }
  const { label, isAway } = provider;
  return (
    <div className="b-stack">
      <Button
        icon="link"
        isPending={leave.isPending || leave.isSuccess}
        isDisabled={isAway}
        onPress={() => leave.mutate()}
      >
        {words(label)}
      </Button>
      {isAway ? (
        <p className="b-quiet b-small" role="status">
          {t('{provider} ne répond pas en ce moment : entrez par un autre moyen.', {
            provider: label,
          })}
        </p>
      ) : null}
      <FaultNotice fault={leave.error} />
    </div>
  );
}
