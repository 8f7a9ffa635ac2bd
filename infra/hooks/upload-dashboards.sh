#!/bin/sh
# Uploads the dashboards of monitoring/grafana/dashboards to Azure Managed Grafana, and replaces those of an earlier deployment. azd runs this
# after it has deployed everything (azure.yaml). Needs the Azure CLI with its extension "amg", whose options are in
# https://learn.microsoft.com/cli/azure/grafana/dashboard.
set -eu
: "${AZURE_RESOURCE_GROUP:?azd sets it from the outputs of infra/main.bicep}"
: "${GRAFANA_NAME:?azd sets it from the outputs of infra/main.bicep}"
: "${PUBLIC_ADDRESS:?azd sets it from the outputs of infra/main.bicep}"
interval=${DASHBOARD_RETRY_SECONDS:-20}
folder=$(dirname "$0")/../../monitoring/grafana/dashboards
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

az extension add --name amg --upgrade --yes --only-show-errors
for file in "$folder"/*.json; do
    name=$(basename "$file")
    # The runbooks are pages of the API. Grafana has another address.
    sed "s|\"/ops/runbooks\"|\"$PUBLIC_ADDRESS/ops/runbooks\"|g" "$file" >"$work/$name"
    attempts=15
    until az grafana dashboard create --name "$GRAFANA_NAME" --resource-group "$AZURE_RESOURCE_GROUP" --definition "$work/$name" \
        --overwrite true --only-show-errors --output none; do
        attempts=$((attempts - 1))
        [ "$attempts" -gt 0 ] || { echo "The programs are deployed, but Grafana does not accept the dashboard $name." >&2; exit 1; }
        echo "Grafana does not accept the dashboard $name yet; a new role takes some minutes." >&2
        sleep "$interval"
    done
    echo "Uploaded $name to Grafana."
done
