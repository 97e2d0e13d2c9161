#!/usr/bin/env bash
# Compares a module of a repository in two commits: the one where the head branched off from the base, and the head. Runs in the
# repository; action.yml sets the variables.
set -euo pipefail

# That of an earlier step would be taken for this one's.
rm -f "$COMPARISON"
folder=$(mktemp -d "$RUNNER_TEMP/clone-transfer-share-XXXXXX")
trap 'rm -rf "$folder"; git worktree prune' EXIT
git worktree add --quiet --detach "$folder/base" "$(git merge-base "$BASE" "$HEAD")"
git worktree add --quiet --detach "$folder/head" "$HEAD"
for version in base head; do
  if [ -n "$PREPARE" ]; then (cd "$folder/$version" && bash -euo pipefail -c "$PREPARE"); fi
done

node --no-memory-reducer "$GITHUB_ACTION_PATH/runner/bootstrap.mjs" runner/commands/compare.ts \
  --base "module=$folder/base/$MODULE" --head "module=$folder/head/$MODULE" --engine "$ENGINE" \
  ${SIZE:+--size "$SIZE"} --json "$COMPARISON" --markdown "$GITHUB_STEP_SUMMARY"
