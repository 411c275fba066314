import { mount } from 'svelte';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/control.css';
import { openDoor } from './bridge/door';
import { toFault } from './bridge/fault';
import App from './shell/App.svelte';
import { Theme } from './shell/theme.svelte';

const theme = new Theme(localStorage, matchMedia('(prefers-color-scheme: dark)'), (shown) => {
  document.documentElement.dataset['theme'] = shown;
});
theme.follow();

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');

const refused = await openDoor().then(
  () => undefined,
  (thrown: unknown) => toFault(thrown),
);
mount(App, { target, props: { theme, refused } });
