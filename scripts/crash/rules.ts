/** Each job runs one of these rules; all but the first do what must not be done twice. */
export const contexts = ["tag", "recheck", "reannounce", "move", "delete"] as const;

export type Context = (typeof contexts)[number];

export const RULES = `
safety: {max_deletions: 1000000}
rules:
  - {name: Tag, context: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}
  - {name: Recheck, context: recheck, match_all: true, actions: [{type: recheck}]}
  - {name: Reannounce, context: reannounce, match_all: true, actions: [{type: reannounce}]}
  - {name: Move, context: move, match_all: true, actions: [{type: set_bottom_priority}]}
  - {name: Delete, context: delete, match_all: true, actions: [{type: delete_torrent, params: {delete_files: false}}]}
`;
