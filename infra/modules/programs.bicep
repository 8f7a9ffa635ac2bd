// What the modules of the programs share.

@export()
@description('Secrets that the platform reads from the vault with the identity of the program.')
func vaultSecrets(vaultUri string, identityId string, names string[]) object[] =>
  map(names, name => { name: name, keyVaultUrl: '${vaultUri}secrets/${name}', identity: identityId })

// The identity acts as the owner (EdgarApi.Storage/Identity/DatabasePrincipals.cs). Version 15 of Postgres keeps that over a reset of the
// connection; without resets nothing depends on it, and the programs leave nothing behind that a reset would remove.
var rights = 'Options=-c role=edgar;No Reset On Close=true'

@export()
@description('A connection string for each server of the database. The identity signs in with tokens.')
func databaseVariables(servers object[], identityId string, clientId string) object[] =>
  concat(
    map(servers, server => {
      name: 'ConnectionStrings__${server.name}'
      value: 'Host=${server.host};Username=${last(split(identityId, '/'))};Database=edgar;SSL Mode=VerifyFull;${rights}'
    }),
    [
      { name: 'EdgarApi__Postgres__Authentication', value: 'Entra' }
      { name: 'AZURE_CLIENT_ID', value: clientId }
    ]
  )

@export()
@description('What the AppHost gives every project in the cloud (EdgarApi.AppHost/Settings/ProductionSettings.cs).')
func commonVariables(name string, port int, secContact string) object[] => [
  { name: 'HTTP_PORTS', value: string(port) }
  { name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }
  { name: 'OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY', value: 'in_memory' }
  { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://otel-collector:4317' }
  { name: 'OTEL_SERVICE_NAME', value: name }
  { name: 'EdgarApi__Ingest__Source', value: 'Live' }
  { name: 'EdgarApi__Sec__Contact', value: secContact }
  // The ingress does not forward this port, so only the environment itself can scrape it.
  { name: 'EdgarApi__MetricsUrl', value: 'http://*:9464' }
  { name: 'EdgarApi__Cache__SigningKey', secretRef: 'cache-signing-key' }
  { name: 'ConnectionStrings__redis', secretRef: 'redis' }
]

@export()
@description('Probes of the programs: healthy means it can serve, alive that the process responds. The first start waits for the schema.')
func probes(port int) object[] => [
  { type: 'Startup', httpGet: { path: '/alive', port: port }, periodSeconds: 2, failureThreshold: 60, timeoutSeconds: 2 }
  { type: 'Readiness', httpGet: { path: '/health', port: port }, periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 3 }
  { type: 'Liveness', httpGet: { path: '/alive', port: port }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 }
]
