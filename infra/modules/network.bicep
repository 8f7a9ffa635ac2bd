// A network of our own: programs reach Postgres, Redis, secrets and files without leaving it.
param location string
param tags object
@minLength(13)
param token string

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: 'vnet-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      {
        name: 'programs'
        properties: {
          addressPrefix: '10.20.0.0/23'
          delegations: [{ name: 'environments', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'databases'
        properties: {
          addressPrefix: '10.20.2.0/24'
          delegations: [{ name: 'servers', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }]
        }
      }
      { name: 'endpoints', properties: { addressPrefix: '10.20.3.0/24', privateEndpointNetworkPolicies: 'Disabled' } }
    ]
  }
  resource programs 'subnets' existing = { name: 'programs' }
  resource databases 'subnets' existing = { name: 'databases' }
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

var zoneNames = [
  '${token}.private.postgres.database.azure.com'
  'privatelink.redis.azure.net'
  'privatelink.vaultcore.azure.net'
  'privatelink.file.${environment().suffixes.storage}'
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for name in zoneNames: {
    name: name
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (name, i) in zoneNames: {
    parent: zones[i]
    name: 'vnet'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

output programsSubnetId string = network::programs.id
output databasesSubnetId string = network::databases.id
output endpointsSubnetId string = network::endpoints.id
output postgresZoneId string = zones[0].id
output redisZoneId string = zones[1].id
output vaultZoneId string = zones[2].id
output filesZoneId string = zones[3].id
