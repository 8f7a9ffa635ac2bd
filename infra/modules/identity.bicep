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
output collectorClientId string = identities[3].properties.clientId
output principalIds string[] = [for i in range(0, 4): identities[i].properties.principalId]
output collectorPrincipalId string = identities[3].properties.principalId
output programPrincipalIds string[] = [for i in range(0, 3): identities[i].properties.principalId]
