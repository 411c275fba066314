import type { Page } from '@playwright/test';
import type { Stage } from './stage';
import { button, field } from './steps';

/** Server is what a person types to have the stage's mail server used. */
export interface Server {
  host?: string;
  port: number;
  security: 'starttls' | 'implicit-tls';
}

/** enterMail types the stage's mail server and its user's password, in an empty form. */
export async function enterMail(page: Page, stage: Stage, server: Server): Promise<void> {
  const { mail } = stage.bill;
  await button(page, 'Set up outgoing mail').click();
  await field(page, 'Host').fill(server.host ?? mail.host);
  await page.getByRole('combobox', { name: 'Security' }).selectOption(server.security);
  await field(page, 'Port').fill(String(server.port));
  await field(page, 'User name').fill(mail.user);
  await field(page, 'Password').fill(mail.password);
  await field(page, 'From address').fill(mail.user);
}

/** test picks one of the levels beside the page's main button. */
export async function test(page: Page, level: string): Promise<void> {
  await button(page, 'More tests').click();
  await page.getByRole('menuitem', { name: level }).click();
}
