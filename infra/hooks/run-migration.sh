#!/bin/sh
# Starts the migration job and waits until it has ended. azd runs this after it has deployed the job; if it fails, azd deploys neither
# the API nor the Warmer, which use it (azure.yaml).
set -eu
: "${AZURE_RESOURCE_GROUP:?azd sets it from the outputs of infra/main.bicep}"
interval=${MIGRATION_POLL_SECONDS:-10}
attempts=180

execution=$(az containerapp job start --name migrate --resource-group "$AZURE_RESOURCE_GROUP" --query name --output tsv)
[ -n "$execution" ] || { echo "The migration did not start." >&2; exit 1; }
while [ "$attempts" -gt 0 ]; do
    status=$(az containerapp job execution show --name migrate --resource-group "$AZURE_RESOURCE_GROUP" \
        --job-execution-name "$execution" --query properties.status --output tsv)
    case $status in
        Succeeded) echo "The schema is migrated ($execution)."; exit 0 ;;
        Failed | Degraded | Stopped) echo "The migration ended as $status ($execution). The programs stay as they are." >&2; exit 1 ;;
    esac
    attempts=$((attempts - 1))
    sleep "$interval"
done
echo "The migration did not end in time ($execution)." >&2
exit 1
