// Images. Nobody has a password: programs pull with their identities, azd pushes as the person or workflow that runs it.
param location string
param tags object
@minLength(13)
param token string
param sku string
param logsId string

@description('The identities that pull images.')
param principalIds string[]

var acrPull = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '7f951dda-4ed3-4680-a7ca-43fe172d538d'
)

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: 'cr${token}'
  location: location
  tags: tags
  sku: { name: sku }
  properties: { adminUserEnabled: false, anonymousPullEnabled: false }
}

resource pulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, 4): {
    name: guid(registry.id, string(i), acrPull)
    scope: registry
    properties: { principalId: principalIds[i], principalType: 'ServicePrincipal', roleDefinitionId: acrPull }
  }
]

#disable-next-line use-recent-api-versions // no stable version has category groups
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: registry
  properties: { workspaceId: logsId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

output endpoint string = registry.properties.loginServer
