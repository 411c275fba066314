import { expect, type Locator, type Page } from '@playwright/test';

// More presses of Tab than any page has stops.
const everyStop = 120;

/** Keyboard does what hands do that have no mouse: it only ever presses keys. */
export class Keyboard {
  #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key);
  }

  /** tabTo walks forward until the focus is there. */
  async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let press = 0; press < everyStop; press++) {
      if (await isFocused(target)) return;
      await this.press('Tab');
    }
    await expect(target, 'Tab never reaches it').toBeFocused();
  }

  /** type replaces what stands in a field. */
  async type(field: Locator, text: string): Promise<void> {
    await this.tabTo(field);
    await this.press('ControlOrMeta+a');
    await this.#page.keyboard.type(text);
  }

  /** choose picks an option of a list by the letters it begins with. */
  async choose(list: Locator, letters: string): Promise<void> {
    await this.tabTo(list);
    await this.#page.keyboard.type(letters);
  }

  /** activate walks to a button, link or disclosure, and presses Enter. */
  async activate(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.press('Enter');
  }

  /** tick walks to a checkbox, and presses the space bar. */
  async tick(box: Locator): Promise<void> {
    await this.tabTo(box);
    await this.press('Space');
    await expect(box).toBeChecked();
  }
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
