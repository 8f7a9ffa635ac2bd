using './main.bicep'

// Set by azd.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

// Set with `azd env set`. Without a default: a deployment without it stops before anything is created.
param alertEmail = readEnvironmentVariable('ALERT_EMAIL')
param size = readEnvironmentVariable('SIZE', 'production')
param readReplicas = int(readEnvironmentVariable('READ_REPLICAS', '2'))
param cacheSigningKey = readEnvironmentVariable('CACHE_SIGNING_KEY')
param adminApiKey = readEnvironmentVariable('ADMIN_API_KEY')
param warmingApiKey = readEnvironmentVariable('WARMING_API_KEY')
