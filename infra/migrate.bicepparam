using './migrate.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param containerEnvironmentName = readEnvironmentVariable('CONTAINER_ENVIRONMENT_NAME')
param registryEndpoint = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT')
param identityId = readEnvironmentVariable('MIGRATE_IDENTITY_ID')
param identityClientId = readEnvironmentVariable('MIGRATE_CLIENT_ID')
param programIdentityIds = [readEnvironmentVariable('API_IDENTITY_ID'), readEnvironmentVariable('WARMER_IDENTITY_ID')]
param databaseServers = json(readEnvironmentVariable('DATABASE_SERVERS'))
param vaultUri = readEnvironmentVariable('VAULT_URI')
param image = readEnvironmentVariable('SERVICE_MIGRATE_IMAGE_NAME')
