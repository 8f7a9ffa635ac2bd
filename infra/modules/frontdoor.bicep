// The edge: caches profiles and overviews of companies, which are public, for as long as the API says (s-maxage, 24 h), and nothing else.
// It reaches the API through a private link, so nothing else can.
param location string
param tags object
@minLength(13)
param token string
param environmentId string
param originHost string
param logsId string

@description('Who purges copies of responses when data changes: the identity of the Warmer.')
param purgerPrincipalId string

resource profile 'Microsoft.Cdn/profiles@2026-10-01' = {
  name: 'afd-${token}'
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: { originResponseTimeoutSeconds: 60 }
}

resource address 'Microsoft.Cdn/profiles/afdEndpoints@2026-10-01' = {
  parent: profile
  name: 'edgar-${token}'
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

resource group 'Microsoft.Cdn/profiles/originGroups@2026-10-01' = {
  parent: profile
  name: 'api'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
    healthProbeSettings: { probePath: '/alive', probeProtocol: 'Https', probeRequestType: 'GET', probeIntervalInSeconds: 30 }
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2026-10-01' = {
  parent: group
  name: 'api'
  properties: {
    hostName: originHost
    originHostHeader: originHost
    httpsPort: 443
    enforceCertificateNameCheck: true
    sharedPrivateLinkResource: {
      privateLink: { id: environmentId }
      groupId: 'managedEnvironments'
      privateLinkLocation: location
      requestMessage: 'Front Door of EdgarApi'
    }
  }
}

resource rules 'Microsoft.Cdn/profiles/ruleSets@2026-10-01' = {
  parent: profile
  name: 'caching'
  resource internalPaths 'rules' = {
    name: 'internal'
    properties: {
      order: 1
      matchProcessingBehavior: 'Stop'
      conditions: [
        {
          name: 'UrlPath'
          parameters: {
            typeName: 'DeliveryRuleUrlPathMatchConditionParameters'
            operator: 'RegEx'
            // The API also serves these paths with a slash at the end, and with escapes.
            matchValues: ['^/?(metrics|health|alive)/?$']
            transforms: ['UrlDecode', 'Lowercase']
          }
        }
      ]
      actions: [
        {
          name: 'UrlRedirect'
          parameters: { typeName: 'DeliveryRuleUrlRedirectActionParameters', redirectType: 'Found', customPath: '/docs' }
        }
      ]
    }
  }
  resource companies 'rules' = {
    name: 'companies'
    properties: {
      order: 2
      conditions: [
        {
          name: 'UrlPath'
          parameters: {
            typeName: 'DeliveryRuleUrlPathMatchConditionParameters'
            operator: 'RegEx'
            // CSV needs a key, so overview.csv is not among them. Only the spellings that EdgarApi.Warmer/Edge/EdgePaths.cs purges: the
            // SEC's of a ticker, but not NAME-US, which is that of a market, and a CIK with ten digits or without leading zeros.
            matchValues: [
              '^/?api/v1/companies/([a-z]{1,6}(-([a-tv-z][a-z]?|u[a-rt-z]?))?|[1-9][0-9]{0,9}|[0-9]{10})(/overview)?$'
            ]
            transforms: ['Lowercase']
          }
        }
        // A request with a key counts against its quota and gets the newest version, so it reaches the API.
        ...map(['X-Api-Key', 'Authorization'], header => {
          name: 'RequestHeader'
          parameters: {
            typeName: 'DeliveryRuleRequestHeaderConditionParameters'
            selector: header
            operator: 'Any'
            negateCondition: true
          }
        })
      ]
      actions: [
        {
          name: 'RouteConfigurationOverride'
          parameters: {
            typeName: 'DeliveryRuleRouteConfigurationOverrideActionParameters'
            cacheConfiguration: {
              cacheBehavior: 'HonorOrigin'
              isCompressionEnabled: 'Enabled'
              queryStringCachingBehavior: 'UseQueryString'
            }
          }
        }
      ]
    }
  }
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2026-10-01' = {
  parent: address
  name: 'everything'
  properties: {
    originGroup: { id: group.id }
    ruleSets: [{ id: rules.id }]
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
  }
  dependsOn: [origin, rules::internalPaths, rules::companies]
}

// No built-in role allows purges only.
resource purging 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'front-door-purge')
  properties: {
    roleName: 'Front Door purge ${token}'
    description: 'Purge the endpoints of Front Door.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: [
          'Microsoft.Cdn/profiles/read'
          'Microsoft.Cdn/profiles/afdEndpoints/read'
          'Microsoft.Cdn/profiles/afdEndpoints/purge/action'
        ]
      }
    ]
  }
}

resource purger 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(profile.id, 'purger')
  scope: profile
  properties: { principalId: purgerPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: purging.id }
}

#disable-next-line use-recent-api-versions // no stable version has category groups
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: profile
  properties: { workspaceId: logsId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

output address string = 'https://${address.properties.hostName}'
output purgeUrl string = '${environment().resourceManager}${substring(address.id, 1)}/purge?api-version=2024-02-01'
