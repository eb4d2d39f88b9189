/**
 * What the real servers of four versions answer. Every value was seen on all four; the simulator must agree.
 * A server between two columns, or newer than the last, is held to the column on its left.
 */
const COLUMNS = ["4.2.5", "4.5.2", "5.1.0", "5.3.0"] as const;

export type Column = (typeof COLUMNS)[number];
export type Facts = ReturnType<typeof factsOf>;

export function factsOf(version: string) {
  const index = COLUMNS.findLastIndex((column) => Bun.semver.order(version, column) >= 0);
  const at = <const Value>(...row: readonly [Value, Value, Value, Value]): Value => {
    const value = row[index];
    if (value === undefined) throw new Error(`no facts are known about qBittorrent ${version}`);
    return value;
  };
  // oxfmt-ignore
  return {
    column:                  at(...COLUMNS),

    //                        4.2.5         4.5.2         5.1.0         5.3.0
    webApi:                at("2.5.1",     "2.8.19",     "2.11.4",     "2.16.2"),

    goodLogin:             at("200 Ok.",   "200 Ok.",    "200 Ok.",    "204 "),
    badLogin:              at("200 Fails.","200 Fails.", "200 Fails.", "401 Unauthorized"),
    cookie:                at("SID",       "SID",        "SID",        "QBT_SID_<port>"),
    loginByGet:            at(200,         405,          405,          405),
    stranger:              at("403 ",      "403 Forbidden","403 Forbidden","403 Forbidden"),
    strangerUnknownScope:  at(404,         403,          403,          403),
    rotateApiKey:          at(404,         404,          404,          200),
    pageWithKey:           at(200,         200,          200,          404),

    unknownEndpoint:       at("404 ",      "404 Not Found","404 Not Found","404 Endpoint does not exist"),
    missingHashes:         at("400 ",      "400 Bad Request","400 Bad Request","400 Missing required parameters: hashes"),
    getOnMutation:         at(200,         405,          405,          405),

    stop:                  at(404,         404,          200,          200),
    start:                 at(404,         404,          200,          200),
    pause:                 at(200,         200,          404,          404),
    resume:                at(200,         200,          404,          404),
    stopVerb:              at("pause",     "pause",      "stop",       "stop"),
    startVerb:             at("resume",    "resume",     "start",      "start"),
    stoppedWord:           at("paused",    "paused",     "stopped",    "stopped"),

    shareLimitsOldThree:   at(200,         200,          400,          400),
    shareLimitsWithIdle:   at(200,         200,          200,          400),
    shareLimitsAllFive:    at(200,         200,          200,          200),

    highestRatioLimit:     at(9_999,       9_999,        9_999,        Infinity),
    highestMinutesLimit:   at(525_600,     525_600,      525_600,      Infinity),
    idleLimit:             at(false,       false,        true,         true),
    limitsOfCategories:    at(false,       false,        false,        true),

    knowsV2:               at(false,       true,         true,         true),

    setTags:               at(404,         404,          200,          204),
    tagsOnAdd:             at("",          " a2, a1",    "a1, a2",     "a1, a2"),
    parentCategoryCreated: at(false,       false,        false,        true),

    programOnAdded:        at(false,       true,         true,         true),
    programTrimmed:        at(false,       false,        true,         true),

    infoFields:            at(43,          49,           57,           67),
    infoHasTrackers:       at(false,       false,        true,         true),
    infoHasFiles:          at(false,       false,        false,        true),
    upperCaseHashFound:    at(false,       true,         true,         true),
    unknownSort:           at(200,         400,          400,          400),
    tagParameter:          at(false,       true,         true,         true),

    forcedWithoutMetadata: at("metaDL",    "forcedMetaDL","forcedMetaDL","forcedMetaDL"),

    never:                 at(0,           0,            -1,           -1),
    freshLimit:            at(-1,          0,            0,            0),
    trailingSlash:         at("/",         "",           "",           ""),
    trackerOfNewTorrent:   at("",          "",           "first",      "first"),
    stickyTier:            at<"" | -1>("",          -1,           -1,           -1),
    uncontactedPeers:      at(0,           -1,           -1,           -1),
    normalFilePriority:    at(4,           1,            1,            1),

    checkedWhenAddedStopped: at(true,      false,        false,        false),
    addedByJson:           at(false,       false,        false,        true),
    addDuplicate:          at("200 Ok.",   "200 Fails.", "200 Fails.", "409 Conflict"),
    addNothing:            at("200 Fails.","200 Fails.", "200 Fails.", "409 Conflict"),
  };
}
