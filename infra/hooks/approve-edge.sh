#!/bin/sh
# Approves the private link over which Front Door reaches the environment. Azure asks for that because the link comes from a subscription of
# Microsoft's. azd runs this after it has created the resources (azure.yaml). Size small has no Front Door, and nothing happens.
set -eu
: "${AZURE_RESOURCE_GROUP:?azd sets it from the outputs of infra/main.bicep}"
: "${CONTAINER_ENVIRONMENT_NAME:?azd sets it from the outputs of infra/main.bicep}"
[ -n "${PURGE_URL:-}" ] || exit 0
interval=${EDGE_RETRY_SECONDS:-20}
attempts=15
# As infra/modules/frontdoor.bicep introduces itself: requests of others stay pending.
message='Front Door of EdgarApi'

# connections STATUS: the ids of Front Door's links in that state.
connections() {
    az network private-endpoint-connection list --type Microsoft.App/managedEnvironments --resource-group "$AZURE_RESOURCE_GROUP" \
        --name "$CONTAINER_ENVIRONMENT_NAME" --output tsv --only-show-errors --query \
        "[?properties.privateLinkServiceConnectionState.status=='$1' && properties.privateLinkServiceConnectionState.description=='$message'].id"
}

while :; do
    pending=$(connections Pending)
    for id in $pending; do
        az network private-endpoint-connection approve --id "$id" --description "$message" --only-show-errors --output none
        echo "Approved Front Door's private link."
    done
    [ -z "$pending" ] || exit 0
    [ -z "$(connections Approved)" ] || exit 0
    attempts=$((attempts - 1))
    [ "$attempts" -gt 0 ] || { echo "Front Door has not asked for its private link to the environment." >&2; exit 1; }
    sleep "$interval"
done
