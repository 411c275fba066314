import { type Fault, toFault } from './fault';
import { frame } from './frame';

/** PageOpener opens pages of somebody else by whatever this door offers. */
export class PageOpener {
  /** The door opens pages; a browser follows links by itself. */
  asked = $state(false);
  #refused: (fault: Fault) => void;

  /** refused is told why a page could not be opened. */
  constructor(refused: (fault: Fault) => void) {
    this.#refused = refused;
  }

  /** ask learns which door this is. */
  async ask(): Promise<void> {
    try {
      this.asked = (await frame.platform()).opensUrl;
    } catch {
      // The door says nothing: links stay links.
    }
  }

  open(address: string): void {
    frame.openURL(address).catch((thrown: unknown) => {
      this.#refused(toFault(thrown));
    });
  }
}
