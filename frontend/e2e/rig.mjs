/** What the tests in real browsers are made of.. */
export { DEVICES, openChromium, openPage, seriousIssues, visit } from "./chromium.mjs";
export { FIREFOX, openFirefox } from "./firefox.mjs";
export { picture } from "./pictures.mjs";
export { chordwork, freePort, openServer, Server } from "./server.mjs";
export { clip, folder, plucked, save, wav } from "./sounds.mjs";
export { eventually, Suite } from "./suite.mjs";
