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
    /// <summary>Organizations, users and keys: <see cref="AccountStore"/> and the tiers.</summary>
    public static IHostApplicationBuilder AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.AddCaching();
        builder.AddTiers();
        builder.Services.TryAddSingleton<KeyChangeChannel>();
        builder.Services.TryAddSingleton<SessionCache>();
        builder.Services.TryAddSingleton(provider => new SessionStore(
            Writes(provider), provider.GetRequiredService<SessionCache>(), provider.GetRequiredService<KeyChangeChannel>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(provider => new AccountStore(
            Writes(provider), provider.GetRequiredService<KeyChangeChannel>(), provider.GetRequiredService<TierCatalog>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>The <see cref="TierCatalog"/>, read at once: a figure that is none ends the start.</summary>
    private static void AddTiers(this IHostApplicationBuilder builder)
    {
        if (builder.Services.All(service => service.ServiceType != typeof(TierCatalog)))
            builder.Services.AddSingleton(new TierCatalog(builder.Configuration.GetSection(TierCatalog.Section)));
    }

    /// <summary>What operators do to the running system and see of it: <see cref="OperationStore"/>, and with it <see cref="AccountStore"/>.</summary>
    public static IHostApplicationBuilder AddOperation(this IHostApplicationBuilder builder)
    {
        builder.AddAccounts();
        builder.Services.AddSingleton(provider => new SystemState(provider.GetRequiredService<NodeSet>(), provider));
        builder.Services.AddSingleton(provider => new OperationStore(Writes(provider), provider.GetRequiredService<VersionPublisher>()));
        return builder;
    }

    /// <summary>What tells a request's caller from its key: <see cref="KeyCache"/>, kept current in the background.</summary>
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.AddAccounts();
        builder.Services.AddOptions<KeyOptions>().Bind(builder.Configuration.GetSection(KeyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PrimaryReader>();
        builder.Services.AddSingleton<KeyReader>();
        builder.Services.AddSingleton<SessionReader>();
        builder.Services.AddSingleton(provider => DevelopmentKey.Create(
            builder.Configuration, builder.Environment, provider.GetRequiredService<TierCatalog>()));
        builder.Services.AddSingleton(provider => new KeyCache(
            provider.GetRequiredService<KeyReader>(), provider.GetRequiredService<SessionReader>(), provider.GetRequiredService<DevelopmentKey>(), provider.GetRequiredService<IOptions<KeyOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<KeyCacheRefresher>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyCacheRefresher>());
        builder.Services.AddSingleton(provider => new KeyLastUsedWriter(
            provider.GetRequiredService<KeyCache>(), Writes(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyLastUsedWriter>>()));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyLastUsedWriter>());
        return builder;
    }

    private static DatabaseNode PrimaryNode(IServiceProvider provider) => provider.GetRequiredService<IReadOnlyList<DatabaseNode>>()[0];

    private static NpgsqlDataSource Writes(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName);
}
