/**
 * Writes the types of the REST interface and of the wire protocol from what the server says of them.
 * With --check, writes nothing and fails if they are stale. `openapi.json` beside package.json is the server's own
 * document: `chordwork openapi > frontend/openapi.json`; a test of the server holds it to be fresh.
 */
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";

const root = new URL("../", import.meta.url);
const header = "// Written by `npm run types`. Do not edit.\n\n";

const openapi = JSON.parse(await readFile(new URL("openapi.json", root), "utf8"));
const rest = header + astToString(await openapiTS(openapi));

const schema = JSON.parse(await readFile(new URL("../docs/protocol.schema.json", root), "utf8"));
const wire =
  header +
  (await compile(schema, "Protocol", {
    bannerComment: "",
    additionalProperties: false,
    unreachableDefinitions: true,
  }));

const files = { "src/api/rest.gen.ts": rest, "src/connection/wire.gen.ts": wire };
let stale = false;
for (const [name, text] of Object.entries(files)) {
  const path = new URL(name, root);
  if (process.argv.includes("--check")) {
    if ((await readFile(path, "utf8").catch(() => "")) !== text) {
      console.error(`${name} is stale: run npm run types`);
      stale = true;
    }
  } else {
    await writeFile(path, text);
  }
}
process.exit(stale ? 1 : 0);
