import { done, said, type Answer } from "./answer.ts";
import { mutation, type Call, type Endpoints } from "./endpoint.ts";
import { categoryPath, move } from "./place.ts";

/** Where data lies, and who decides that. */
export const placeEndpoints: Endpoints = {
  "torrents/setLocation": mutation(setLocation, "hashes", "location"),
  "torrents/setAutoManagement": mutation(setAutoManagement, "hashes", "enable"),
};

/** What is wrong with the place is told whether there is a torrent or not. */
function setLocation({ store, parameter }: Call): Answer {
  const location = parameter("location").trim();
  if (location === "") return said("Save path cannot be empty", 400);
  if (!store.disk.makeFolder(location)) return said("Cannot make save path", 409);
  for (const torrent of store.named(parameter("hashes"))) {
    torrent.autoManaged = false;
    move(torrent, location, store);
  }
  return done();
}

function setAutoManagement({ store, parameter }: Call): Answer {
  const enabled = parameter("enable") === "true";
  for (const torrent of store.named(parameter("hashes"))) {
    torrent.autoManaged = enabled;
    if (enabled) move(torrent, categoryPath(torrent.category, store), store);
  }
  return done();
}
