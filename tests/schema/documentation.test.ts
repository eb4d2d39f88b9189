import { describe, expect, test } from "bun:test";
import { asMapping, isList, propertiesOf } from "../../scripts/schema/json-schema.ts";
import { rulesSchema } from "../../scripts/schema/rules.ts";
import { actionTypes, actions } from "../../src/actions/catalogue.ts";
import { fields, listSources } from "../../src/rules/fields/catalogue.ts";
import { operators } from "../../src/rules/operators/operators.ts";

/** What an editor shows beside a name. */
const definitions = asMapping(rulesSchema()["$defs"]);

/** The documentation of every name that a definition offers. */
function offered(definition: string): ReadonlyMap<string, string> {
  const { anyOf } = asMapping(definitions[definition]);
  return new Map(
    (isList(anyOf) ? anyOf : []).flatMap((one): (readonly [string, string])[] => {
      const { const: name, description } = asMapping(one);
      return typeof name === "string" && typeof description === "string" ? [[name, description]] : [];
    }),
  );
}

describe("an editor shows", () => {
  test.each([...fields.values()])("of $name what it is", ({ name, about }) => {
    expect(offered("field").get(name)).toStartWith(about);
  });

  test("of a field its type, and which servers have it at which price", () => {
    const shown = offered("field");
    expect(shown.get("info.size")).toEndWith("(a size in bytes)");
    expect(shown.get("info.content_path")).toEndWith("(a path; qBittorrent 4.3.1 and newer)");
    expect(shown.get("info.comment")).toEndWith("(text; before 5.0 one more request for each torrent)");
  });

  test.each(listSources)("of the items of %s the same under their own names", (list) => {
    const whole = [...offered("field")].filter(([name]) => name.startsWith(`${list}.`));
    expect([...offered(`${list}.field`)]).toEqual(whole.map(([name, about]) => [name.slice(list.length + 1), about]));
  });

  test("of every operator what it asks", () => {
    const families = Object.keys(definitions).filter((name) => name.startsWith("operators."));
    const shown = new Map(families.flatMap((family) => [...offered(family)]));
    expect([...shown.keys()].toSorted()).toEqual([...operators.keys()].toSorted());
    for (const [name, { about }] of operators) expect(shown.get(name)).toStartWith(about);
  });

  test.each(actionTypes)("of %s what it does, and what each parameter says", (type) => {
    expect(offered("action_type").get(type)).toStartWith(actions[type].about);
    const params = Object.values(propertiesOf(asMapping(definitions[`params.${type}`])));
    for (const { description } of params) expect(description).toMatch(/^\S.{10,}/);
  });

  test("of every key of a rule what it is for", () => {
    const keys = Object.values(propertiesOf(asMapping(definitions["rule"])));
    expect(keys.length).toBeGreaterThan(6);
    for (const { description } of keys) expect(description).toMatch(/^\S.{10,}/);
  });
});
