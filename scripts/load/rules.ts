/** What an owner has: a rule for each event, and one that looks at the whole library from time to time. */
export const events = ["on_added", "on_completed"] as const;

export const LIBRARY_CONTEXT = "scheduled";

export const RULES = `
rules:
  - name: New
    context: on_added
    conditions: {all: [{field: info.tags, operator: not_contains, value: new}]}
    actions: [{type: add_tag, params: {tag: new}}]
  - name: Done
    context: on_completed
    conditions: {all: [{field: info.tags, operator: contains, value: new}]}
    actions:
      - {type: remove_tag, params: {tag: new}}
      - {type: set_upload_limit, params: {limit: 1000}}
  - name: Slow down what has seeded enough
    context: ${LIBRARY_CONTEXT}
    conditions: {all: [{field: info.ratio, operator: ">", value: 2}]}
    actions: [{type: set_upload_limit, params: {limit: 2000}}]
`;
