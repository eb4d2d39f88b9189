import { schema, settingKeys } from "./schema.ts";

/** The JSON Schema of config.yml, so that an editor completes names and marks mistakes. */
export function configJsonSchema(): Record<string, unknown> {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const key of settingKeys) {
    const [section = "", name = ""] = key.split(".");
    const { kind, about, default: usual, defaultFile } = schema[key];
    const value = usual === undefined ? undefined : kind.json["type"] === "integer" ? Number(usual) : usual;
    const preset = defaultFile === undefined ? value : `/config/${defaultFile}`;
    sections[section] = {
      ...sections[section],
      [name]: { description: about, ...kind.json, ...(preset === undefined ? {} : { default: preset }) },
    };
  }
  const properties = Object.entries(sections).map(([section, settings]) => [section, mapping(settings)]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "qbt-rules config.yml",
    ...mapping(Object.fromEntries(properties)),
  };
}

function mapping(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: ["object", "null"], additionalProperties: false, properties };
}
