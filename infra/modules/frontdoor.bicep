// The edge: caches company overviews, which are public, for as long as the API says (s-maxage, 24 h), and nothing else. It reaches the
// API through a private link, so nothing else can.
param location string
param tags object
@minLength(13)
param token string
param environmentId string
param originHost string
param logsId string

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
            matchValues: ['^/?(metrics|health|alive)$']
            transforms: ['Lowercase']
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
  resource overviews 'rules' = {
    name: 'overviews'
    properties: {
      order: 2
      conditions: [
        {
          name: 'UrlPath'
          parameters: {
            typeName: 'DeliveryRuleUrlPathMatchConditionParameters'
            operator: 'RegEx'
            matchValues: ['^/?api/v1/companies/[^/]+/overview$']
            transforms: ['Lowercase']
          }
        }
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
  dependsOn: [origin, rules::internalPaths, rules::overviews]
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: profile
  properties: { workspaceId: logsId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

output address string = 'https://${address.properties.hostName}'
