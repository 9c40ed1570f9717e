#!/bin/sh
# Writes .env with fresh secrets for docker-compose.yml. Never overwrites one: its secrets are in use.
set -eu
file=$(dirname -- "$0")/../.env
if [ -e "$file" ]; then
    echo "$file is there already: its secrets are in use; move it away to make new ones." >&2
    exit 2
fi
umask 077
# Hexadecimal: these values also stand in URLs.
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
for name in PARLEY_SECRET_KEY PARLEY_POSTGRES_PASSWORD PARLEY_REDIS_PASSWORD PARLEY_RASA_TOKEN \
    PARLEY_SHOP_KEY PARLEY_LLM_API_KEY PARLEY_REST_KEY; do
    printf '%s=%s\n' "$name" "$(random)"
done > "$file"
echo "$file is written; keep it with your backups."
