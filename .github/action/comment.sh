#!/usr/bin/env bash
# Posts a comparison as a comment on the pull request that it was made for. The file was made by the code of the pull request, so it
# is checked, and no text of it is treated as markup. The pull request is found by its branch, because GitHub does not list those
# of a fork's commit. An earlier comment is found by its first line, because other workflows comment as the same user.
# Without a comparison, an earlier comment is replaced, as it would be taken for this commit's; there is no new one.
set -euo pipefail

marker="<!-- clone-transfer-share: $NAME -->"
comment=$(mktemp)
{
  echo "$marker"
  if [ -f "$COMPARISON" ]; then
    node "$SUITE/runner/bootstrap.mjs" results/commands/export.ts --format comparison-markdown "$COMPARISON"
    printf '\nThe commit of the pull request: %s.\n' "$HEAD"
  else
    echo "There is no comparison of commit $HEAD. The log of its workflow says why."
  fi
} > "$comment"
number=$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f "head=$OWNER:$BRANCH" |
  jq --arg head "$HEAD" '[.[] | select(.head.sha == $head)][0].number // empty')
if [ -z "$number" ]; then
  echo "::notice::no open pull request has $HEAD as its head"
  exit 0
fi
earlier=$(gh api --paginate "repos/$REPOSITORY/issues/$number/comments" |
  jq -s --arg marker "$marker" 'add | map(select(.user.type == "Bot" and (.body | startswith($marker))))[0].id // empty')
if [ -n "$earlier" ]; then
  gh api --method PATCH "repos/$REPOSITORY/issues/comments/$earlier" -F "body=@$comment" --jq .html_url
elif [ -f "$COMPARISON" ]; then
  gh pr comment "$number" --repo "$REPOSITORY" --body-file "$comment"
fi
