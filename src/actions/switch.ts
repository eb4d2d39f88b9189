import * as v from "valibot";
import { wants } from "./messages.ts";

/** A parameter that is true or false; `yes`, `no`, `on` and `off` are text in YAML 1.2. */
export const onOff = (name: string, about: string) =>
  v.pipe(v.boolean(wants(name, "true or false", "write true or false without quotes")), v.description(about));
