/**
 * Adding a camera: its address is tried first, what is found is said in plain words, then the card is
 * filled. It is saved as planned: nothing is shown or recorded before the prefect is told (VP-09) and
 * the masks are decided (MSK-1).
 */

import type { CameraView, ProbeReport } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { watched } from '../../api/watched.ts';
import { useText } from '../../i18n/text.ts';
import { Page } from '../../shell/page.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { FaultNotice, Notice, Waiting } from '../../ui/notice.tsx';
import { AddressFields } from './address-fields.tsx';
import { addressFaults, bodyOf, type CameraDraft, cardFaults, emptyDraft } from './camera-draft.ts';
import { FramingFields, IdentityFields, OrderFields, PurposeFields } from './card-fields.tsx';
import { PositionFields } from './position-fields.tsx';
import { ProbeFindings } from './probe-findings.tsx';

interface StepProps {
  readonly draft: CameraDraft;
  readonly onChange: (change: Partial<CameraDraft>) => void;
}

export function NewCameraPage(): ReactElement {
  const t = useText();
  const [draft, setDraft] = useState(emptyDraft);
  const [step, setStep] = useState<'address' | 'card'>('address');
  const change = (part: Partial<CameraDraft>): void => setDraft((now) => ({ ...now, ...part }));
  return (
    <Page width="narrow">
      <Link to="/cameras" className="p-back">
        <Icon name="chevron-left" size={16} /> {t('Toutes les caméras')}
      </Link>
      <ol className="p-steps">
        <li aria-current={step === 'address' ? 'step' : undefined}>{t('1. Adresse et essai')}</li>
        <li aria-current={step === 'card' ? 'step' : undefined}>{t('2. Fiche')}</li>
      </ol>
      {step === 'address' ? (
        <AddressStep draft={draft} onChange={change} onNext={() => setStep('card')} />
      ) : (
        <CardStep draft={draft} onChange={change} onBack={() => setStep('address')} />
      )}
    </Page>
  );
}

function AddressStep(props: StepProps & { readonly onNext: () => void }): ReactElement {
  const { draft, onChange, onNext } = props;
  const t = useText();
  const [hasTried, setTried] = useState(false);
  const faults = addressFaults(t, draft);
  const isReady = Object.keys(faults).length === 0;
  const probe = useMutation({
    mutationFn: () => {
      const { mainUrl, username, password, framing, fastFlow } = bodyOf(draft);
      const body = { url: mainUrl, username, password, framing, fastFlow };
      return ask<ProbeReport>('POST', '/api/probe', body);
    },
  });
  const whenReady = (act: () => void): void => {
    setTried(true);
    if (isReady) {
      act();
    }
  };
  return (
    <div className="b-stack">
      <AddressFields draft={draft} faults={hasTried ? faults : {}} onChange={onChange} />
      <FramingFields draft={draft} onChange={onChange} />
      {probe.isPending ? <Waiting label={t('Essai de la caméra, quelques secondes…')} /> : null}
      <FaultNotice fault={probe.error} />
      {probe.data === undefined ? null : <ProbeFindings report={probe.data} />}
      <div className="b-row">
        <Button
          variant={probe.data === undefined ? 'primary' : 'plain'}
          icon="search"
          isPending={probe.isPending}
          onPress={() => whenReady(() => probe.mutate())}
        >
          {probe.data === undefined ? t('Essayer la caméra') : t('Essayer encore')}
        </Button>
        <Button
          variant={probe.data === undefined ? 'quiet' : 'primary'}
          onPress={() => whenReady(onNext)}
        >
          {probe.data === undefined ? t('Continuer sans essai') : t('Continuer')}
        </Button>
      </div>
    </div>
  );
}

function CardStep(props: StepProps & { readonly onBack: () => void }): ReactElement {
  const { draft, onChange, onBack } = props;
  const t = useText();
  const navigate = useNavigate();
  const [hasTried, setTried] = useState(false);
  const faults = cardFaults(t, draft);
  const save = useMutation({
    mutationFn: () => ask<CameraView>('POST', '/api/cameras', bodyOf(draft)),
    onSuccess: (camera) => {
      invalidate(['cameras']);
      watched(navigate({ to: '/cameras/$cameraId', params: { cameraId: camera.id } }));
    },
  });
  const shown = hasTried ? faults : {};
  const submit = (): void => {
    setTried(true);
    if (Object.keys(faults).length === 0) {
      save.mutate();
    } else {
      focusFirstFault();
    }
  };
  return (
    <div className="b-stack">
      <IdentityFields draft={draft} faults={shown} onChange={onChange} />
      <PurposeFields draft={draft} faults={shown} onChange={onChange} />
      <OrderFields draft={draft} faults={shown} onChange={onChange} />
      <PositionFields position={draft.position} onChange={(position) => onChange({ position })} />
      {hasTried && Object.keys(faults).length > 0 ? (
        <Notice tone="alarm" isLive>
          <p>{t('Des champs restent à corriger.')}</p>
        </Notice>
      ) : null}
      <FaultNotice fault={save.error} />
      <div className="b-row">
        <Button icon="chevron-left" onPress={onBack}>
          {t('Adresse')}
        </Button>
        <Button variant="primary" isPending={save.isPending} onPress={submit}>
          {t('Inscrire comme prévue')}
        </Button>
      </div>
    </div>
  );
}

/** After the faults are drawn: to the first field that has one (WCAG 3.3.1). */
function focusFirstFault(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
  });
}
