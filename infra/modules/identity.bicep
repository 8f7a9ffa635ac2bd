// One identity per program, so that each is allowed only what it needs.
param location string
param tags object
@minLength(13)
param token string

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = [
  for name in ['api', 'warmer', 'migrate', 'collector']: {
    name: 'id-${name}-${token}'
    location: location
    tags: tags
  }
]

output apiId string = identities[0].id
output warmerId string = identities[1].id
output migrateId string = identities[2].id
output collectorId string = identities[3].id
output apiClientId string = identities[0].properties.clientId
output warmerClientId string = identities[1].properties.clientId
output migrateClientId string = identities[2].properties.clientId
output collectorClientId string = identities[3].properties.clientId
output principalIds string[] = [for i in range(0, 4): identities[i].properties.principalId]
output warmerPrincipalId string = identities[1].properties.principalId
output migratePrincipalId string = identities[2].properties.principalId
output migrateName string = identities[2].name
output collectorPrincipalId string = identities[3].properties.principalId
output programPrincipalIds string[] = [for i in range(0, 3): identities[i].properties.principalId]
