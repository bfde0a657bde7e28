/** Pictures of the page for `docs/web/`, small. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../docs/web/", import.meta.url));
const MOST_BYTES = 150_000;

/** Kept only with `PICTURES=1`: a picture changes by a pixel from machine to machine. As JPEG, where it is smaller so. */
export async function picture(page, name, { fullPage = false } = {}) {
  if (!process.env.PICTURES) return;
  await mkdir(folder, { recursive: true });
  let body = await page.screenshot({ fullPage });
  let ending = "png";
  for (let quality = 85; body.length > MOST_BYTES && quality > 30; quality -= 15) {
    body = await page.screenshot({ fullPage, type: "jpeg", quality });
    ending = "jpg";
  }
  for (const other of ["png", "jpg"]) await rm(`${folder}${name}.${other}`, { force: true });
  await writeFile(`${folder}${name}.${ending}`, body);
}
