import { expect, test } from "vitest";
import { english, preferredLanguage } from ".";
import { messages as german } from "./de";

function keys(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" ? [`${path}${key}`] : keys(inner as object, `${path}${key}.`),
  );
}

function texts(value: object): string[] {
  return Object.values(value).flatMap((inner) =>
    typeof inner === "string" ? [inner] : texts(inner as object),
  );
}

test("every message is there in every language, with the same places to fill", () => {
  expect(keys(german)).toEqual(keys(english));
  const places = (text: string) => (text.match(/\{\{\w+/g) ?? []).sort();
  expect(texts(german).map(places)).toEqual(texts(english).map(places));
});

test("the first language of the browser that there is", () => {
  expect(preferredLanguage(null, ["fr-FR", "de-AT", "en"])).toBe("de");
  expect(preferredLanguage("en", ["de"])).toBe("en");
  expect(preferredLanguage(null, ["ja"])).toBe("en");
});
