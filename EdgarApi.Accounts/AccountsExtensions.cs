using EdgarApi.Accounts.Bootstrap;
using EdgarApi.Accounts.Keys;
using EdgarApi.Accounts.Operation;
using EdgarApi.Accounts.Sessions;
using EdgarApi.Caching;
using EdgarApi.Storage;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Accounts;

/// <summary>Registers accounts: organizations, users and keys, callers, limits and usage.</summary>
public static partial class AccountsExtensions
{
    /// <summary>Adds organizations, users and keys: <see cref="AccountStore"/> and the tiers.</summary>
    public static IHostApplicationBuilder AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.AddCaching();
        builder.AddTiers();
        builder.Services.TryAddSingleton<KeyChangeChannel>();
        builder.Services.TryAddSingleton<SessionCache>();
        builder.Services.TryAddSingleton(provider => new SessionStore(
            Primary(provider), provider.GetRequiredService<SessionCache>(), provider.GetRequiredService<KeyChangeChannel>(),
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(provider => new AccountStore(
            Primary(provider), provider.GetRequiredService<KeyChangeChannel>(), provider.GetRequiredService<TierCatalog>(),
            provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>Adds <see cref="AccountBootstrap"/>, which creates the first keys of an installation.</summary>
    public static IHostApplicationBuilder AddAccountBootstrap(this IHostApplicationBuilder builder)
    {
        builder.AddAccounts();
        builder.Services.AddOptions<BootstrapOptions>().Bind(builder.Configuration.GetSection(BootstrapOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptionsValidator>();
        builder.Services.AddSingleton<AccountBootstrap>();
        return builder;
    }

    /// <summary>Adds the <see cref="TierCatalog"/>. Reads it now, so that an invalid setting prevents the start.</summary>
    private static void AddTiers(this IHostApplicationBuilder builder)
    {
        if (builder.Services.All(service => service.ServiceType != typeof(TierCatalog)))
            builder.Services.AddSingleton(new TierCatalog(builder.Configuration.GetSection(TierCatalog.Section)));
    }

    /// <summary>Adds the operators' view of the running system, <see cref="OperationStore"/>, and <see cref="AccountStore"/>.</summary>
    public static IHostApplicationBuilder AddOperation(this IHostApplicationBuilder builder)
    {
        builder.AddAccounts();
        builder.Services.AddSingleton(provider => new SystemState(provider.GetRequiredService<NodeSet>(), provider));
        builder.Services.AddSingleton(provider => new OperationStore(Primary(provider), provider.GetRequiredService<VersionPublisher>()));
        return builder;
    }

    /// <summary>Adds <see cref="KeyCache"/>, which authenticates keys, and the services that keep it current.</summary>
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.AddAccounts();
        builder.Services.AddOptions<KeyOptions>().Bind(builder.Configuration.GetSection(KeyOptions.Section)).ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton<PrimaryReader>();
        builder.Services.AddSingleton<KeyReader>();
        builder.Services.AddSingleton<SessionReader>();
        builder.Services.AddSingleton(provider => DevelopmentKey.Create(
            builder.Configuration, builder.Environment, provider.GetRequiredService<TierCatalog>()));
        builder.Services.AddSingleton(provider => new KeyCache(
            provider.GetRequiredService<KeyReader>(), provider.GetRequiredService<SessionReader>(),
            provider.GetRequiredService<DevelopmentKey>(), provider.GetRequiredService<IOptions<KeyOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<KeyCacheRefresher>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyCacheRefresher>());
        builder.Services.AddSingleton(provider => new KeyLastUsedWriter(
            provider.GetRequiredService<KeyCache>(), Primary(provider), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyLastUsedWriter>>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyLastUsedWriter>());
        return builder;
    }

    private static NpgsqlDataSource Primary(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName);
}
