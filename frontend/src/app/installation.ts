/** The browser's offer to install the page, which comes once and early, kept until somebody wants it. */

/** Chromium's; other browsers have it in their menu only. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallEvent | null = null;
const changes = new EventTarget();

function change(now: InstallEvent | null) {
  offer = now;
  changes.dispatchEvent(new Event("change"));
}

/** Call it when the page begins. */
export function awaitInstallation() {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    change(event as InstallEvent);
  });
  window.addEventListener("appinstalled", () => change(null));
}

export const installation = {
  isInstalled: () => matchMedia("(display-mode: standalone)").matches,
  canAsk: () => offer !== null,
  async ask() {
    await offer?.prompt();
    change(null); // an offer counts once
  },
  follow(listener: () => void) {
    changes.addEventListener("change", listener);
    return () => changes.removeEventListener("change", listener);
  },
};
