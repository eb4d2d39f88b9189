import type { ListSource } from "../fields/field.ts";
import type { Subject } from "../operators/operator.ts";
import { NOT_CONTACTED } from "../values.ts";
import { nameOf } from "./items.ts";
import { DOES_NOT_SAY } from "./why-missing.ts";

/** Why one value of an item leaves a test of it open. */
export function whyItem(list: ListSource, item: Subject, found: unknown): string {
  const name = nameOf(list, item);
  if (list === "trackers") {
    if (statusOf(item) === NOT_CONTACTED) return `${name} was not contacted yet`;
    if (found !== undefined) return `${name} fails, and qBittorrent up to 5.1 does not tell how: ${TOGETHER}`;
    if (item["updating"] === true) return `${name} is being asked just now`;
  }
  return `${DOES_NOT_SAY} it of ${name}`;
}

const TOGETHER = "name not_working, tracker_error and unreachable together";

function statusOf({ status }: Subject): unknown {
  return typeof status === "object" && status !== null && "code" in status ? status.code : undefined;
}
