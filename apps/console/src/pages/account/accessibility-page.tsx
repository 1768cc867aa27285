/**
 * The accessibility statement (article 47 of the law of 11 February 2005, RGAA 4): what was checked
 * and how, what is not accessible, whom to write to. It claims nothing that was not measured.
 */

import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useSession } from '../../api/queries.ts';
import { useText } from '../../i18n/text.ts';

export function AccessibilityPage(): ReactElement {
  const t = useText();
  const town = useSession().data?.town.name ?? t('la commune');
  return (
    <main id="main" className="s-open-main" tabIndex={-1}>
      <article className="p-text">
        <h1>{t('Déclaration d’accessibilité')}</h1>
        <p>
          {t(
            '{town} s’engage à rendre cette application accessible, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique à la console Beffroi.',
            { town },
          )}
        </p>
        <h2>{t('État de conformité')}</h2>
        <p>
          {t(
            'Non vérifiée par un tiers : aucun audit RGAA n’a encore été fait. Chaque page est contrôlée automatiquement (axe-core, règles WCAG 2.1 A et AA) dans les deux langues et les deux thèmes à chaque version ; un contrôle automatique ne trouve qu’une partie des défauts.',
          )}
        </p>
        <h2>{t('Ce qui est fait')}</h2>
        <ul>
          <li>
            {t(
              'Tout se fait au clavier ; la touche « ? » liste les raccourcis, qui peuvent être coupés.',
            )}
          </li>
          <li>
            {t('Aucun état n’est dit par la couleur seule : une forme et un mot l’accompagnent.')}
          </li>
          <li>{t('Rien ne clignote ; les animations suivent le réglage du poste.')}</li>
          <li>{t('La carte et les graphiques ont une liste ou un tableau équivalent.')}</li>
        </ul>
        <h2>{t('Ce qui n’est pas accessible')}</h2>
        <ul>
          <li>
            {t(
              'Les images de vidéoprotection en direct ou relues n’ont pas de description : leur contenu n’est connu de personne à l’avance. Le nom de la caméra, le lieu, l’heure et l’état sont donnés en texte.',
            )}
          </li>
        </ul>
        <h2>{t('Signaler un défaut')}</h2>
        <p>
          {t(
            'Écrivez au responsable du CSU ou à la mairie. Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits.',
          )}
        </p>
        <p>
          <Link to="/">{t('Revenir à la console')}</Link>
        </p>
      </article>
    </main>
  );
}
