import { isSince } from "../releases.ts";

/**
 * What qBittorrent answers: at first, and from which release on otherwise. It was seen on the real servers of 4.2.5, 4.5.2, 5.1.0
 * and 5.3.0. Before the first of them it is what is documented; between two of them the change comes with the release that is
 * documented to have brought it or, where none is, with the line of the later one. The simulator must agree.
 */
export type Facts = ReturnType<typeof factsOf>;

export function factsOf(version: string) {
  const since = <const Value>(first: Value, later: Readonly<Record<string, Value>> = {}): Value => {
    const [, value = first] = Object.entries(later).findLast(([release]) => isSince(version, release)) ?? [];
    return value;
  };
  // oxfmt-ignore
  return {
    version,
    /** Of the releases that there is a server of; undefined for any other. */
    webApi:                  WEB_API[version],

    goodLogin:             since("200 Ok.",    { "5.2.0": "204 " }),
    badLogin:              since("200 Fails.", { "5.2.0": "401 Unauthorized" }),
    cookie:                since("SID",        { "5.2.0": "QBT_SID_<port>" }),
    loginByGet:            since(200,          { "4.4.4": 405 }),
    stranger:              since("403 ",       { "4.3.0": "403 Forbidden" }),
    strangerUnknownScope:  since(404,          { "4.4.0": 403 }),
    setsSessionTimeout:    since(false,        { "4.2.0": true }),
    rotateApiKey:          since(404,          { "5.2.0": 200 }),
    pageWithKey:           since(200,          { "5.2.0": 404 }),

    unknownEndpoint:       since("404 ", { "4.3.0": "404 Not Found", "5.2.0": "404 Endpoint does not exist" }),
    missingHashes:         since("400 ", { "4.3.0": "400 Bad Request", "5.2.0": "400 Missing required parameters: hashes" }),
    getOnMutation:         since(200,          { "4.5.0": 405 }),

    stop:                  since(404,          { "5.0.0": 200 }),
    start:                 since(404,          { "5.0.0": 200 }),
    pause:                 since(200,          { "5.0.0": 404 }),
    resume:                since(200,          { "5.0.0": 404 }),
    stopVerb:              since("pause",      { "5.0.0": "stop" }),
    startVerb:             since("resume",     { "5.0.0": "start" }),
    stoppedWord:           since("paused",     { "5.0.0": "stopped" }),

    shareLimitsOldThree:   since(200,          { "4.6.0": 400 }),
    shareLimitsWithIdle:   since(200,          { "5.2.0": 400 }),
    shareLimitsAllFive:    200,

    highestRatioLimit:     since(9_999,        { "5.1.1": Infinity }),
    highestMinutesLimit:   since(525_600,      { "5.1.1": Infinity }),
    idleLimit:             since(false,        { "4.6.0": true }),
    limitsOfCategories:    since(false,        { "5.2.0": true }),
    shareLimitsMode:       since(false,        { "5.3.0": true }),

    knowsV2:               since(false,        { "4.4.0": true }),

    tags:                  since(404,          { "4.2.0": 200 }),
    setTags:               since(404,          { "5.1.0": 200, "5.2.0": 204 }),
    tagsOnAdd:             since("",           { "4.3.2": " a2, a1", "5.0.0": "a1, a2" }),
    parentCategoryCreated: since(false,        { "5.2.0": true }),

    infoFields:            since(42, { "4.2.0": 43, "4.3.4": 46, "4.4.0": 49, "4.6.0": 51, "5.0.0": 57, "5.2.0": 66, "5.3.0": 67 }),
    infoHasTrackers:       since(false,        { "5.1.0": true }),
    infoHasFiles:          since(false,        { "5.2.0": true }),
    upperCaseHashFound:    since(false,        { "4.3.0": true }),
    unknownSort:           since(200,          { "4.3.2": 400 }),
    tagParameter:          since(false,        { "4.4.0": true }),

    programOnAdded:        since(false,        { "4.5.0": true }),
    programTrimmed:        since(false,        { "5.0.0": true }),

    keepsNameOfLink:       since(false,        { "4.5.0": true }),
    forcedWithoutMetadata: since("metaDL",     { "4.4.0": "forcedMetaDL" }),

    never:                 since(4_294_967_295, { "4.2.0": 0, "5.0.0": -1 }),
    freshLimit:            since(-1,           { "4.5.0": 0 }),
    trailingSlash:         since("/",          { "4.5.0": "" }),
    trackerOfNewTorrent:   since("",           { "5.1.0": "first" }),
    stickyTier:            since<"" | -1>("",  { "4.4.0": -1 }),
    uncontactedPeers:      since(0,            { "4.5.0": -1 }),
    normalFilePriority:    since(4,            { "4.5.0": 1 }),

    checkedWhenAddedStopped: since(true,       { "4.5.0": false }),
    addedByJson:           since(false,        { "5.2.0": true }),
    addDuplicate:          since("200 Ok.",    { "4.5.0": "200 Fails.", "5.2.0": "409 Conflict" }),
    addNothing:            since("200 Fails.", { "5.2.0": "409 Conflict" }),
  };
}

const WEB_API: Readonly<Record<string, string>> = {
  "4.1.9": "2.2.1",
  "4.2.5": "2.5.1",
  "4.3.9": "2.8.2",
  "4.4.5": "2.8.5",
  "4.5.2": "2.8.19",
  "4.6.7": "2.9.3",
  "5.0.5": "2.11.2",
  "5.1.0": "2.11.4",
  "5.2.3": "2.15.1",
  "5.3.0": "2.16.2",
};
