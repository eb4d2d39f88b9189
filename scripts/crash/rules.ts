/** Each job runs one of these rules; all but the first do what must not be done twice. */
export const contexts = ["tag", "recheck", "reannounce", "move", "delete"] as const;

export type Context = (typeof contexts)[number];

/** Several requests each, as far as that is possible, so that a job can be cut off between them. */
const limits = `
      - {type: set_upload_limit, params: {limit: 1000}}
      - {type: set_download_limit, params: {limit: 2000}}
`;

export const RULES = `
safety: {max_deletions: 1000000}
rules:
  - name: Tag
    context: tag
    match_all: true
    actions:
      - {type: add_tag, params: {tag: seen}}${limits}
  - name: Recheck
    context: recheck
    match_all: true
    actions:
      - {type: recheck}${limits}
  - name: Reannounce
    context: reannounce
    match_all: true
    actions:
      - {type: reannounce}${limits}
  - name: Move
    context: move
    match_all: true
    actions:
      - {type: set_bottom_priority}${limits}
  - {name: Delete, context: delete, match_all: true, actions: [{type: delete_torrent, params: {delete_files: false}}]}
`;
