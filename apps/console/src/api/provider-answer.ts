/**
 * What the identity provider put into the address when it sent the browser back here. It is taken out
 * of the address bar and of the history at once, before anything else runs, and handed in once by the
 * page of the return: a code that lies about is a code that somebody may copy.
 */

export const returnPath = '/sign-in/return';

function takeAnswer(): string {
  const { pathname, search } = window.location;
  if (pathname !== returnPath || search === '') {
    return '';
  }
  window.history.replaceState(window.history.state, '', returnPath);
  return search.slice(1);
}

/** Empty when this page wasn't reached from the provider. */
export const providerAnswer = takeAnswer();
